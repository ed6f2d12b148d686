"""What there is here about one person, by an address or a number of theirs."""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from spamatlas.intake import pseudonym
from spamatlas.judge import register_file
from spamatlas.model import Rejected
from spamatlas.parse.party import party_from
from spamatlas.store.mention import mentioned

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

MOST_REPORTS = 1_000
"""So many reports are named; a sender of more is no private person's address."""
SECONDS = 60.0
_SENT = f"sequence IN (SELECT sequence FROM mention WHERE key = sipHash64({{v:String}}) AND {mentioned('as_sender')})"
_NAMED = f"sequence IN (SELECT sequence FROM mention WHERE key = sipHash64({{v:String}}) AND {mentioned('as_number')})"


class PersonRole(StrEnum):
    """As what somebody is in a report."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    REPORTER = "reporter"
    NAMED = "named"


WHERE: Mapping[PersonRole, str] = {
    PersonRole.SENDER: _SENT,
    PersonRole.RECIPIENT: "hasAny(recipients, {people:Array(String)})",
    PersonRole.REPORTER: "reporter IN {people:Array(String)}",
    PersonRole.NAMED: _NAMED,
}
OWN = (PersonRole.RECIPIENT, PersonRole.REPORTER)
"""What an erasure is of unless more is said: who sent a message may ask too, and somebody has to look at it first."""


class InReport(Struct, frozen=True):
    """A report that tells of somebody: as what, and until when it does."""

    id: str
    received_at: datetime
    channel: str
    roles: tuple[PersonRole, ...]
    kept_until: datetime | None
    is_held: bool


class Person(Struct, frozen=True, kw_only=True):
    """What there is about somebody. ``registers`` are the lists that they stand on, ``account`` their number here."""

    reports: tuple[InReport, ...]
    registers: tuple[str, ...]
    account: int

    def ids(self, roles: Iterable[str]) -> list[str]:
        """The reports in which they are one of these."""
        wanted = set(roles)
        return [each.id for each in self.reports if wanted & set(each.roles)]


def find(node: "Node", written: str) -> Person:
    """Look through everything that is kept under this address or number; ``docs/privacy.md`` says what that misses.

    Raises:
        Rejected: ``bad-person`` where it is neither an address nor a number.
    """
    value = named(node, written)
    keys = [each.read() for each in node.pseudonym_keys.kept()]
    people = [pseudonym(key, each) for key in (*keys, node.folder.secret()) for each in dict.fromkeys((value, written))]
    found: dict[str, dict[str, Any]] = {}
    for role, where in WHERE.items():
        rows = node.store.query(
            f"SELECT toString(id) AS id, received_at, channel FROM report WHERE {where} "
            "ORDER BY sequence DESC LIMIT {most:UInt32}",
            {"v": value, "people": people, "most": MOST_REPORTS},
            SECONDS,
        )
        for row in rows:
            found.setdefault(row["id"], {**row, "roles": []})["roles"].append(role)
    held = node.vault.held(list(found))
    reports = [
        InReport(
            row["id"],
            row["received_at"],
            row["channel"],
            tuple(row["roles"]),
            node.vault.describe(row["id"]).expires_at,
            row["id"] in held,
        )
        for row in found.values()
    ]
    ordered = tuple(sorted(reports, key=lambda each: each.received_at, reverse=True))
    return Person(reports=ordered, registers=_registers(node, value), account=_account(node, value))


def named(node: "Node", written: str) -> str:
    """An address or number as reports have it.

    Raises:
        Rejected: ``bad-person``.
    """
    party = party_from(written.strip()[:400], node.settings.home_country)
    if party is None or not party.value or len(party.value) < 3:
        raise Rejected("bad-person", "give one mail address, telephone number or account name")
    return party.value


def packed(node: "Node", person: Person, purposes: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Everything about somebody in a zip archive: what there is, what it is kept for, what they filed themselves."""
    own = person.ids([PersonRole.REPORTER])
    told = {
        "reports": person.reports,
        "registers": person.registers,
        "account": person.account or None,
        "purposes": purposes,
    }
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("what-there-is.json", msgspec.json.format(msgspec.json.encode(told), indent=2))
        for each in own:
            with suppress(Rejected):  # what is gone is said in the list: it is kept until no time
                archive.writestr(f"filed/{each}", node.vault.get(each))


def _registers(node: "Node", value: str) -> tuple[str, ...]:
    key, found = register_file.key(node.folder.secret(), value), []
    for path in register_file.found_in(node.folder.registers):
        head = register_file.head_of(path)
        if head.kind is not register_file.RegisterKind.DEAR_RANGE:
            keys = register_file.keys_of(path)
            place = int(keys.searchsorted(key))
            found += [head.name] if place < len(keys) and int(keys[place]) == key else []
    return tuple(found)


def _account(node: "Node", value: str) -> int:
    from spamatlas.store.records import people  # noqa: PLC0415  SQLAlchemy: only where it is used

    with node.accounts.records.read() as moment:
        return people.number_of(moment, value)
