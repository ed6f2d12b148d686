"""A form in the mail itself."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a form with fields to type in, in the page that the mail shows.

    Surveys and newsletters have such too: a field for a password speaks four times as loud.
    """
    if "form" in message.page_holds:
        yield Finding(strength=4.0 if "password" in message.page_holds else 1.0)


DETECTOR = Detector(
    name="form-in-mail",
    summary="a form to fill in, in the mail itself",
    reason="The message has a form in it, with fields to fill in.",
    weight=0.4,
    needs="page_holds",
    judge=judge,
)
