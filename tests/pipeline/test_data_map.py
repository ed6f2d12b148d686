"""The data map says what a node keeps: every column of every table and every file, no more and no less."""

import sqlite3
from pathlib import Path

from tests.pipeline.test_privacy import report, running

from spamatlas.model import RetentionClass
from spamatlas.pipeline import data_map
from spamatlas.pipeline.data_map import DataClass
from spamatlas.pipeline.upkeep import Upkeep
from spamatlas.store.records.tables import Table

PLACES = {"evidence/index.sqlite": "vault"}
LATER = ("shadow.",)
"""What a node makes only where somebody asks for it; its tables are read off the statement that makes them."""
REPOSITORY = Path(__file__).parents[2]


def _sqlite(root: Path) -> dict[str, list[str]]:
    found = {}
    for path in root.rglob("*.sqlite"):
        place = PLACES.get(str(path.relative_to(root)), path.stem)
        with sqlite3.connect(path) as base:
            names = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            for (name,) in names.fetchall():
                found[f"{place}.{name}"] = [row[1] for row in base.execute(f"PRAGMA table_info({name})")]
    return found


def _shadow() -> dict[str, list[str]]:
    from spamatlas.pipeline.shadow import SCHEMA

    base = sqlite3.connect(":memory:")
    base.executescript(SCHEMA)
    names = base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {f"shadow.{name}": [row[1] for row in base.execute(f"PRAGMA table_info({name})")] for (name,) in names}


def test_every_column_and_file_of_a_node_is_declared(tmp_path: Path) -> None:
    with running(tmp_path) as (node, answers, privacy):
        node.accept([report(node)])
        node.drain()
        privacy.ask_erasure("b@example.org", "asked")
        answers.package([node.log.read(0, 1, 1)[0].id])
        Upkeep(node).take_up()
        node.sealing.catch_up()
        rows = node.store.query(
            "SELECT table, groupArray(name) AS names FROM (SELECT table, name FROM system.columns "
            "WHERE database = currentDatabase() ORDER BY table, position) WHERE table IN "
            "(SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%Tree') GROUP BY table"
        )
        kept = {f"store.{row['table']}": list(row["names"]) for row in rows} | _sqlite(tmp_path) | _shadow()
        files = [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()]
    declared = {name: [each.column for each in columns] for name, columns in data_map.tables().items()}
    assert {name: sorted(columns) for name, columns in declared.items()} == {
        name: sorted(columns) for name, columns in kept.items()
    }
    undeclared = [
        path for path in files if not data_map.file_of(path) and not path.endswith(".sqlite")
    ]  # a SQLite file's tables are declared above
    assert undeclared == []


def test_the_records_are_declared_as_the_code_reads_them() -> None:
    declared = {name: {each.column for each in columns} for name, columns in data_map.tables().items()}
    for table in Table.metadata.tables.values():
        assert declared[f"records.{table.name}"] == {column.name for column in table.columns}, table.name


def test_what_tells_of_people_is_not_kept_for_ever_without_a_word() -> None:
    """Content and personal data end; what lasts is a pseudonym, a secret, or what people who work here wrote."""
    lasting = {
        f"{each.table}.{each.column}"
        for each in data_map.declared()
        if each.column
        and each.data_class in {DataClass.PERSONAL, DataClass.CONTENT}
        and each.retention is RetentionClass.LASTING
    }
    assert lasting == {
        "actions.action.note", "actions.view.name", "actions.view.address", "store.countermeasure.note",
        "store.countermeasure.target",
    }  # fmt: skip


def test_the_document_is_made_from_the_declarations() -> None:
    assert (REPOSITORY / "docs" / "data_map.md").read_text("utf-8") == data_map.document()
