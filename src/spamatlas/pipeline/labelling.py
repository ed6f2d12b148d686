"""Saying anew whom reports may be shown to: by their owner alone, noted, and taken back exactly."""

from collections.abc import Callable, Mapping, Sequence

from spamatlas.log import Entry
from spamatlas.model import Marking, Rejected
from spamatlas.pipeline.actions import LABELLED, Action, Actions
from spamatlas.pipeline.feedback import Done
from spamatlas.pipeline.node import Node
from spamatlas.store.marks import mark, markings_of


class Labelling:
    """``known`` gives all markings by number."""

    def __init__(self, node: Node, actions: Actions, known: Callable[[], Mapping[int, Marking]]) -> None:
        self._node, self._actions, self._known = node, actions, known

    def give(self, entries: Sequence[Entry], number: int, owner: int, who: str) -> Done:
        """Give reports of an owner this marking.

        Raises:
            Rejected: ``not-yours`` where one is another's; nothing is changed then.
        """
        with self._node.pause():
            now = self._own([entry.id for entry in entries], owner)
            before = {identity: was for identity, (_, was) in now.items() if was != number}
            places = {now[identity][0]: number for identity in before}
            if not places:
                return Done(0, 0, len(now), self._absent(entries, now))
            label = self._known()[number].tlp.written
            action = self._actions.remark(LABELLED, {each: (was, number) for each, was in before.items()}, label, who)
            mark(self._node.store, places)
        return Done(action, len(places), len(now) - len(places), self._absent(entries, now))

    def take_back(self, action: Action, owner: int) -> Done:
        """Give them back what they had.

        Raises:
            Rejected: ``not-yours``; ``changed-since`` where one was given another label after.
        """
        with self._node.pause():
            steps = self._actions.remarked(action.number)
            now = self._own([*steps], owner)
            if any(identity in now and now[identity][1] != after for identity, (_, after) in steps.items()):
                raise Rejected("changed-since", "a later action changed the same; undo that one first")
            mark(self._node.store, {now[each][0]: before for each, (before, _) in steps.items() if each in now})
            self._actions.undone(action.number)
        return Done(action.number, len(now))

    def _own(self, ids: Sequence[str], owner: int) -> dict[str, tuple[int, int]]:
        found, known = markings_of(self._node.store, ids), self._known()
        if any(known[marking].owner != owner for _, marking in found.values()):
            raise Rejected("not-yours", "whom a report may be shown to is said by the member that filed it")
        return found

    @staticmethod
    def _absent(entries: Sequence[Entry], now: Mapping[str, object]) -> tuple[tuple[str, str, str], ...]:
        said = "it is not analysed yet, or can't be; its label can be changed once it is"
        return tuple((each.id, "not-analysed", said) for each in entries if each.id not in now)
