"""The sender's domain disowns it."""

from collections.abc import Iterator

from spamatlas.judge.alignment import believed
from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.passing_on import is_passed_on
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when DMARC failed, half for SPF or DKIM alone (RFC 8601, section 2.7).

    Lists break both in honest mail, so that of what they passed on only DMARC is asked.
    """
    stated = believed(message)
    failed = {result.method for result in stated if result.result in ("fail", "permerror", "softfail")}
    passed = {result.method for result in stated if result.result == "pass"}
    if "dmarc" in failed:
        yield Finding({"method": "DMARC"})
    elif failed - passed and not passed & {"dmarc", "dkim"} and not is_passed_on(message):
        yield Finding({"method": ", ".join(sorted(failed - passed)).upper()}, 0.5)


DETECTOR = Detector(
    name="authentication-failed",
    summary="SPF, DKIM or DMARC failed",
    reason="The checks on the sender's domain failed ({method}).",
    weight=1.0,
    channels=frozenset({Channel.EMAIL}),
    needs="authentication",
    judge=judge,
)
