"""What alone proves nothing and in pairs much: the block that a number is of, the family of a host, names, sums.

A mark is an anchor that begins with ``~``. Only a hash of it is kept, because a name in a text is somebody's.
"""

import re
from collections.abc import Iterator
from hashlib import blake2b
from itertools import product

from spamatlas.campaign.confusables import FOLD
from spamatlas.campaign.shared_hosts import place_of
from spamatlas.model import Channel, Link, Message, Party, PartyKind

SIGN = "~"
# A message names one or two things that are its own; one with more is a list, or in a language that writes every noun
# with a capital letter.
MOST_NAMES = 6
MOST_FIGURES = 4
MOST_LINKS = 4
SEARCHED_CHARACTERS = 1_000
_FEWEST_DIGITS = 8
_SHORT_CODE_DIGITS = 5
_FEWEST_LABEL_LETTERS = 5
_FEWEST_TOKEN_SIGNS = 8

# Capitalised in the middle of a sentence; the letter before it says that no sentence begins there.
_NAME = re.compile(r"(?<=[\w,;’'\"«“(] )[\"«“(]?(?:[dDlL]['’])?([A-ZÀ-ÖØ-ÞЀ-ЯΑ-Ω][a-zß-öø-ÿа-џά-ώ]{4,20})(?![\w])")
_FIGURE = re.compile(r"(?<![\w+.,/:-])[^\w\s]?([0-9]{1,3}(?:[., ][0-9]{3})+|[0-9]{3,7})(?:[.,][0-9]{1,2})?(?![0-9:/-])")
_NOT_DIGITS = re.compile(r"[^0-9]")
_PARTS = re.compile(r"[^\W\d_]+|[0-9]+")
_TOKEN = re.compile(r"[A-Za-z0-9]+")
# Capitalised in English, French, Spanish or Portuguese in everybody's messages: days, months, what phones are called.
_EVERYBODYS = frozenset(
    (  # noqa: SIM905
        "monday tuesday wednesday thursday friday saturday sunday january february march april june august september "
        "october november december christmas easter please thanks hello dear regards sincerely customer internet "
        "android iphone whatsapp telegram google english french spanish madame monsieur bonjour señor señora"
    ).split()
)


def marks(message: Message, is_anchored: bool) -> list[str]:
    """The marks of a message, each ``~kind:hash``; ``is_anchored`` says that it leads to a place or account of its own.

    - ``~block:``, ``~label:``: the hundred numbers that the sender's is one of, a part of a host that it leads to or
      is sent from; they count beside wording that is half alike (``linkages/reworded``).
    - ``~page:`` a page whose path holds a token that nobody else would choose.
    - ``~family_path:`` a host but for its number, with the page.
    - ``~near_name:``, ``~block_figure:``, ``~sender_name:``: the ten numbers around the sender's with a name that is
      named, the hundred with a sum or code, the sender's own domain with a name. Only where nothing else tells whose
      message it is: a brand's real notices name the brand as well.
    """
    sender = message.sender
    near, block = _blocks(sender)
    links = message.links[:MOST_LINKS]
    found = {f"block:{block}"} if block else set()
    for link in links:
        found.update(_of_link(link))
    home = _home(sender) if message.channel is Channel.EMAIL else ""
    if home:
        found.update(f"label:{label}" for label in _labels(home))
    if not is_anchored and (near or home):
        found.update(_pairs(_text(message), near, block, home))
    return [_hashed(mark) for mark in sorted(found)]


def _blocks(sender: Party | None) -> tuple[str, str]:
    """The ten and the hundred numbers that the sender's is one of; a short code counts as its ten for both."""
    if sender is None or sender.kind not in (PartyKind.PHONE, PartyKind.SHORT_CODE, PartyKind.HANDLE):
        return "", ""
    value = sender.value
    digits = value.removeprefix("+")
    if not digits.isdigit() or len(digits) < _SHORT_CODE_DIGITS:
        return "", ""
    return (value[:-1], value[:-2]) if len(digits) >= _FEWEST_DIGITS else (value[:-1], value[:-1])


def _home(sender: Party | None) -> str:
    """The sender's own mail domain; empty for one of a host that many share."""
    if sender is None or sender.kind is not PartyKind.EMAIL:
        return ""
    host = sender.value.rpartition("@")[2]
    kind, name = place_of(host, host)
    return name if kind == "own" else ""


def _of_link(link: Link) -> Iterator[str]:
    kind, name = place_of(link.host, link.domain)
    if kind != "own":
        return
    yield from (f"label:{label}" for label in _labels(name))
    path = link.url.partition("://")[2].partition("/")[2].partition("?")[0].partition("#")[0]
    if not path:
        return
    tokens = _TOKEN.findall(path)
    if any(len(token) >= _FEWEST_TOKEN_SIGNS and not token.isalpha() and not token.isdigit() for token in tokens):
        yield f"page:{path[:200]}"
    family = re.sub(r"[0-9]+", "#", name)
    if family != name and len(family.partition("#")[0]) >= _FEWEST_LABEL_LETTERS:
        yield f"family_path:{family}/{re.sub(r'[0-9]+', '#', path)[:100]}"


def _labels(name: str) -> list[str]:
    """The longer words of a host's own label, each with the suffix under which it stands."""
    own, _, suffix = name.partition(".")
    return [f"{part}.{suffix}" for part in _PARTS.findall(own) if len(part) >= _FEWEST_LABEL_LETTERS]


def _text(message: Message) -> str:
    text = f"{message.subject}\n{message.text}" if message.subject else message.text
    return text[:SEARCHED_CHARACTERS]


def _pairs(text: str, near: str, block: str, home: str) -> Iterator[str]:
    names = _names(text)
    yield from (f"near_name:{one} {name}" for one, name in product([near] if near else [], names))
    yield from (f"sender_name:{one} {name}" for one, name in product([home] if home else [], names))
    yield from (f"block_figure:{block} {figure}" for figure in (_figures(text) if block else ()))


def _names(text: str) -> set[str]:
    names = {name.lower().translate(FOLD) for name in _NAME.findall(text)} - _EVERYBODYS
    return names if len(names) <= MOST_NAMES else set()


def _figures(text: str) -> set[str]:
    """Sums and codes that are not round: of at least three digits, two of them before the noughts; no years."""
    found = {_NOT_DIGITS.sub("", figure).lstrip("0") for figure in _FIGURE.findall(text)}
    figures = {one for one in found if len(one.rstrip("0")) > 1 and len(one) > 2 and not _is_year(one)}
    return figures if len(figures) <= MOST_FIGURES else set()


def _is_year(figure: str) -> bool:
    return len(figure) == 4 and figure[:2] in ("19", "20")


def _hashed(mark: str) -> str:
    kind, _, value = mark.partition(":")
    return f"{SIGN}{kind}:{blake2b(value.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"
