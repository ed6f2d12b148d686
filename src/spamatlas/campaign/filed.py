"""What each submission was told, kept so that the same submission is never counted twice."""

from array import array

from spamatlas.campaign.exact_index import ExactIndex
from spamatlas.model import Assignment, Likeness


class Filed:
    """Assignments by the 64-bit hash of the submission id, in columns: about 55 bytes each.

    Why a submission was put where it was is said in few different ways, so each way is kept once.
    """

    def __init__(self) -> None:
        self._rows = ExactIndex()
        self._campaigns = array("Q")
        self._sizes = array("I")
        self._reporters = array("I")
        self._recipients = array("I")
        self._first_seen = array("d")
        self._reasons = array("I")
        self._ways: list[tuple[Likeness, ...]] = []
        self._numbers: dict[tuple[Likeness, ...], int] = {}

    def __len__(self) -> int:
        return len(self._campaigns)

    def find(self, submission: int) -> Assignment | None:
        """The assignment that this submission got, if it was here before."""
        row = self._rows.get(submission)
        if row is None:
            return None
        return Assignment(
            campaign=self._campaigns[row],
            size=self._sizes[row],
            reporters=self._reporters[row],
            recipients=self._recipients[row],
            first_seen=self._first_seen[row],
            likenesses=self._ways[self._reasons[row]],
        )

    def file(self, submission: int, assignment: Assignment) -> None:
        """Keep what a submission was told."""
        self._rows.setdefault(submission, len(self._campaigns))
        self._campaigns.append(assignment.campaign)
        self._sizes.append(assignment.size)
        self._reporters.append(assignment.reporters)
        self._recipients.append(assignment.recipients)
        self._first_seen.append(assignment.first_seen)
        way = self._numbers.setdefault(assignment.likenesses, len(self._ways))
        if way == len(self._ways):
            self._ways.append(assignment.likenesses)
        self._reasons.append(way)
