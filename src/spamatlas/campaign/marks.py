"""What alone proves nothing and in pairs much: the block that a number is of, the family of a host, names, sums.

A mark is an anchor that begins with ``~``. Only a hash of it is kept, because a name in a text is somebody's.
"""

import re
from collections.abc import Iterator
from hashlib import blake2b
from itertools import chain, combinations, islice, product

from spamatlas.campaign.anchors import list_fields
from spamatlas.campaign.confusables import FOLD
from spamatlas.campaign.pace import pace_marks
from spamatlas.campaign.shared_hosts import place_of
from spamatlas.model import MARK, ON_PLATFORMS, Authentication, Channel, Link, Message, Party, PartyKind

# A message names one or two things that are its own; one with more is a list, or in a language that writes every noun
# with a capital letter.
MOST_NAMES = 6
MOST_FIGURES = 4
MOST_LINKS = 4
MOST_PAIRS = 16
SEARCHED_CHARACTERS = 1_000
_FEWEST_DIGITS = 8
_SHORT_CODE_DIGITS = 5
_FEWEST_LABEL_LETTERS = 5
_FEWEST_NAME_LETTERS = 5
_FEWEST_TOKEN_SIGNS = 8

# Words with a capital in the middle of a sentence, one behind the other; the signs before them say that no sentence
# begins there. What is looked for stands first, and what stands before it is looked at then: several times as fast.
_NAME = re.compile(
    r"[A-ZÀ-ÖØ-ÞЀ-ЯΑ-Ω](?:(?<=[\w,;] .)|(?<=[\"'’«“(].))(?<![.!?:\n] [\"'’«“(].)[a-zß-öø-ÿа-џά-ώ]{2,20}(?!\w)"
    r"(?: [A-ZÀ-ÖØ-ÞЀ-ЯΑ-Ω][a-zß-öø-ÿа-џά-ώ]{2,20}(?!\w)){0,3}"
)
_FIGURE = re.compile(r"[0-9](?<![\w+.,/:-].)(?:[0-9]{0,2}(?:[., ][0-9]{3})+|[0-9]{2,6})(?:[.,][0-9]{1,2})?(?![0-9:/-])")
_CENTS = re.compile(r"[.,][0-9]{1,2}$")
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
    - ``~near_names:``, ``~block_figure:``, ``~sender_name:``: the ten numbers around the sender's with two names, the
      hundred with a sum or code, the sender's own domain or account with a name that is not in it. Only where nothing
      else tells whose message it is. One name beside a number is not enough: callers forge numbers next to those of
      the organisation that they imitate, and both name it. For the same reason a domain that was checked and one that
      was not are two.
    - ``~pace:``, ``~step:``: who acts in step on a platform (``pace``).

    None for what a mailing list passed on: who writes there names the others, and all show the list's own links.
    """
    if message.headers and list_fields(message):
        return []
    near, block = _blocks(message.sender)
    found = {f"block:{block}"} if block else set()
    for link in message.links[:MOST_LINKS]:
        found.update(_of_link(link))
    home = _home(message)
    if home:
        found.update(f"label:{label}" for label in _labels(home.partition(":")[2]))
    if not is_anchored and (near or home):
        text = _text(message)
        names, figures = _names(text), _FIGURE.findall(text) if block else []
        if names or figures:
            found.update(islice(_pairs(names, _own_figures(figures), (near, block, home)), MOST_PAIRS))
    found.update(pace_marks(message))
    return [_hashed(mark) for mark in sorted(found)] if len(found) > 1 else list(map(_hashed, found))


def _blocks(sender: Party | None) -> tuple[str, str]:
    """The ten and the hundred numbers that the sender's is one of; a short code counts as its ten for both."""
    if sender is None or sender.kind not in (PartyKind.PHONE, PartyKind.SHORT_CODE, PartyKind.HANDLE):
        return "", ""
    value = sender.value
    digits = value.removeprefix("+")
    if not digits.isdigit() or len(digits) < _SHORT_CODE_DIGITS:
        return "", ""
    return (value[:-1], value[:-2]) if len(digits) >= _FEWEST_DIGITS else (value[:-1], value[:-1])


def _home(message: Message) -> str:
    """``checked:`` or ``claimed:`` and the sender's own mail domain, or the account that a platform vouches for.

    Empty for a domain that many share or that failed its check, and for what anybody may claim, as numbers are.
    """
    sender = message.sender
    if sender is None:
        return ""
    if (
        sender.kind is PartyKind.HANDLE
        and message.channel in ON_PLATFORMS
        and not sender.value.removeprefix("+").isdigit()
    ):
        return f"checked:{sender.value.removeprefix('@').lower()}"
    if sender.kind is not PartyKind.EMAIL or message.channel is not Channel.EMAIL:
        return ""
    host = sender.value.rpartition("@")[2]
    kind, name = place_of(host, host)
    results = {one.result for one in message.authentication if one.method == "dmarc" and _is_told(one)}
    if kind != "own" or "fail" in results:
        return ""
    return f"checked:{name}" if "pass" in results else f"claimed:{name}"


def _is_told(result: Authentication) -> bool:
    """A failure counts whoever states it, a pass only from who may have taken the mail in (RFC 8601, section 5)."""
    return result.is_believed or result.result == "fail"


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


def _pairs(names: list[list[str]], figures: set[str], whose: tuple[str, str, str]) -> Iterator[str]:
    near, block, home = whose
    yield from (f"block_figure:{block} {figure}" for figure in sorted(figures))
    if near:
        couples = (product(one, other) for one, other in combinations(names, 2))
        yield from (f"near_names:{near} {' '.join(sorted(couple))}" for couple in chain.from_iterable(couples))
    if home:
        imitated = home.partition(":")[2].translate(FOLD)
        words = {word for name in names for word in name if word not in imitated}
        yield from (f"sender_name:{home} {word}" for word in sorted(words))


def _names(text: str) -> list[list[str]]:
    """The words of each name, those left out that are short or everybody's; no name where there are many."""
    written = _NAME.findall(text)
    if not written or len(set(written)) > MOST_NAMES:
        return []
    return [words for name in sorted(set(written)) if (words := _own_words(name))]


def _own_words(name: str) -> list[str]:
    words = (word for word in name.lower().split() if len(word) >= _FEWEST_NAME_LETTERS and word not in _EVERYBODYS)
    return [word.translate(FOLD) for word in words]


def _own_figures(written: list[str]) -> set[str]:
    """Sums and codes that are not round: of at least three digits, two of them before the noughts; no years."""
    found = {_NOT_DIGITS.sub("", _CENTS.sub("", figure)).lstrip("0") for figure in written}
    figures = {one for one in found if len(one.rstrip("0")) > 1 and len(one) > 2 and not _is_year(one)}
    return figures if len(figures) <= MOST_FIGURES else set()


def _is_year(figure: str) -> bool:
    return len(figure) == 4 and figure[:2] in ("19", "20")


def _hashed(mark: str) -> str:
    kind, _, value = mark.partition(":")
    return f"{MARK}{kind}:{blake2b(value.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"
