"""A host written to be taken for another one."""

import re
from collections.abc import Iterator
from functools import lru_cache

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Message, Origin

# Names that are borrowed most in phishing, with the domains that may bear them.
BRANDS = [
    "paypal",
    "apple",
    "icloud",
    "microsoft",
    "office365",
    "outlook",
    "netflix",
    "amazon",
    "google",
    "facebook",
    "instagram",
    "whatsapp",
    "telegram",
    "dhl",
    "fedex",
    "usps",
    "royalmail",
    "hermes",
    "dpd",
    "chronopost",
    "correos",
    "laposte",
    "bankofamerica",
    "wellsfargo",
    "hsbc",
    "barclays",
    "santander",
    "binance",
    "coinbase",
    "metamask",
    "docusign",
    "linkedin",
    "alibaba",
    "taobao",
    "wechat",
    "kakao",
    "rakuten",
    "mercadolibre",
    "irs",
    "hmrc",
]
_BRAND = re.compile("|".join(BRANDS))
_LEET = str.maketrans("013457", "oleast")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield a finding for a punycode host (RFC 3492), and for a brand in a host outside the brand's own domain.

    Digits that stand for letters are read as letters, as are ``rn`` for m and ``vv`` for w.
    """
    for link in message.links[:20]:
        host = link.host
        if "xn--" in host:
            yield Finding({"host": host, "like": shown(host)}, 0.6)
            continue
        if brand := imitated(host, link.domain):
            yield Finding({"host": host, "like": brand})


def imitated(host: str, domain: str) -> str:
    """The brand that a host outside the brand's own registrable domain holds; empty where there is none."""
    brand = _brand_in(host)
    return brand if brand and not is_own(brand, domain) else ""


@lru_cache(maxsize=8192)
def _brand_in(host: str) -> str:
    found = _BRAND.search(host) or _BRAND.search(host.translate(_LEET).replace("rn", "m").replace("vv", "w"))
    return found.group() if found else ""


def is_own(brand: str, domain: str) -> bool:
    """Whether the registrable domain is just the brand under some suffix, or holds it inside another word."""
    label = domain.partition(".")[0]
    return label == brand or (
        brand not in label.translate(_LEET).split("-") and label.startswith(brand) and label.isalpha()
    )


def shown(host: str) -> str:
    """A punycode host in its own letters, as far as it decodes."""
    try:
        return host.encode("ascii").decode("idna")
    except (UnicodeError, ValueError):
        return host


DETECTOR = Detector(
    name="look-alike-host",
    summary="a host name with look-alike letters or a borrowed brand",
    reason="The host {host} is written to look like {like}.",
    weight=1.8,
    needs="links",
    judge=judge,
)
