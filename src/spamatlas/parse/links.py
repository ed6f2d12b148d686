"""Links written in a text, refanged and made absolute; never fetched."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spamatlas.model import Link
from spamatlas.parse.digits import plain_digits
from spamatlas.parse.hosts import domain_of, has_known_suffix, host_of
from spamatlas.parse.parted import together
from spamatlas.suffixes import is_top_level

MOST_LINKS = 1000
MOST_REMEMBERED = 200  # characters; longer words do not come again

# Scripts that put no blank between a link and the next word: Thai, Han, kana, Hangul.
_UNSPACED = r"\u0e00-\u0e7f\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_LETTER = rf"[^\W_{_UNSPACED}]"
_DOT = r"(?:\.|[\[({](?:\.|(?i:dot))[\])}]|\[\.|[。｡](?=[A-Za-z0-9]))"
_LABEL = rf"{_LETTER}(?:(?:{_LETTER}|[_-]){{0,61}}{_LETTER})?"
_STOP = r"\s<>\"`^|\u3000-\u3002\u3008-\u301f\uff08\uff09\uff0c\uff01\uff1b"
_PATH = rf"[/\\?\#][^{_STOP}{_UNSPACED}]{{0,2000}}"
_LINK = re.compile(
    rf"""
      (?<![A-Za-z0-9])(?P<scheme>(?i:h[tx]{{2}}ps?|s?ftps?|fxps?)) \[?:\]? (?:\[?[/\\]{{1,2}}\]?){{1,2}}
      (?P<authority>[^{_STOP}/\\?\#]{{1,500}})
      (?P<tail>{_PATH})?
    | (?<![^\W{_UNSPACED}])(?<![@.=/-])
      (?P<host>{_LABEL}(?:{_DOT}{_LABEL}){{1,8}})(?P<port>:\d{{1,5}})?(?!{_LETTER}|[_@-]|\.{_LETTER})
      (?P<path>{_PATH})?
    """,
    re.VERBOSE,  # case is let go only where there are letters: with the wide classes it took 0.1 s to compile
)
_DEFANGED = re.compile(r"[\[({](?:\.|dot)[\])}]|\[\.|[。｡]", re.IGNORECASE)
_OPENED = {opener: re.compile(rf"{re.escape(opener)}(?:\.|dot)", re.IGNORECASE) for opener in "[({"}
_SLASHLESS = re.compile(r"\A(https?|ftp):(?![/\\])", re.IGNORECASE)
_HOST_END = re.compile(r"[/\\?#]")
_DOTS = dict.fromkeys(
    map(ord, "。．｡․"), "."
)  # ideographic, wide, half-wide; one dot leader (UTS 46 maps all to a dot)
# What a word that leads somewhere holds, and the rest of the word. A pattern that starts with one fixed sign is found
# several times as fast as one with a choice.
_SLASHES = re.compile(r"//\S*")
_DOT_IN_ASCII = re.compile(r"\.[A-Za-z]{2}\S*")
_DOT_IN_WORD = re.compile(r"\.\S+")
_ANY_DOT = re.compile(rf"(?:\.(?=\S)|{_DEFANGED.pattern})\S*", re.IGNORECASE)
_AFTER_DOT = re.compile(r"\.([A-Za-z]{2,24})")
_MAIL_ADDRESS = re.compile(r"[\"'<(]?[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+[>)\"',;:.]*")
_SPACED = re.compile(r"\s?([\[({](?:\.|dot)[\])}])\s?", re.IGNORECASE)
_FIRST_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_PORT = re.compile(r"(\[[^\]]*\]|[^:]*)(?::(\d{1,5})?)?")
_USER_END = re.compile(r":|%(?:2[Ff]|3[Aa]|5[Cc]|40)|@")
_TAIL = ".,;:!?'\"*_~·…’”»«“"
_CLOSERS = {")": "(", "]": "[", "}": "{"}

# A name without scheme, path or www is taken for a host under these, under a suffix of two letters that is
# no word, and under one of several labels; elsewhere it may be a word after a full stop, or a file.
_USUAL = frozenset(
    (  # noqa: SIM905
        "com net org info biz edu gov mil int mobi asia xyz top online site shop club icu vip store website tech cyou "
        "bond sbs cfd buzz click link cloud email ltd loan bid pro live app dev"
    ).split()
)
_WORDS = frozenset(
    (  # noqa: SIM905
        "in is it so to my me be no do am at as by us id an la de al es et se si ma mi ne na pa sa st co im pm "
        "md py sh pl ps rs cc ai js gs ml mk mm sc sk tf ph bz gz nu mu tv"
    ).split()
)


def links_in(text: str, found_in: str = "text") -> tuple[Link, ...]:
    """The links of a text in order, each once; at most ``MOST_LINKS``.

    Found are schemes (also ``hxxp``), ``www`` names, and bare names under a public suffix, dots in
    brackets included. A bare name under a suffix that may be a word or a file's ending counts only with a
    path, a hyphen or a digit. Names written apart (``parted``) are read too. Mail addresses are no links.
    """
    if "." not in text and "//" not in text and "dot" not in text and "DOT" not in text and text.isascii():
        return ()
    found: dict[str, Link] = {}
    for link in _scan(together(plain_digits(text)), found_in):
        found.setdefault(link.url, link)
        if len(found) >= MOST_LINKS:
            break
    return tuple(found.values())


@lru_cache(maxsize=16_384)
def link_from(url: str, text: str = "", found_in: str = "html") -> Link | None:
    """The link that one address gives, as in an ``href``; None where a browser would open no host.

    As a browser reads it (WHATWG URL, sections 4.4 and 3.5): slashes may be left out, and a host's dots be of other
    scripts.
    """
    url = _SLASHLESS.sub(r"\1://", plain_digits(url.strip()), count=1)
    if not url.isascii() and "://" in url[:12]:
        scheme, _, rest = url.partition("://")
        host = _HOST_END.split(rest, maxsplit=1)[0]
        url = f"{scheme}://{host.translate(_DOTS)}{rest[len(host) :]}"
    match = _LINK.match(url)
    return _link(match, found_in, text) if match else None


def _scan(text: str, found_in: str) -> Iterator[Link]:
    if _is_defanged(text):
        words = _words(_SPACED.sub(r"\1", text), _ANY_DOT)
    else:
        words = _words(text, _DOT_IN_ASCII if text.isascii() else _DOT_IN_WORD)
    for word in words:
        yield from _found(word, found_in) if len(word) < MOST_REMEMBERED else _find(word, found_in)


def _is_defanged(text: str) -> bool:
    """Whether a bracket opens before a dot, or a dot is one of another script."""
    if any(opener in text and opened.search(text) for opener, opened in _OPENED.items()):
        return True
    return not text.isascii() and ("。" in text or "｡" in text)


def _words(text: str, dot: re.Pattern[str]) -> Iterable[str]:
    """The distinct words that may hold a link, in order: those with a dot that is not at the end, or two slashes."""
    spans = [match.span() for match in dot.finditer(text)]
    if "//" in text:
        spans = sorted([*spans, *(match.span() for match in _SLASHES.finditer(text))])
    found: dict[str, None] = {}
    end = 0
    for start, stop in spans:
        if stop > end:
            blank = max(text.rfind(" ", end, start), text.rfind("\n", end, start), end - 1)
            found[text[blank + 1 : stop].rsplit(maxsplit=1)[-1]] = None
            end = stop
    return found


@lru_cache(maxsize=65_536)
def _found(word: str, found_in: str) -> tuple[Link, ...]:
    return tuple(_find(word, found_in))


def _find(word: str, found_in: str) -> Iterator[Link]:
    # The slow pattern is only for words that may lead somewhere.
    if _may_lead(word):
        for match in _LINK.finditer(word):
            link = _link(match, found_in, "")
            if link:
                yield link


def _may_lead(word: str) -> bool:
    if "//" in word or _DEFANGED.search(word):
        return True
    if "." not in word[1:-1]:
        return False
    if not word.isascii() or "xn--" in word or "XN--" in word:
        return True
    if "@" in word and _MAIL_ADDRESS.fullmatch(word):
        return False
    return any(is_top_level(label.lower()) for label in _AFTER_DOT.findall(word))


def _link(match: re.Match[str], found_in: str, text: str) -> Link | None:
    scheme, authority, path = match["scheme"], match["authority"], match["tail"]
    if scheme:
        scheme, path = scheme.lower().replace("x", "t"), _trim(path or "")
        authority = authority if path else _trim(authority)
    else:
        scheme, path = "http", _trim(match["path"] or "")
        authority = match["host"] + (match["port"] or "")
        if not _is_bare_name(match["host"], bool(path)):
            return None
    place = _place(authority)
    if place is None:
        return None
    host, domain, port, named = place
    url = f"{scheme}://{f'[{host}]' if ':' in host else host}{port}{path.replace(chr(92), '/')}"
    return Link(url, host, domain, text or _trim(match[0]), found_in, named if scheme in ("http", "https") else "")


@lru_cache(maxsize=65_536)
def _place(authority: str) -> tuple[str, str, str, str] | None:
    """Host, registrable domain and port of an authority, and the host that stands before its last ``@`` to mislead."""
    # A browser opens no host with an escaped @ in it; what decodes an address before it is opened does.
    userinfo, _, written = _DEFANGED.sub(".", authority).replace("%40", "@").rpartition("@")
    written, port = _PORT.match(written).groups("")  # type: ignore[union-attr]  # it matches anything
    host = host_of(written)
    unspaced = None if written.isascii() else _FIRST_UNSPACED.search(written)
    if unspaced and not has_known_suffix(host) and has_known_suffix(host_of(written[: unspaced.start()])):
        host = host_of(written[: unspaced.start()])  # the sentence goes on without a blank
    if "." not in host and ":" not in host:
        return None
    return host, domain_of(host), f":{port}" if port not in ("", "80", "443") else "", _named_by(userinfo)


def _named_by(userinfo: str) -> str:
    """The host that a user name reads as, up to a password or an escaped slash; empty where it is another name."""
    host = host_of(_USER_END.split(userinfo, maxsplit=1)[0]) if "." in userinfo else ""
    return host if has_known_suffix(host) else ""


@lru_cache(maxsize=65_536)
def _is_bare_name(written: str, has_path: bool) -> bool:
    host = host_of(_DEFANGED.sub(".", written))
    labels = host.split(".")
    suffix = labels[-1]
    if len(labels) < 2 or suffix.isdigit() or not has_known_suffix(host):
        return False
    if has_path or labels[0] == "www" or (written != host and _DEFANGED.search(written)):
        return True
    if written[-len(suffix) :] != suffix and not written.isupper():
        return False  # "the end.Next": a new sentence
    if suffix in _USUAL or (len(suffix) == 2 and suffix not in _WORDS) or not suffix.isascii() or "xn--" in suffix:
        return True
    name = domain_of(host).partition(".")[0]
    return (domain_of(host).count(".") > 1 and len(name) > 2) or "-" in name or (len(name) > 4 and not name.isalpha())


def _trim(written: str) -> str:
    """What follows a link in a sentence taken off: stops, quotes, brackets that it did not open."""
    end = len(written)
    while end:
        last = written[end - 1]
        if last in _TAIL or (last in _CLOSERS and written.count(last, 0, end) > written.count(_CLOSERS[last], 0, end)):
            end -= 1
        else:
            break
    return written[:end]
