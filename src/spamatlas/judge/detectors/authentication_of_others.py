"""Only foreign domains stand by it."""

from collections.abc import Iterator

from spamatlas.judge.alignment import believed, home_of, is_aligned
from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.passing_on import is_passed_on
from spamatlas.model import Authentication, Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when SPF or DKIM passed, for domains of other organisations than From's alone (RFC 7489,
    section 3.1: such a pass says nothing of the sender that people see).

    Where DMARC failed, ``authentication-failed`` says so.
    """
    found, home = believed(message), home_of(message)
    passed = [each for each in found if each.result == "pass" and each.method in ("spf", "dkim", "dmarc")]
    if not home or not passed or any(is_aligned(each, home) for each in passed) or _is_ruled(found):
        return
    if is_passed_on(message):
        return
    named = [each for each in passed if each.domain]
    if named:
        yield Finding({"method": ", ".join(sorted({each.method for each in named})).upper()})


def _is_ruled(results: list[Authentication]) -> bool:
    """Whether DMARC itself answered."""
    return any(each.method == "dmarc" and each.result in ("fail", "pass") for each in results)


DETECTOR = Detector(
    name="authentication-of-others",
    summary="SPF or DKIM passed for other domains than the sender's alone",
    reason="What was checked ({method}) is of other domains; none of it is of the domain that the sender names.",
    weight=0.5,
    channels=frozenset({Channel.EMAIL}),
    needs="authentication",
    judge=judge,
)
