"""The tables of the operational records, the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
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
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Moment, bytes: LargeBinary, list[str]: JSON}


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
