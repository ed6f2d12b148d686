"""What each submission was told, kept so that the same submission is never counted twice."""

from array import array
from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from spamatlas.campaign.columns import Columns, of_array, of_part, to_array, within
from spamatlas.campaign.exact_index import ExactIndex
from spamatlas.model import Assignment, Likeness

_decode = msgspec.msgpack.Decoder(list[tuple[Likeness, ...]]).decode


class Filed:
    """Assignments by the 64-bit hash of the submission id, in columns: about 60 bytes each.

    Why a submission was put where it was is said in few different ways, so each way is kept once.
    """

    def __init__(self) -> None:
        self._rows = ExactIndex()
        self._campaigns = array("Q")
        self._sizes = array("I")
        self._reporters = array("I")
        self._recipients = array("I")
        self._first_seen = array("d")
        self._hourly = array("I")  # hundredths
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
            hourly=self._hourly[row] / 100,
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
        self._hourly.append(round(100 * assignment.hourly))
        way = self._numbers.setdefault(assignment.likenesses, len(self._ways))
        if way == len(self._ways):
            self._ways.append(assignment.likenesses)
        self._reasons.append(way)

    def columns(self) -> Columns:
        """All of it; the ways as bytes."""
        ways = np.frombuffer(msgspec.msgpack.encode(self._ways), dtype=np.uint8)
        told = {name: of_array(getattr(self, f"_{name}")) for name in _TOLD}
        return {**told, "ways": ways, **within("index", self._rows.columns())}

    def fill(self, columns: Mapping[str, NDArray[Any]]) -> None:
        """Know what these columns, some of which are its own from now on, say."""
        for name in _TOLD:
            setattr(self, f"_{name}", to_array(columns[name]))
        self._ways = _decode(columns["ways"].tobytes())
        self._numbers = {way: number for number, way in enumerate(self._ways)}
        self._rows.fill(of_part("index", columns))


_TOLD = ("campaigns", "sizes", "reporters", "recipients", "first_seen", "hourly", "reasons")
