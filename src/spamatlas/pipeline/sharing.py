"""What a face may ask about whom members share with, and change of it."""

from collections.abc import Sequence
from typing import Any

import msgspec

from spamatlas.model import Rejected, tlp_of
from spamatlas.pipeline.accounts import Accounts
from spamatlas.store.records import members, people, sharing

COMMAND = "command"
"""Who does what a command does: whoever can write into the data folder."""


class Sharing:
    """Part of ``Membership``; the questions are the public methods."""

    _accounts: Accounts

    def default(self, named: str) -> dict[str, Any]:
        """What a member's reports are where their filing says nothing: ``tlp``, ``groups`` and ``people`` by number."""
        with self._accounts.records.read() as moment:
            found = members.one(moment, named)
            return msgspec.structs.asdict(sharing.default_of(moment, sharing.owner_of(moment, found.id)))

    def set_default(
        self, named: str, tlp: str, groups: Sequence[str] = (), people: Sequence[str] = (), who: str = COMMAND
    ) -> dict[str, Any]:
        """What they are from now on; those filed before keep their label."""
        label = tlp_of(tlp)
        with self._accounts.changing(who) as (change, note):
            found = members.one(change, named)
            wanted = sharing.Default(label, self._groups(change, groups), self._people(change, people))
            sharing.set_default(change, sharing.owner_of(change, found.id), wanted)
            note("label-set", f"member {found.id} {label.value}")
        return self.default(str(found.id))

    def groups(self) -> list[dict[str, Any]]:
        """All sharing groups, also those that ended; ``members`` by number, ``names`` as they are called."""
        with self._accounts.records.read() as moment:
            names = {each.id: each.name for each in members.every(moment)}
            return [
                msgspec.structs.asdict(each) | {"names": [names.get(one, str(one)) for one in each.members]}
                for each in sharing.groups(moment)
            ]

    def add_group(self, name: str, who: str = COMMAND) -> sharing.Group:
        """A new sharing group without members."""
        with self._accounts.changing(who) as (change, note):
            added = sharing.add_group(change, name, self._accounts.clock())
            note("group-added", f"group {added.id}")
        return added

    def end_group(self, named: str, who: str = COMMAND) -> sharing.Group:
        """A sharing group ends: nobody sees anything for its sake any more."""
        with self._accounts.changing(who) as (change, note):
            ended = sharing.end_group(change, sharing.group(change, named).id, self._accounts.clock())
            note("group-ended", f"group {ended.id}")
        return ended

    def join_group(self, named: str, member: str, who: str = COMMAND) -> sharing.Group:
        """A member comes into a sharing group, and sees what was shared with it before, too."""
        return self._regroup(named, member, who, joins=True)

    def leave_group(self, named: str, member: str, who: str = COMMAND) -> sharing.Group:
        """A member leaves a sharing group, and sees what is shared with it no more."""
        return self._regroup(named, member, who, joins=False)

    def merge_member(self, member: str, into: str, who: str = COMMAND) -> dict[str, Any]:
        """A member becomes part of another: its people, keys, sharing and reports are that one's; ``moved`` counts."""
        with self._accounts.changing(who) as (change, note):
            one, other = members.one(change, member), members.one(change, into)
            moved = sharing.merge(change, one.id, other.id, self._accounts.clock())
            note("member-merged", f"member {one.id} into member {other.id}")
            return {"member": members.one(change, str(one.id)), "into": other, "moved": moved}

    def _regroup(self, named: str, member: str, who: str, *, joins: bool) -> sharing.Group:
        with self._accounts.changing(who) as (change, note):
            group, found = sharing.group(change, named), members.one(change, member)
            if joins and found.ended_at is not None:
                raise Rejected("account-ended", "that member or person has ended")
            wanted = {*group.members, found.id} if joins else {*group.members} - {found.id}
            note("group-joined" if joins else "group-left", f"group {group.id} member {found.id}")
            return sharing.set_members(change, group.id, wanted)

    def _groups(self, moment: Any, named: Sequence[str]) -> tuple[int, ...]:
        return tuple(sharing.group(moment, each).id for each in named)

    def _people(self, moment: Any, named: Sequence[str]) -> tuple[int, ...]:
        return tuple(people.one(moment, each).id for each in named)
