"""Which brand a sender's display name claims, and whether the address it comes from is that brand's."""

from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec import Struct

from spamatlas.judge.appearance import MAILBOXES
from spamatlas.judge.brands import (
    BAIT,
    Brand,
    as_letters,
    as_plain,
    bait_words,
    brands,
    is_own,
    joined,
    likeness,
    slip_of,
    windows,
    words_of,
)
from spamatlas.suffixes import registrable

_MOST_LETTERS, _MOST_WORDS, _LONGEST_LOCAL = 400, 16, 64
_SIGNS = str.maketrans("", "", "™®©℠")  # NFKC makes letters of some
_SHORTEST_BEGUN, _SHORTEST_ENDED, _SHORTEST_SPELT = 4, 6, 4
# What stands beside a brand in its own senders' names: what it is called there beside the words of bait.
_BESIDE = frozenset(
    (  # noqa: SIM905
        "inc ltd llc llp corp co plc gmbh ag sa the your our a from by via and for of der die das le la el store shop "
        "fraud department dept desk division prevention protection kundendienst atencion soporte assistance assist "
        "subscription subscriptions membership renewal renew order orders purchase receipt statement prime live "
        "rewards express pay plus pro premium business noreply no reply donotreply automated message messages news "
        "newsletter official admin administrator jpmorgan chat usa uk us france deutschland germany italia italy "
        "espana spain canada australia india japan mexico brasil brazil nederland polska schweiz suisse europe"
    ).split()
)
# In a name they speak for the brand itself: nobody's own mailbox is called so.
_OFFICIAL = BAIT - {"my", "sign", "in", "log", "gift"} | frozenset(
    (  # noqa: SIM905
        "service services support help helpdesk center centre team care customer notice notification notifications "
        "inc corp department dept fraud admin administrator official kundenservice kundendienst soporte"
    ).split()
)
# Brands that people are called by or that stand for a place: not told from those by one word more.
_PEOPLES = frozenset({"santander", "barclays"})
_MAILBOX_NAMES = frozenset({"gmail", "hotmail", "outlook", "icloud", "yahoo", "apple"})
# Other things of the name.
_ELSE = {
    "amazon": frozenset({"rainforest", "basin", "river", "jungle", "forest", "conservation", "watch", "parrot"}),
    "outlook": frozenset({"india"}),
}
# Mailboxes that a provider gives to nobody (RFC 2142; and its own).
_KEPT = frozenset({"noreply", "no-reply", "donotreply", "postmaster", "mailer-daemon", "abuse", "member_services"})
# How brands are written in other scripts, by hand in 2026-11; those without blanks between words are found within one.
_SPELT = {
    "сбербанк": "sberbank",
    "госуслуги": "gosuslugi",
    "тинькофф": "tinkoff",
    "приватбанк": "privatbank",
    "монобанк": "monobank",
    "أمازون": "amazon",
    "باي بال": "paypal",
    "نتفليكس": "netflix",
    "أرامكس": "aramex",
    "البريد الإماراتي": "emiratespost",
    "支付宝": "alipay",
    "支付寶": "alipay",
    "淘宝": "taobao",
    "微信": "wechat",
    "アマゾン": "amazon",
    "楽天": "rakuten",
    "メルカリ": "mercari",
    "日本郵便": "japanpost",
    "佐川急便": "sagawa",
    "ヤマト運輸": "yamato",
    "ドコモ": "docomo",
    "ソフトバンク": "softbank",
    "카카오": "kakao",
    "네이버": "naver",
}


class Claim(Struct, frozen=True):
    """The brand that a name claims, the words beside it, and how surely it is that brand, above 0 to 1."""

    brand: Brand
    beside: tuple[str, ...]
    strength: float = 1.0


@lru_cache(maxsize=8_192)
def claimed(written: str) -> Claim | None:
    """The brand in a display name: in its words, spaced out, in another script, or one slip of the pen away.

    A brand that others bear too (``brands.Brand.is_shared``) is one only where all words beside it are bait, or those
    that stand beside brands. Half as sure are a slip, and one beside ordinary words.
    """
    words = _together(words_of(as_plain(written[:_MOST_LETTERS].translate(_SIGNS)))[:_MOST_WORDS])
    spelt = _spelt(words) if not written.isascii() else None
    return next(_claims(words), None) or spelt or _slipped(words)


def strength_of(claim: Claim, address: str) -> float:
    """How surely a lower-case address is not the claimed brand's, above 0 to 1; 0 where it is, or may well be."""
    local, _, host = address.rpartition("@")
    local, host = local[:_LONGEST_LOCAL], host.rstrip(".")
    domain, brand = registrable(host) or host, claim.brand
    if host in MAILBOXES:
        return _at_a_mailbox(claim, local, host)
    if is_own(brand.name, host, domain):
        return 0.0
    if _is_borne(brand, host):
        like = likeness(host, domain)
        is_sure = like is not None and like.name == brand.name and like.strength >= 1
        is_given = domain.partition(".")[0] == brand.name  # under a suffix where anyone is given a name
        return 1.0 if is_sure or is_given else 0.0
    return claim.strength * (0.5 if _is_first_name(claim, local) else 1.0)


def is_of(brand: Brand, host: str) -> bool:
    """Whether a lower-case host is of the brand itself: no mailbox that anybody may have, no host called like it."""
    return bool(host) and host not in MAILBOXES and is_own(brand.name, host, registrable(host) or host)


def _claims(words: tuple[str, ...]) -> Iterator[Claim]:
    for start, end, brand in _brands_in(words):
        beside = (*words[:start], *words[end:])
        if not _ELSE.get(brand.name, frozenset()).isdisjoint(beside):
            continue
        is_sole = all(_goes_with(word) for word in beside)
        if is_sole or not (brand.is_shared or brand.name in _PEOPLES):
            yield Claim(brand, beside, 1.0 if is_sole or any(bait_words(word) for word in beside) else 0.5)


def _brands_in(words: tuple[str, ...]) -> Iterator[tuple[int, int, Brand]]:
    """The brands that words are, or that one of them is put together of with bait."""
    for read in (words, tuple([as_letters(word) for word in words])):
        for start, end, name in windows(read):
            if name in brands():
                yield start, end, brands()[name]
        for place, word in enumerate(read):
            for name, _ in joined(word):
                yield place, place + 1, brands()[name]


def _goes_with(word: str) -> bool:
    return word in _BESIDE or word.isdigit() or bait_words(word) is not None


def _together(words: list[str]) -> tuple[str, ...]:
    """Four or more single letters in a row as the word that they spell (P a y P a l)."""
    found: list[str] = []
    run = ""
    for word in (*words, ""):
        if len(word) == 1:
            run += word
            continue
        found += [run] if len(run) >= _SHORTEST_SPELT else list(run)
        run = ""
        if word:
            found.append(word)
    return tuple(found)


def _spelt(words: tuple[str, ...]) -> Claim | None:
    whole = " ".join(words)
    for written, name in _spellings().items():
        if written in whole and (written[0] > "\u3000" or f" {written} " in f" {whole} "):
            return Claim(brands()[name], (), 1.0 if whole.startswith(written) else 0.5)
    return None


def _slipped(words: tuple[str, ...]) -> Claim | None:
    """A brand written with one slip of the pen, where all other words go with one."""
    others = [word for word in words if not _goes_with(word)]
    name = slip_of(others[0]) if len(others) == 1 else ""
    return Claim(brands()[name], (others[0],), 0.5) if name and name not in _PEOPLES else None


def _at_a_mailbox(claim: Claim, local: str, host: str) -> float:
    """At a provider whose mailboxes anybody may have: there a brand is as foreign as elsewhere, and the provider's own
    name is one that users bear as well.
    """
    brand, beside = claim.brand, claim.beside
    if host in brand.domains:
        is_official = any(word in _OFFICIAL for word in beside) or (not beside and brand.name not in _MAILBOX_NAMES)
        return claim.strength if is_official and local not in _KEPT else 0.0
    return 0.0 if _is_first_name(claim, local) else claim.strength


def _is_first_name(claim: Claim, local: str) -> bool:
    """Whether a shared name alone is that of whose mailbox it is, as far as that says (chase1998)."""
    if claim.beside or not claim.brand.is_shared or not local.startswith(claim.brand.name):
        return False
    rest = words_of(local[len(claim.brand.name) :].replace(".", " "))
    return not any(_goes_with(word.strip("0123456789") or "0") and not word.isdigit() for word in rest)


def _is_borne(brand: Brand, host: str) -> bool:
    """Whether a host is called by the brand: as one of its words, or at the beginning or end of a label."""
    labels = [label.replace("-", "") for label in host.split(".")]
    name = brand.name
    if name in host.replace("-", ".").split(".") or name in labels:
        return True
    if len(name) >= _SHORTEST_BEGUN or not brand.is_shared:
        begins = any(each.startswith(name) for each in labels)
    else:  # sbicard, not upstart
        begins = any(each.startswith(name) and _goes_with(each[len(name) :]) for each in labels)
    return begins or (len(name) >= _SHORTEST_ENDED and any(each.endswith(name) for each in labels))


@cache
def _spellings() -> dict[str, str]:
    return {" ".join(words_of(as_plain(written))): name for written, name in _SPELT.items()}
