"""Anchors that turn out to be shared by many: they stop linking."""


class Hubs:
    """How many groups of otherwise unlike messages each anchor was seen to tie together.

    An anchor is counted when it would be the only tie between a message and its campaign although the message

    - has near copies of its own in another campaign, or
    - brings another anchor that was never seen before (a place, number or account of its own).

    A campaign whose wording changes but whose only anchor stays is therefore never taken for a hub; a bank's own
    number in a dozen phishing campaigns is. What was grouped before an anchor became a hub stays grouped.
    """

    def __init__(self) -> None:
        self._unlike: dict[int, int] = {}

    def is_hub(self, key: int, hub_after: int) -> bool:
        """Whether an anchor tied more than ``hub_after`` unlike groups together; 0 means that it never is one."""
        return bool(hub_after) and self._unlike.get(key, 0) > hub_after

    def count(self, key: int) -> None:
        """One more unlike group with this anchor."""
        self._unlike[key] = self._unlike.get(key, 0) + 1
