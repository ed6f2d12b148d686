"""One frozen record of settings: TOML, then a local TOML, then ``SPAMATLAS_*``."""

import os
import tomllib
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct
from platformdirs import user_data_path

from spamatlas.model import AS_EVIDENCE, RETENTION_DAYS, PersonRole, RetentionClass

MAY_BE_SET = frozenset(RETENTION_DAYS) - {RetentionClass.EVIDENCE, RetentionClass.PACKAGES, RetentionClass.ANSWERS}
"""The classes that ``retention`` may name; evidence has a setting of its own."""


class Provider(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An identity provider with which people sign in (OpenID Connect Core 1.0).

    ``name`` stands in addresses: letters a to z, figures and hyphens; ``title`` is shown, else the name. ``issuer`` is
    its address as its tokens say it. ``secret_file`` holds what the node proves itself with to it; else
    ``SPAMATLAS_PROVIDER_<NAME>_SECRET`` does, else there is none (a public client). ``vouches_for_addresses`` is for
    one that gives people their mail addresses itself and does not say in its tokens that they are verified.
    """

    name: Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,40}\Z")]
    issuer: Annotated[str, Meta(pattern=r"^https?://[^\s?#]+\Z")]
    client_id: Annotated[str, Meta(min_length=1)]
    title: str = ""
    secret_file: str = ""
    vouches_for_addresses: bool = False

    def secret(self) -> str:
        """What the node proves itself with; read each time, so that it can be changed and is kept nowhere.

        Raises:
            OSError: the file can't be read.
        """
        if self.secret_file:
            return Path(self.secret_file).read_text("utf-8").strip()
        return os.environ.get(f"SPAMATLAS_PROVIDER_{self.name.upper().replace('-', '_')}_SECRET", "")


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every option there is; an option is a promise.

    ``host_names`` are the names, beside its address, under which people reach the node (a proxy's public name).
    ``trusted_proxies`` are addresses or networks (CIDR) of proxies in front, which say for whom they ask.
    ``workers`` 0 means one per processor. Sizes are bytes, times seconds, days where named so.
    ``trusted_relays`` are domains or networks (CIDR) whose Received and Authentication-Results fields are
    believed (RFC 8601, section 5; the reporter's own side). ``home_country`` is ISO 3166-1 alpha-2: numbers without a
    country code are read in its plan, and routes end there when nothing better is known. ``time_stamp_authority`` is
    the address of an outside authority (RFC 3161) that stamps evidence packages, ``time_stamp_roots`` a file of the
    certificates that its stamps lead to; without them the node stamps by itself. ``abuse_contact`` is the mail address
    that answers to notices go to. ``retention`` is days by class (``model.RetentionClass``), where they are other than
    ``model.RETENTION_DAYS``; ``pseudonym_days`` is how long one key makes pseudonyms, 0 for ever. ``public_address`` is
    how people reach the pages (``https://name``), for links in mail. Mail goes to the server ``smtp_host``, over TLS
    unless that is this machine, as ``mail_from``; at most ``mail_per_minute`` letters to one domain.
    ``webhook_networks`` (CIDR) may be called beside public addresses.
    People with one of ``second_factor_roles`` may nothing until they showed a second factor. ``providers`` are identity
    providers with which people sign in.
    """

    data: Path = Path()
    dsn: str = ""
    records_dsn: str = ""
    host: str = "127.0.0.1"
    port: int = 8052
    host_names: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    workers: int = 0
    profile: str = "neutral"
    home_country: str = ""
    trusted_relays: tuple[str, ...] = ()
    max_report_bytes: int = 50_000_000
    max_archive_bytes: int = 4_000_000_000
    batch_reports: int = 1024
    batch_bytes: int = 2_000_000
    stage_timeout_seconds: float = 30.0
    evidence_days: int = 180
    retention: dict[str, int] = {}
    pseudonym_days: int = 90
    min_reporters: int = 3
    learn_from_reports: bool = False
    read_meaning: bool = True
    read_ahead: bool = True
    node_name: str = "Spamatlas"
    time_stamp_authority: str = ""
    time_stamp_roots: str = ""
    abuse_contact: str = ""
    public_address: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password_file: str = ""
    smtp_implicit_tls: bool = False
    mail_from: str = ""
    mail_per_minute: int = 600
    dkim_selector: str = "spamatlas"
    webhook_networks: tuple[str, ...] = ()
    second_factor_roles: tuple[PersonRole, ...] = ()
    providers: tuple[Provider, ...] = ()

    @property
    def sends_mail(self) -> bool:
        """Whether there is a server to send by, and an address to send from."""
        return bool(self.smtp_host and self.mail_from)

    def __post_init__(self) -> None:
        for name, days in self.retention.items():
            if name not in MAY_BE_SET or days < 1:
                raise ValueError(
                    f"retention: {name} is not one of {', '.join(sorted(MAY_BE_SET))}, or days are fewer than 1"
                )
        for each in self.trusted_proxies:
            _refuse_no_proxy(each)

    def kept_days(self, retention: RetentionClass) -> int:
        """How long a class is kept."""
        if retention is RetentionClass.EVIDENCE or (retention in AS_EVIDENCE and retention not in self.retention):
            return self.evidence_days
        return self.retention.get(retention, RETENTION_DAYS[retention])


def load(
    data: Path | None = None,
    environment: dict[str, str] | None = None,
    changes: Mapping[str, object] | None = None,
) -> Settings:
    """The settings in force for a data folder.

    ``spamatlas.toml`` in the data folder, then ``local.toml`` beside it, then ``SPAMATLAS_<NAME>``, then the
    ``changes`` that are not None (what a command line said).

    Raises:
        ValueError: an unknown key or an ill-typed value; the text names it.
    """
    environment = dict(os.environ) if environment is None else environment
    folder = data or Path(environment.get("SPAMATLAS_DATA") or user_data_path("spamatlas", appauthor=False))
    values: dict[str, Any] = {}
    for name in ("spamatlas.toml", "local.toml"):
        path = folder / name
        if path.is_file():
            values |= tomllib.loads(path.read_text("utf-8"))
    values |= {name: environment[key] for name, key in _variables() if key in environment}
    for name in ("trusted_relays", "trusted_proxies", "host_names", "webhook_networks", "second_factor_roles"):
        if isinstance(values.get(name), str):
            values[name] = values[name].replace(",", " ").split()
    if isinstance(values.get("retention"), str):
        values["retention"] = dict(each.split("=", 1) for each in values["retention"].replace(",", " ").split())
    if isinstance(values.get("providers"), str):
        values["providers"] = _decoded(values["providers"])
    values |= {name: value for name, value in (changes or {}).items() if value is not None}
    values["data"] = str(folder.absolute())
    try:
        return msgspec.convert(values, Settings, strict=False, dec_hook=lambda kind, value: kind(value))
    except msgspec.ValidationError as error:
        raise ValueError(f"settings: {error} (see docs/settings.md)") from error


def is_loopback(host: str) -> bool:
    """Whether a host, by address (RFC 6890) or name (RFC 6761, section 6.3), is this machine, reached from it alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refuse_no_proxy(written: str) -> None:
    try:
        network = ip_network(written)
    except ValueError:
        raise ValueError(f"trusted_proxies: {written} is no address and no network (CIDR)") from None
    if not network.prefixlen:
        raise ValueError(f"trusted_proxies: {written} is everybody; name the proxies alone")


def _decoded(text: str) -> object:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise ValueError("settings: SPAMATLAS_PROVIDERS is a JSON array of providers (see docs/settings.md)") from error


def _variables() -> list[tuple[str, str]]:
    return [(field, f"SPAMATLAS_{field.upper()}") for field in Settings.__struct_fields__ if field != "data"]
