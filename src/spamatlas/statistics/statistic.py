"""What a statistic says of itself, read from the head of its SQL file."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import msgspec
from msgspec import Struct

from spamatlas.statistics.pieces import whole

HEAD = "-- "


class Parameter(Struct, frozen=True, forbid_unknown_fields=True):
    """A place in the SQL that the asker may fill: its ClickHouse type, and what holds where nothing is said."""

    type: str
    default: Any = None


class Statistic(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One statistic. ``title``, ``unit``, ``counts`` and ``caveat`` are message ids.

    ``counts`` says what one row counts. ``source`` names who asks for the figure (a Resolution's clause).
    ``min_reporters`` is the fewest distinct reporters that a cell shown in public may have, whatever the node's
    own setting; None where a row counts no reporters. ``dimensions`` are the columns that are no figures. ``slices``
    are the parameters that cut the denominators too. ``order`` is what rows stand in the order of, within a time.
    """

    name: str
    title: str
    unit: str
    counts: str
    source: str
    dimensions: tuple[str, ...] = ()
    parameters: dict[str, Parameter] = {}
    slices: tuple[str, ...] = ()
    order: Literal["reports", "growth"] = "reports"
    caveat: str = ""
    min_reporters: int | None = 0
    sql: str = ""


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Statistic]:
    """Every statistic of the folder, by name.

    Raises:
        ValueError: a file's head is not what a statistic says of itself; the text names the file.
    """
    folder = files("spamatlas.statistics") / "catalogue"
    found = sorted(path.name for path in folder.iterdir() if path.name.endswith(".sql"))
    return {name.removesuffix(".sql"): _read(name, (folder / name).read_text("utf-8")) for name in found}


def _read(name: str, text: str) -> Statistic:
    head: list[str] = []
    body: list[str] = []
    for line in text.splitlines():
        (body if body or not line.startswith(HEAD.strip()) else head).append(line)
    try:
        facts = tomllib.loads("\n".join(line[len(HEAD) :] for line in head))
        return msgspec.convert({"name": name.removesuffix(".sql"), **facts, "sql": whole("\n".join(body))}, Statistic)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"statistics/catalogue/{name}: {error}") from error
