"""The tables of the operational records, the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, LargeBinary, MetaData, TypeDecorator
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
    """``digest`` is the keyed hash of what the cookie holds."""

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[bytes] = mapped_column(unique=True)
    at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    agent: Mapped[str]


class InvitationRow(Table):
    """A word that lets a person set a password, once."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[bytes] = mapped_column(unique=True)
    at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AuditRow(Table):
    """A line of the audit trail as it was hashed, and the hash."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[bytes]
    digest: Mapped[str]


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
