"""A text that is shown in a code that only machines read."""

from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.judge.encoded import codes_of
from spamatlas.model import Message, Origin

_MOST_CHARACTERS = 3_000
_BADLY_BUILT = 0.4
"""Programs that send mail leave the codes of mail and of pages undone far oftener than base64."""


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding where words stand in a code that a reader is shown undecoded: base64 (RFC 4648),
    quoted-printable (RFC 2045), percent-encoding (RFC 3986) or numbered character references.

    Programs that build messages badly do it too. The parser knows base64 further down (``encoded-text``).
    """
    for code in codes_of(message.text[:_MOST_CHARACTERS]):
        yield Finding({"code": code}, 1.0 if code == "base64" else _BADLY_BUILT)
        return
    if "encoded-text" in message.warnings:
        yield Finding({"code": "base64"})


DETECTOR = Detector(
    name="encoded-text",
    summary="words shown in a code that only machines read",
    reason="Words in it are shown in a code that only machines read ({code}).",
    weight=1.0,
    channels=TEXTS,
    judge=judge,
)
