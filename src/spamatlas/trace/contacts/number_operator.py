"""The operator that a telephone number was given to, or that messages came from."""

from collections.abc import Iterator

from spamatlas.model import Contact, Role
from spamatlas.trace.contact import Finder, Subject

PLANS = "https://www.itu.int/en/ITU-T/inr/nnp/Pages/default.aspx"
"""National numbering plans, as countries told ITU-T (Recommendation E.129): who assigns numbers there."""


def find(subject: Subject) -> Iterator[Contact]:
    """Yield who got the range by the number plan; a number may have been ported since. Else where the plan is."""
    number = subject.number
    if number and number.state == "assigned":
        if number.carrier:
            yield Contact(Role.NUMBER_OPERATOR, "", number.carrier, "plan")
        else:
            yield Contact(Role.NUMBER_OPERATOR, PLANS, f"+{number.calling_code}", "look_up")
    elif subject.operator:
        yield Contact(Role.NUMBER_OPERATOR, "", subject.operator, "plan")


FINDER = Finder(name="number_operator", role=Role.NUMBER_OPERATOR, find=find)
