"""Names that are borrowed in phishing, and how a host or a sender's name is read for them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import normalize

from msgspec import Struct

from spamatlas.judge.disguise import undisguised

_FILE = Path(__file__).with_name("brands.txt")
_FIGURES = str.maketrans("013457", "oleast")
_SHORTEST_SLIP, _SHORTEST_JOINED, _SHORTEST_FIGURES, _LONGEST_LABEL = 6, 4, 5, 63
_MOST_WORDS = 4  # of one name, as in bank-of-america
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u0300-\u036f]")
# What a host is given that people are to enter something on.
BAIT = frozenset(
    (  # noqa: SIM905
        "login logon signin sign log in auth authenticate authentication account accounts acct konto compte cuenta "
        "conta secure secured security secur sicherheit securite seguridad seguro sicher safe verify verified "
        "verification verificar verifica verif validate validation confirm confirmation identity update updates "
        "unlock locked suspended suspend restore recover recovery reactivate reset password alert alerts alerta "
        "billing invoice payment payments pay fee fees refund refunds rebate claim tax fine penalty toll parcel "
        "parcels paket package packages pakete colis paquete delivery deliver redelivery redeliver reschedule "
        "livraison entrega shipment shipping tracking track trace suivi customs zoll douane pushtan tan otp kyc "
        "bonus gift reward rewards prize giveaway airdrop wallet anmeldung aktualisierung freischaltung "
        "bestaetigung kunde kunden client clients connexion espace acceso ingresar portal aktivierung activate "
        "activation"
    ).split()
)
_WEAK_BAIT = BAIT | frozenset(
    (  # noqa: SIM905
        "online service services support help helpdesk center centre info infos team care mail email web app id user "
        "my mein mon mi bank banking ebanking card cards official customer customers notice notification mobile de "
        "uk us fr es it eu com net org www"
    ).split()
)
# Anyone is given a name under these without being asked who it is (all stand in the public suffix list).
_FREE = frozenset(
    (  # noqa: SIM905
        "web.app firebaseapp.com pages.dev workers.dev r2.dev weebly.com weeblysite.com wixsite.com blogspot.com "
        "vercel.app netlify.app herokuapp.com glitch.me square.site webflow.io framer.app duckdns.org ddns.net "
        "godaddysites.com mystrikingly.com surge.sh repl.co replit.app onrender.com azurewebsites.net 000webhostapp.com"
    ).split()
)
# Firms rent their desks, forms and files under these, and are given their own names: a name alone says nothing there.
_RENTED = frozenset(
    (  # noqa: SIM905
        "zendesk.com service-now.com force.com salesforce.com my.salesforce.com custhelp.com taleo.net okta.com "
        "myworkdayjobs.com atlassian.net statuspage.io freshdesk.com greenhouse.io lever.co eloqua.com qualtrics.com "
        "medallia.com surveymonkey.com trustpilot.com uservoice.com stackexchange.com fandom.com slack.com "
        "akamaized.net akamaihd.net edgekey.net fastly.net cloudinary.com adobedtm.com demdex.net omtrdc.net"
    ).split()
)


class Brand(Struct, frozen=True):
    """A name as a host has it (``bankofamerica``), as it is said, and the domains of its owner that it does not head.

    ``is_shared``: others bear it rightly too, as an ordinary word or as one of many houses of that name. ``may_slip``:
    no ordinary names are one letter away from it.
    """

    name: str
    spoken: str
    domains: tuple[str, ...]
    is_shared: bool
    may_slip: bool


class Likeness(Struct, frozen=True):
    """A name that a foreign host is written to look like, and how sure that is, above 0 to 1."""

    name: str
    strength: float


@cache
def brands() -> dict[str, Brand]:
    """Every name, by how a host has it.

    Written by hand in 2026-11 from what is commonly known: banks, posts, shops, operators, wallets and public bodies of
    many countries whose names phishing borrows, and domains that their owners use. It is taken from no register,
    and was not checked against one: a name that is missing is not found, and a domain that is missing is taken for a
    foreign one.
    """
    found: dict[str, Brand] = {}
    for line in _lines():
        if not line.startswith("~"):
            written, _, domains = line.partition("|")
            spoken = written.strip().lstrip("*=")
            name = spoken.replace(" ", "").replace("&", "")
            found[name] = Brand(name, spoken, tuple(domains.split()), written[0] == "*", written[0] not in "*=")
    return found


@cache
def _owned() -> frozenset[str]:
    return frozenset(domain for brand in brands().values() for domain in brand.domains)


def is_known(domain: str) -> bool:
    """Whether a registrable domain is a known name's own: one of its domains, or the name under a suffix where not
    anyone is given one.
    """
    label, _, suffix = domain.partition(".")
    return domain in _owned() or domain in _RENTED or (label in brands() and suffix not in _FREE)


@lru_cache(maxsize=16_384)
def likeness(host: str, domain: str) -> Likeness | None:
    """The name that a host (a lower-case A-label) under another's registrable domain looks like, and how much.

    Told are: a name as one of its words, figures read as letters, a name with a word of bait in one, and, in the
    registrable part, a name with one slip of the pen (Damerau-Levenshtein distance 1, names of six letters or more).
    A name that others bear too counts beside a word of bait only.
    """
    if domain in _owned():
        return None
    label = domain.partition(".")[0]
    labels = [*host.removesuffix(domain).strip(".").split("."), label][-8:]
    parts = [part[:_LONGEST_LABEL].replace("_", "-").split("-")[:12] for part in labels]
    is_baited = any(word in BAIT for words in parts for word in words)
    if domain in _RENTED and not is_baited:
        return None
    for words in parts:
        for name, strength in _held(words, is_baited=is_baited):
            if not is_own(name, host, domain):
                return Likeness(name, strength)
    slip = _slip(label, parts[-1])
    return Likeness(slip, 0.7) if slip and not is_own(slip, host, domain) else None


def is_own(name: str, host: str, domain: str) -> bool:
    """Whether a host is the name's owner's: a domain of its own, the name under any suffix, or a longer word of it.

    The name alone under a suffix where anyone is given one (``paypal.web.app``) is not.
    """
    brand = brands()[name]
    if any(host == own or host.endswith("." + own) for own in brand.domains):
        return True
    label, _, suffix = domain.partition(".")
    if label == name or (" " in brand.spoken and label.replace("-", "") == name):
        return suffix not in _FREE
    return label.isalpha() and label.startswith(name) and not _is_bait(label[len(name) :], is_shared=False)


@lru_cache(maxsize=8192)
def named_in(written: str) -> Brand | None:
    """The brand that a sender calls itself: one in its words; a shared name only where all other words are bait."""
    words = words_of(as_plain(written[:100]))[:12]
    for read in (words, [as_letters(word) for word in words]):
        for start, end, name in windows(read):
            brand = brands().get(name)
            if brand and (not brand.is_shared or all(word in _WEAK_BAIT for word in (*read[:start], *read[end:]))):
                return brand
        for word in read:
            for name, _ in joined(word):
                return brands()[name]
    return None


def words_of(written: str) -> list[str]:
    """The words of a name, in small letters."""
    return _WORD.findall(written.lower())


def slip_of(word: str) -> str:
    """The name that a word is but for one letter; empty where it is none, or a name itself."""
    return _slip(word, [word])


def as_plain(written: str) -> str:
    """A name as a person reads it, in letters without marks, as the brands are written here (Société Générale)."""
    if written.isascii():
        return written
    return _MARKS.sub("", normalize("NFKD", undisguised(written)))


def _held(words: list[str], *, is_baited: bool) -> Iterator[tuple[str, float]]:
    """The names that one label's words are, each with its strength."""
    known = brands()
    for start, end, name in windows(words):
        brand = known.get(name) if end - start == 1 or len(name) >= _SHORTEST_SLIP else None
        if brand and (is_baited or not brand.is_shared):
            yield name, 1.0 if is_baited else 0.8
    for word in words:
        read = as_letters(word)
        for reading in {read, read.replace("l", "i")} - {word} if read != word else ():
            if len(reading) >= _SHORTEST_FIGURES and reading in known:
                yield reading, 1.0
        for reading in {word, read}:
            yield from joined(reading)


def windows(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Every run of up to four words, put together: where it starts, where it ends, and what it is."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1):
            yield start, end, "".join(words[start:end])


def joined(word: str) -> Iterator[tuple[str, float]]:
    """Names that a word starts or ends with, each with its strength, where the rest is bait, or figures."""
    starts, ends = _edges()
    cuts = range(1, len(word[:_LONGEST_LABEL]))
    if word[:_SHORTEST_JOINED] in starts:
        yield from _beside((word[:cut], word[cut:]) for cut in cuts)
    if word[-_SHORTEST_JOINED:] in ends:
        yield from _beside((word[cut:], word[:cut]) for cut in cuts)


def _beside(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, float]]:
    """Names that are the first of a pair whose second is bait, or figures."""
    for name, rest in pairs:
        brand = brands().get(name) if len(name) >= _SHORTEST_JOINED else None
        if brand is None or (brand.is_shared and len(name) < _SHORTEST_FIGURES):
            continue
        if _is_bait(rest, is_shared=brand.is_shared):
            yield name, 1.0
        elif rest.isdigit() and not brand.is_shared and len(name) >= _SHORTEST_SLIP:
            yield name, 0.6


@cache
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """The first and the last letters of all names, so that most words are let go at a glance."""
    names = [name for name in brands() if len(name) >= _SHORTEST_JOINED]
    return frozenset(name[:_SHORTEST_JOINED] for name in names), frozenset(name[-_SHORTEST_JOINED:] for name in names)


def bait_words(word: str) -> tuple[str, ...] | None:
    """The words of bait that a word is one or two of, fillers left out; None if it is another word."""
    if word in _WEAK_BAIT:
        return (word,) if word in BAIT else ()
    halves = _halves(word, _WEAK_BAIT)
    return tuple(half for half in halves if half in BAIT) if halves else None


def _halves(word: str, words: frozenset[str]) -> tuple[str, str] | None:
    """The two of these words that a word is put together of."""
    cuts = range(2, min(len(word) - 1, 20))
    return next(((word[:cut], word[cut:]) for cut in cuts if word[:cut] in words and word[cut:] in words), None)


def _is_bait(rest: str, *, is_shared: bool) -> bool:
    """Whether what stands beside a name is one word of bait or two, figures around it let go."""
    words, bare = (BAIT if is_shared else _WEAK_BAIT), rest.strip("0123456789")
    return bare in BAIT or (len(bare) > 2 and (bare in words or _halves(bare, words) is not None))


def _slip(label: str, words: list[str]) -> str:
    """The name that a registrable label, or one of its words beside bait, is but for one letter."""
    for word in (label,) if len(words) == 1 else words:
        if len(words) > 1 and not any(other in BAIT for other in words if other != word):
            continue
        if _SHORTEST_SLIP - 1 <= len(word) <= _LONGEST_LABEL and word not in brands() and word not in _ordinary():
            for cut in _with_one_less(word):
                for name in _slips().get(cut, ()):
                    if is_one_slip(word, name):
                        return name
    return ""


def is_one_slip(word: str, name: str) -> bool:
    """Whether the Damerau-Levenshtein distance (optimal string alignment) of two different words is 1."""
    start = 0
    while start < min(len(word), len(name)) and word[start] == name[start]:
        start += 1
    left, right = word[start:], name[start:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    return max(len(left), len(right)) == 1 or (len(left) == 2 and left == right[::-1])


@cache
def _slips() -> dict[str, tuple[str, ...]]:
    """Each name with one letter less, or none, to the names: a word one slip away has one of these in common with it.

    The deletions of SymSpell (Garbe 2012), for distance 1.
    """
    found: dict[str, tuple[str, ...]] = {}
    for brand in brands().values():
        if len(brand.name) >= _SHORTEST_SLIP and brand.may_slip:
            for cut in _with_one_less(brand.name):
                found[cut] = (*found.get(cut, ()), brand.name)
    return found


def _with_one_less(word: str) -> set[str]:
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def as_letters(word: str) -> str:
    """A word with its figures read as the letters that they look like."""
    return word.translate(_FIGURES).replace("rn", "m").replace("vv", "w")


@cache
def _ordinary() -> frozenset[str]:
    """Words and firms of their own that are one slip away from a name."""
    return frozenset(word for line in _lines() if line.startswith("~") for word in line[1:].split())


def _lines() -> list[str]:
    return [line for line in _FILE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
