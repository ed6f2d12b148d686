"""Numbered SQL files that bring a store's tables from any earlier form to the present one."""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib.resources import files

from msgspec import Struct

from spamatlas.model import Unavailable

Run = Callable[[str], object]

WINDOW = 100_000
"""Batches whose tokens a table remembers: at 512 reports a batch, the last 50 million reports."""

LEDGER = """
CREATE TABLE IF NOT EXISTS migration (
    number UInt32, name String, digest FixedString(64), statements UInt32, at DateTime('UTC') DEFAULT now()
) ENGINE = {{ReplacingMergeTree(statements)}} ORDER BY number
"""


class Migration(Struct, frozen=True):
    """One file: ``number`` from 1 without gaps, ``digest`` of its bytes, its statements in order."""

    number: int
    name: str
    digest: str
    statements: tuple[str, ...]


def shipped() -> list[Migration]:
    """The migrations that this version brings along, in order."""
    folder = files("spamatlas.store") / "migrations"
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".sql")), key=lambda path: path.name)
    return [_read(path.name, path.read_text("utf-8")) for path in paths]


def engine(sql: str, *, replicated: bool) -> str:
    """The statement with the engine names of one machine, or of a cluster whose servers define macros."""
    window = "replicated_deduplication_window" if replicated else "non_replicated_deduplication_window"
    sql = sql.replace("{{durable}}", f"{window} = {WINDOW}, fsync_after_insert = 1, fsync_part_directory = 1")
    prefix = "Replicated" if replicated else ""
    return re.sub(r"\{\{(\w*MergeTree)(?:\((\w*)\))?\}\}", lambda found: _engine(prefix, *found.groups()), sql)


def migrate(run: Run, done: dict[int, tuple[str, str, int]], migrations: list[Migration]) -> Iterator[Migration]:
    """Bring the tables up to date; yields each migration that was finished just now.

    ``run`` takes one statement; ``done`` is number → (name, digest, statements run) of an earlier time. A file broken
    off half-way goes on at the statement where it stopped.

    Raises:
        Unavailable: the store was written by a newer version, or a migration was edited after it ran.
    """
    newest = migrations[-1].number
    if done and max(done) > newest:
        raise Unavailable(
            f"the store is at migration {max(done)}, this version knows {newest}: "
            "run the version that wrote it, or a newer one"
        )
    for each in migrations:
        _, digest, finished = done.get(each.number, (each.name, each.digest, 0))
        if digest != each.digest:
            raise Unavailable(
                f"migration {each.name} is not the file that once ran here; install the released version again"
            )
        for place in range(finished, len(each.statements)):
            run(_repeatable(each.statements[place]))
            run(
                "INSERT INTO migration (number, name, digest, statements) "
                f"VALUES ({each.number}, '{each.name}', '{each.digest}', {place + 1})"
            )
        if finished < len(each.statements):
            yield each


def _engine(prefix: str, name: str, argument: str | None) -> str:
    return f"{prefix}{name}({argument})" if argument else f"{prefix}{name}"


def _repeatable(statement: str) -> str:
    """The process may die between a statement and the note that it ran."""
    return re.sub(r"^CREATE (TABLE|MATERIALIZED VIEW|VIEW) (?!IF)", r"CREATE \1 IF NOT EXISTS ", statement)


def _read(file_name: str, text: str) -> Migration:
    number, _, name = file_name.removesuffix(".sql").partition("_")
    bare = re.sub(r"^\s*--.*$", "", text, flags=re.MULTILINE)
    statements = tuple(part.strip() for part in bare.split(";") if part.strip())
    return Migration(int(number), name, sha256(text.encode()).hexdigest(), statements)
