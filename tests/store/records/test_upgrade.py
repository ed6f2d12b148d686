"""Records that the release before this one filled are opened by this one, and nothing of them is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData, create_engine, select, text

from spamatlas.model import HOUSE, Marking, Scope, Tlp
from spamatlas.store.records import (
    audit,
    bonds,
    deletions,
    dispatches,
    glimpses,
    holds,
    keys,
    members,
    migration,
    mutes,
    passkeys,
    people,
    recovery_codes,
    requests,
    sessions,
    sharing,
    watches,
    webhooks,
)
from spamatlas.store.records.records import Records

NOW = datetime(2026, 11, 26, 12, 30, 15, 123_456, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
ISSUER = "https://login.example.org"

_PERSON = {"name": "Ada", "at": NOW, "ended_at": None, "second_factor": b"\x00\xff", "second_factor_step": 7}
_DISPATCH = {"kind": "told", "address": "ada@r.example", "digest": b"a", "domain": "r.example", "language": "en"}
FILLED: dict[str, list[dict[str, Any]]] = {
    "member": [
        {"id": 1, "name": "Regulator", "kind": "state", "country": "KE", "at": NOW, "ended_at": None},
        {"id": 2, "name": "Operator", "kind": "sector_member", "country": "", "at": NOW, "ended_at": None},
        {"id": 3, "name": "Gone", "kind": "academia", "country": "FR", "at": NOW, "ended_at": LATER},
    ],
    "person": [
        {"id": 1, "member": 1, "address": "ada@r.example", "roles": ["administrator"], "password": "kept", **_PERSON},
        {"id": 2, "member": 2, "address": "b@o.example", "roles": ["analyst", "operator"], "password": "", **_PERSON},
    ],
    "api_key": [{
        "id": 1, "member": 2, "name": "feed", "prefix": "abcd", "digest": b"k", "scopes": ["reports:write", "judge"],
        "at": NOW, "expires_at": LATER, "used_at": None, "ended_at": None,
    }],
    "session": [{
        "id": 1, "person": 1, "digest": b"s", "at": NOW, "seen_at": NOW, "expires_at": LATER, "ended_at": None,
        "agent": "Firefox", "proved_at": NOW, "factors": 2,
    }],
    "invitation": [{"id": 1, "person": 2, "digest": b"i", "at": NOW, "expires_at": LATER, "used_at": None}],
    "passkey": [{
        "id": 1, "person": 1, "credential": b"c", "public_key": b"\x00key", "counter": 4_294_967_295,
        "site": "r.example", "name": "phone", "at": NOW, "used_at": None, "ended_at": None,
    }],
    "recovery_code": [
        {"id": 1, "person": 1, "digest": b"r1", "at": NOW, "used_at": NOW},
        {"id": 2, "person": 1, "digest": b"r2", "at": NOW, "used_at": None},
    ],
    "bond": [{"id": 1, "person": 1, "issuer": ISSUER, "subject": "ada", "at": NOW}],
    "used_challenge": [{"digest": b"u", "expires_at": LATER}],
    "audit": [{"number": 1, "line": b'{"n":1}', "digest": "d1"}, {"number": 2, "line": b'{"n":2}', "digest": "d2"}],
    "sharing": [
        {"member": 1, "is_house": True, "tlp": "green", "groups": [], "people": [], "merged_into": 0},
        {"member": 2, "is_house": False, "tlp": "amber", "groups": [1], "people": [2], "merged_into": 0},
        {"member": 3, "is_house": False, "tlp": "amber", "groups": [], "people": [], "merged_into": 2},
    ],
    "sharing_group": [{"id": 1, "name": "Banks", "members": [1, 2], "at": NOW, "ended_at": None}],
    "marking": [
        {"id": 1, "owner": 2, "tlp": "amber", "groups": [1], "people": []},
        {"id": 2, "owner": 2, "tlp": "red", "groups": [], "people": [2]},
    ],
    "webhook": [{
        "id": 1, "member": 2, "person": 2, "address": "https://o.example/hook", "events": ["campaign-new"],
        "secret": b"w", "at": NOW, "failing_since": None, "ended_at": None, "ended_why": "",
    }],
    "dispatch": [
        {"id": 1, "person": 1, "webhook": None, "facts": b"f", "once": "one", "state": "waiting", "attempts": 2,
         "code": "away", "at": NOW, "due_at": NOW, "until": LATER, "done_at": None, **_DISPATCH},
        {"id": 2, "person": None, "webhook": 1, "facts": b"", "once": None, "state": "sent", "attempts": 1,
         "code": "", "at": NOW, "due_at": NOW, "until": LATER, "done_at": NOW, **_DISPATCH},
    ],
    "mute": [{"id": 1, "digest": b"m", "kind": "", "why": "bounced", "at": NOW}],
    "watch": [{
        "id": 1, "person": 2, "view": 4, "name": "banks", "terms": [["channel", "sms"]], "reached": 9, "hours": 24,
        "language": "fr", "at": NOW, "told_at": NOW,
    }],
    "glimpse": [{"id": 1, "at": NOW, "seen": {"campaigns": ["C-1"]}}],
    "hold": [{
        "id": 1, "kind": "report", "about": "r-1", "reason": "court", "at": NOW, "who": "Ada", "review_at": LATER,
        "expires_at": None, "released_at": None, "released_by": "", "release_reason": "", "reports": 1,
    }],
    "person_request": [{
        "id": 1, "kind": "erasure", "subject": "hash", "reason": "asked", "roles": ["reporter"], "reports": ["r-1"],
        "at": NOW, "opened_by": "Ada", "due_at": LATER, "outcome": "open", "approved_by": "", "handled_by": "",
        "handled_at": None, "note": "",
    }],
    "deletion": [{
        "id": 1, "retention": "evidence", "rule": "age", "count": 3, "digest": "d", "at": NOW, "first_at": NOW,
        "last_at": None,
    }],
}  # fmt: skip
"""A row or more of every table of revision 0005, by the columns of then; parents first."""


def _engine(path: Path, dsn: str) -> Engine:
    return create_engine(dsn.replace("postgresql://", "postgresql+psycopg://") if dsn else f"sqlite:///{path}")


@pytest.fixture
def filled(dsn: str, tmp_path: Path) -> Path:
    """Where a database of revision 0005 is, filled by what its own tables say of themselves, not by today's code."""
    path = tmp_path / "records.sqlite"
    engine, tables = _engine(path, dsn), MetaData()
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "spamatlas.store.records:migrations")
        command.upgrade(config, "0005")
        tables.reflect(connection)
        assert {*tables.tables} - {"alembic_version"} == {*FILLED}
        for name, rows in FILLED.items():
            connection.execute(tables.tables[name].insert(), rows)
    engine.dispose()
    return path


@pytest.fixture
def upgraded(filled: Path, dsn: str) -> Iterator[Records]:
    records = Records(filled, dsn)
    yield records
    records.close()


def test_no_row_and_no_value_is_lost(upgraded: Records) -> None:
    tables = MetaData()
    with upgraded.read() as moment:
        tables.reflect(moment.connection())
        assert moment.scalar(text("SELECT version_num FROM alembic_version")) == migration.NEWEST
        for name, rows in FILLED.items():
            table = tables.tables[name]
            found = moment.execute(select(table).order_by(*table.primary_key.columns)).mappings()
            assert [{key: _plain(value) for key, value in row.items()} for row in found] == [
                {key: _plain(value) for key, value in row.items()} for row in rows
            ], name


def _plain(value: Any) -> Any:
    """A moment without its zone, which SQLite does not keep; all else as it is."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value


def test_who_may_come_in_still_may(upgraded: Records) -> None:
    with upgraded.read() as moment:
        assert [each.name for each in members.every(moment)] == ["Regulator", "Operator", "Gone"]
        assert [each.address for each in people.every(moment)] == ["ada@r.example", "b@o.example"]
        assert people.has_password(moment)
        key, digest = keys.found(moment, "abcd") or (None, b"")
        assert key
        assert ({*key.scopes}, digest) == ({Scope.REPORTS_WRITE, Scope.JUDGE}, b"k")
        session, ada = sessions.found(moment, b"s") or (None, None)
        assert session
        assert ada
        assert (session.factors, session.proved_at, ada.name) == (2, NOW, "Ada")
        assert sessions.open_invitation(moment, 2, NOW) == 1
        assert sessions.invited(moment, b"i", NOW)[1].address == "b@o.example"
        assert [each.name for each in passkeys.of_person(moment, 1)] == ["phone"]
        assert passkeys.credentials(moment, 1, "r.example") == [b"c"]
        assert recovery_codes.left(moment, 1) == 1
        tied = bonds.found(moment, ISSUER, "ada")
        assert tied
        assert tied.id == 1


def test_what_is_kept_of_mail_privacy_and_the_trail_is_read_as_before(upgraded: Records) -> None:
    with upgraded.read() as moment:
        assert audit.last(moment) == (2, b'{"n":2}', "d2")
        assert [*audit.lines(moment)] == [b'{"n":1}', b'{"n":2}']
        assert dispatches.counts(moment) == {"waiting": 1, "sent": 1}
        assert dispatches.has_due(moment, NOW, webhooks=False)
        assert dispatches.one(moment, 1).facts == b"f"
        assert mutes.is_muted(moment, b"m", "told")
        assert webhooks.one(moment, 1)[1] == b"w"
        assert [each.terms for each in watches.every(moment)] == [(("channel", "sms"),)]
        assert glimpses.last(moment) == {"campaigns": ["C-1"]}
        assert [(each.about, each.review_at) for each in holds.going_on(moment)] == [("r-1", LATER)]
        assert requests.one(moment, 1).reports == ("r-1",)
        assert [(each.count, each.last_at) for each in deletions.newest(moment)] == [(3, None)]


def test_who_sees_what_is_as_before_and_each_change_of_it_turns(upgraded: Records) -> None:
    with upgraded.read() as moment:
        assert sharing.house(moment) == 1
        assert sharing.default_of(moment, HOUSE).tlp is Tlp.GREEN
        assert sharing.default_of(moment, 2) == sharing.Default(Tlp.AMBER, (1,), (2,))
        assert [each.members for each in sharing.groups(moment)] == [(1, 2)]
        assert sharing.markings(moment) == [Marking(1, 2, Tlp.AMBER, (1,)), Marking(2, 2, Tlp.RED, (), (2,))]
        turns = [sharing.turn(moment)]
    for change_of in (
        "UPDATE marking SET owner = 1 WHERE id = 1",
        "DELETE FROM marking WHERE id = 2",
        "UPDATE sharing SET tlp = 'clear' WHERE member = 2",
        "UPDATE sharing_group SET name = 'Other' WHERE id = 1",
    ):
        with upgraded.change() as change:  # as a node of the release before would, on the same database
            change.execute(text(change_of))
        with upgraded.read() as moment:
            turns.append(sharing.turn(moment))
    assert turns == sorted({*turns}), "a number that never comes again"


def test_back_and_forth_loses_nothing(filled: Path, dsn: str) -> None:
    Records(filled, dsn).close()
    engine = _engine(filled, dsn)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "spamatlas.store.records:migrations")
        command.downgrade(config, "0005")
        connection.execute(text("UPDATE marking SET owner = 1 WHERE id = 1"))
    engine.dispose()
    again = Records(filled, dsn)
    with again.read() as moment:
        assert [each.owner for each in sharing.markings(moment)] == [1, 2]
        assert sharing.turn(moment) > 0
    again.close()
