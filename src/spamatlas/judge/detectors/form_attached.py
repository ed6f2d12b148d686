"""A form in an attached page."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for an attached page with fields to type in: a sign-in page that is on no web site.

    Services that send locked mail attach such pages too, so it is a fair sign and no more.
    """
    found = [file.holds for file in message.attachments if "form" in file.holds]
    if found:
        yield Finding(strength=1.5 if any("password" in holds for holds in found) else 1.0)


DETECTOR = Detector(
    name="form-attached",
    summary="a form to fill in, in an attached page",
    reason="An attached web page has a form in it, with fields to fill in.",
    weight=1.0,
    needs="attachments",
    judge=judge,
)
