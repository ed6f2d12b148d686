"""What a sample campaign is: one file in ``campaigns/``."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec import Struct

from spamatlas.model import Channel


class Mail(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the mails of a campaign travelled.

    ``relay`` is the host that handed them in and ``address`` its address, both for documentation only,
    ``#`` standing for any digit; ``results`` are those of an Authentication-Results field (RFC 8601).
    ``attachment`` names a file whose content is one harmless line.
    """

    relay: str
    address: str
    results: str = "spf=none; dkim=none; dmarc=none"
    reply_to: str = ""
    html: str = ""
    unsubscribe: str = ""
    attachment: str = ""


class Campaign(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Messages that one sender means as one, and how people reported them.

    ``countries`` are those of the people who got it (ISO 3166-1 alpha-2; said twice, twice as likely).
    ``hours`` is when it was reported, in hours before the loading: first and last. ``shape`` is how the
    reports lie between: ``growing`` linearly, ``exploding`` with the fifth power, ``daily`` around one
    hour of the day. A text may hold ``{places}``; ``fill`` says what may stand there, ``#`` being any digit.
    Calls say how long they rang and were talked, from and to; one never talked was not answered.
    ``record`` is what the operator's or platform's own record states beside a message, one of each field's values.
    ``wanted`` marks what its sender was allowed to send: people report that too.
    """

    name: str
    channel: Channel
    language: str
    reports: int
    hours: tuple[float, float]
    countries: tuple[str, ...]
    senders: tuple[str, ...]
    texts: tuple[str, ...]
    shape: Literal["steady", "growing", "exploding", "fading", "daily"] = "steady"
    subjects: tuple[str, ...] = ()
    fill: dict[str, tuple[str, ...]] = {}
    record: dict[str, tuple[str, ...]] = {}
    wanted: bool = False
    ring_seconds: tuple[float, float] | None = None
    talk_seconds: tuple[float, float] | None = None
    recorded: bool | None = None
    mail: Mail | None = None


@cache
def campaigns() -> tuple[Campaign, ...]:
    """Every sample campaign, by the name of its file.

    Raises:
        ImportError: a file is wrong; the text says which and why.
    """
    folder = files("spamatlas.samples") / "campaigns"
    return tuple(
        _read(path.name, path.read_text("utf-8"))
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".toml")
    )


def _read(file: str, text: str) -> Campaign:
    try:
        return msgspec.convert({"name": file.removesuffix(".toml"), **tomllib.loads(text)}, Campaign)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ImportError(f"samples/campaigns/{file}: {error}") from error
