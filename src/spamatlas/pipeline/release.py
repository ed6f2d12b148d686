"""The gate through which reports leave the node: by label, and with it."""

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, cast

from spamatlas.model import HOUSE, Marking, Rejected, Sight, Tlp
from spamatlas.pipeline.seen import SeenNode

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

STRICTNESS = tuple(Tlp)


def may_leave(marking: Marking, owner: int) -> bool:
    """Whether somebody of ``owner`` may give a report to those outside the node.

    One's own under any label but RED: an owner binds others by it, not itself; who wants a RED one out says so first by
    another label. Another's where it is CLEAR or GREEN: an AMBER one is for those who see it here, and no further
    (TLP 2.0, section 4).
    """
    return marking.tlp is not Tlp.RED if marking.owner == owner else marking.tlp in {Tlp.CLEAR, Tlp.GREEN}


class Release:
    """What may leave for whom it is asked; ``known`` gives all markings, ``sight`` what they see, None everything."""

    def __init__(self, node: "Node", known: Callable[[], Mapping[int, Marking]], sight: Sight | None = None) -> None:
        self._node, self._known = node, known
        self._sight, self._owner = sight, HOUSE if sight is None else sight.owner

    def node(self) -> "Node":
        """The node with those reports alone that may leave."""
        every = self._known().values()
        leaving = {each.number for each in every if self._sees(each.number) and self._may_leave(each)}
        if self._sight is None and len(leaving) == len(every):
            return self._node
        return cast("Node", SeenNode(self._node.whole, Sight(frozenset(leaving))))

    def check(self, markings: Collection[int]) -> None:
        """Refuse what may not leave.

        Raises:
            Rejected: ``label-forbids``.
        """
        if not all(self._may_leave(self._known().get(each, Marking(tlp=Tlp.RED, owner=-1))) for each in markings):
            raise Rejected("label-forbids", "its TLP label does not let it leave; its owner can give it another one")

    def label(self, markings: Collection[int]) -> str:
        """The strictest label among these as it is written; empty on a node where no label was ever given."""
        known = self._known()
        found = [known[each].tlp for each in markings if each in known]
        return max(found, key=STRICTNESS.index).written if found and len(known) > 1 else ""

    def _sees(self, number: int) -> bool:
        return self._sight is None or self._sight.sees(number)

    def _may_leave(self, marking: Marking) -> bool:
        return self._owner is not None and may_leave(marking, self._owner)
