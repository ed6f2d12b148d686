from msgspec import Struct

from spamatlas.model.assignment import Assignment
from spamatlas.model.message import Message
from spamatlas.model.origin import Origin
from spamatlas.model.submission import Submission
from spamatlas.model.verdict import Verdict


class Report(Struct, frozen=True):
    """One report at the end of its path: what the store makes its row of."""

    sequence: int
    submission: Submission
    message: Message
    origin: Origin
    assignment: Assignment
    verdict: Verdict
