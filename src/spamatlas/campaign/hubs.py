"""Anchors that turn out to be shared by many: they stop linking."""

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from spamatlas.campaign.columns import Columns, of_lists, of_numbers, of_part, to_lists, to_numbers, within

MOST_CARRIERS = 200
"""Of a hub that so many campaigns carry it is not asked again whether it is one."""


class Hubs:
    """How many groups of otherwise unlike messages each anchor was seen to tie together.

    An anchor is counted when it would be the only tie between a message and its campaign although the message

    - has near copies of its own in another campaign, or
    - brings another anchor that was never seen before (a place, number or account of its own).

    A campaign whose wording changes but whose only anchor stays is therefore never taken for a hub; a bank's own
    number in a dozen phishing campaigns is. What was grouped before an anchor became a hub stays grouped until it is
    looked at again (see ``components``), with all whose messages were seen to carry it since (``carriers``).
    """

    def __init__(self) -> None:
        self.unlike: dict[int, int] = {}
        self._carriers: dict[int, dict[int, None]] = {}

    def is_hub(self, key: int, hub_after: int) -> bool:
        """Whether an anchor tied more than ``hub_after`` unlike groups together; 0 means that it never is one."""
        return bool(hub_after) and self.unlike.get(key, 0) > hub_after

    def seen(self, key: int, hub_after: int, row: int) -> None:
        """Note that a message of a campaign carries an anchor, if that is a hub."""
        if self.is_hub(key, hub_after):
            rows = self._carriers.setdefault(key, {})
            if len(rows) < MOST_CARRIERS:
                rows[row] = None

    def carriers(self, key: int) -> list[int] | None:
        """The rows of campaigns that carry a hub beside the one that it leads to; None where they are too many."""
        rows = self._carriers.get(key, {})
        return None if len(rows) >= MOST_CARRIERS else list(rows)

    def settle(self, key: int, unlike: int, *, is_all: bool) -> None:
        """How many unlike groups an anchor ties together, counted over all messages that carry it, or over some."""
        known = self.unlike.get(key, 0)
        if unlike > known or (is_all and unlike < known):
            self.unlike[key] = unlike

    def count(self, key: int) -> None:
        """One more unlike group with this anchor."""
        self.unlike[key] = self.unlike.get(key, 0) + 1

    def forget(self, key: int) -> None:
        """Know nothing of an anchor."""
        self.unlike.pop(key, None)
        self._carriers.pop(key, None)

    def columns(self) -> Columns:
        """What is counted, and who carries what."""
        return within("unlike", of_numbers(self.unlike)) | within("carriers", of_lists(self._carriers))

    def fill(self, columns: Mapping[str, NDArray[Any]]) -> None:
        """Know what these columns say."""
        self.unlike = to_numbers(of_part("unlike", columns))
        self._carriers = {key: dict.fromkeys(rows) for key, rows in to_lists(of_part("carriers", columns)).items()}
