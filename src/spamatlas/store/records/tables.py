"""The tables of the operational records, the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """Aware UTC on both sides; SQLite keeps no zone, so it is kept in UTC there."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


class Table(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment,
        bytes: LargeBinary,
        list[str]: JSON,
        list[list[str]]: JSON,
        dict[str, Any]: JSON,
        list[int]: JSON,
    }


class MemberRow(Table):
    """An organisation."""

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    country: Mapped[str]
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class PersonRow(Table):
    """``password`` is an argon2id hash in its own form, empty until an invitation is used. ``second_factor`` is the
    secret of RFC 6238 under the node's key; ``second_factor_step`` is the last time step that a code was taken of.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    member: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(index=True)
    roles: Mapped[list[str]]
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    password: Mapped[str] = mapped_column(default="")
    second_factor: Mapped[bytes] = mapped_column(default=b"")
    second_factor_step: Mapped[int] = mapped_column(default=0)


class ApiKeyRow(Table):
    """``digest`` is the keyed hash of the secret, which is not kept."""

    __tablename__ = "api_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    member: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    name: Mapped[str]
    prefix: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[bytes]
    scopes: Mapped[list[str]]
    at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class SessionRow(Table):
    """``digest`` is the keyed hash of what the cookie holds. ``proved_at`` is when a password or a passkey was last
    shown in it, ``factors`` is 2 where its person showed two things, or one that stands for two.
    """

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[bytes] = mapped_column(unique=True)
    at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    agent: Mapped[str]
    proved_at: Mapped[datetime | None]
    factors: Mapped[int] = mapped_column(server_default="1")


class InvitationRow(Table):
    """A word that lets a person set a password, once."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[bytes] = mapped_column(unique=True)
    at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PasskeyRow(Table):
    """A public key of somebody's device (WebAuthn Level 3). ``credential`` is its id, ``public_key`` the attested
    credential data that holds it, ``site`` the relying party's id, ``counter`` the last signature counter seen.
    """

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    credential: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    counter: Mapped[int] = mapped_column(BigInteger)
    site: Mapped[str]
    name: Mapped[str]
    at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class RecoveryCodeRow(Table):
    """A code that stands in for a lost second factor, once; ``digest`` is its keyed hash."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[bytes]
    at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class BondRow(Table):
    """Whom an identity provider's subject is here; one subject of one issuer is one person for ever."""

    __tablename__ = "bond"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    at: Mapped[datetime]


class UsedChallengeRow(Table):
    """A challenge that was answered, kept until it would be too old anyway."""

    __tablename__ = "used_challenge"

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]


class AuditRow(Table):
    """A line of the audit trail as it was hashed, and the hash."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[bytes]
    digest: Mapped[str]


class HoldRow(Table):
    """A legal hold; ``model.Hold`` says what its columns are."""

    __tablename__ = "hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    about: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
    who: Mapped[str]
    review_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    released_by: Mapped[str] = mapped_column(default="")
    release_reason: Mapped[str] = mapped_column(default="")
    reports: Mapped[int] = mapped_column(default=0)


class PersonRequestRow(Table):
    """What somebody asked about themselves; ``model.PersonRequest`` says what its columns are."""

    __tablename__ = "person_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str]
    roles: Mapped[list[str]]
    reports: Mapped[list[str]]
    at: Mapped[datetime]
    opened_by: Mapped[str]
    due_at: Mapped[datetime]
    outcome: Mapped[str]
    approved_by: Mapped[str] = mapped_column(default="")
    handled_by: Mapped[str] = mapped_column(default="")
    handled_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")


class DeletionRow(Table):
    """A proof of deletion; ``model.Deletion`` says what its columns are."""

    __tablename__ = "deletion"

    id: Mapped[int] = mapped_column(primary_key=True)
    retention: Mapped[str]
    rule: Mapped[str]
    count: Mapped[int]
    digest: Mapped[str]
    at: Mapped[datetime]
    first_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]


class DispatchRow(Table):
    """Something that leaves the node, and how far it has come.

    ``facts`` is what it is written from, under the node's key. ``once`` names what it is for, so that the same is
    put in once. ``domain`` stays when ``address`` is forgotten: it tells where mail fails. ``digest`` is the keyed hash
    of the address.
    """

    __tablename__ = "dispatch"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    person: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    webhook: Mapped[int | None] = mapped_column(ForeignKey("webhook.id"), index=True)
    address: Mapped[str]
    digest: Mapped[bytes] = mapped_column(index=True)
    domain: Mapped[str]
    language: Mapped[str]
    facts: Mapped[bytes]
    once: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    code: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    due_at: Mapped[datetime]
    until: Mapped[datetime]
    done_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_dispatch_due", "state", "due_at"),)


class MuteRow(Table):
    """An address that gets no letters, or none of a kind (empty: of any), and why."""

    __tablename__ = "mute"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(index=True)
    kind: Mapped[str]
    why: Mapped[str]
    at: Mapped[datetime]


class WebhookRow(Table):
    """An address of a member that is told of events; ``secret`` is under the node's key."""

    __tablename__ = "webhook"

    id: Mapped[int] = mapped_column(primary_key=True)
    member: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    person: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    address: Mapped[str]
    events: Mapped[list[str]]
    secret: Mapped[bytes]
    at: Mapped[datetime]
    failing_since: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(default="")


class WatchRow(Table):
    """That a person is to be told when more reports match a saved view, and up to when they were told.

    ``terms`` is the view's search as it was understood when it was asked for, ``reached`` the place in the log up to
    which reports were told, ``hours`` the least time between two letters, ``language`` that of the reader.
    """

    __tablename__ = "watch"

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    view: Mapped[int]
    name: Mapped[str]
    terms: Mapped[list[list[str]]]
    reached: Mapped[int]
    hours: Mapped[int]
    language: Mapped[str]
    at: Mapped[datetime]
    told_at: Mapped[datetime]


class GlimpseRow(Table):
    """What the node looked like when its webhooks were last told of events; one row."""

    __tablename__ = "glimpse"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    seen: Mapped[dict[str, Any]]


class SharingRow(Table):
    """What holds for a member's reports, and which member runs the node; one without a row has what the code says.

    ``people`` are those who may see its RED reports. ``merged_into`` is the member that took this one in, else 0.
    """

    __tablename__ = "sharing"

    member: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, autoincrement=False)
    is_house: Mapped[bool] = mapped_column(default=False)
    tlp: Mapped[str]
    groups: Mapped[list[int]]
    people: Mapped[list[int]]
    merged_into: Mapped[int] = mapped_column(default=0)


class SharingGroupRow(Table):
    """A named set of members to whom AMBER reports may be shown."""

    __tablename__ = "sharing_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    members: Mapped[list[int]]
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class MarkingRow(Table):
    """An owner and a label under a number; of one only the owner ever changes, when a member joins another."""

    __tablename__ = "marking"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[int] = mapped_column(index=True)
    tlp: Mapped[str]
    groups: Mapped[list[int]]
    people: Mapped[list[int]]


class TurnRow(Table):
    """How often members' sharing, groups or markings changed; one row, which the database itself counts on."""

    __tablename__ = "turn"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
