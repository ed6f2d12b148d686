"""A link that hides where it leads."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Message, Origin

SHORTENERS = frozenset(
    [
        "bit.ly",
        "t.co",
        "tinyurl.com",
        "goo.gl",
        "ow.ly",
        "is.gd",
        "buff.ly",
        "cutt.ly",
        "rebrand.ly",
        "rb.gy",
        "shorturl.at",
        "t.ly",
        "s.id",
        "bl.ink",
        "tiny.cc",
        "v.gd",
        "lnkd.in",
        "urlz.fr",
        "shorte.st",
        "adf.ly",
        "clck.ru",
        "vk.cc",
        "u.to",
        "qr.ae",
        "dlvr.it",
        "soo.gd",
        "t2m.io",
        "shorturl.gg",
        "tny.im",
        "x.gd",
        "han.gl",
        "me2.do",
        "url.kr",
        "vo.la",
        "c11.kr",
        "bitly.ws",
        "t.cn",
        "dwz.cn",
        "url.cn",
        "suo.im",
        "u.nu",
        "kutt.it",
        "surl.li",
        "lihi.cc",
        "reurl.cc",
        "page.link",
        "onelink.to",
        "linktr.ee",
        "short.gy",
        "qrco.de",
        "ln.run",
        "urlr.me",
        "encurtador.com.br",
        "acortar.link",
        "shrtco.de",
        "did.li",
        "short.example",
    ]
)


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding a link whose host is a known shortener (ITU-T X.1235 names hidden targets)."""
    for link in message.links[:20]:
        if link.domain in SHORTENERS or link.host in SHORTENERS:
            yield Finding({"host": link.domain})


DETECTOR = Detector(
    name="shortened-link",
    summary="a link through a shortening service",
    reason="A shortened link through {host} hides where it leads.",
    weight=0.9,
    needs="links",
    judge=judge,
)
