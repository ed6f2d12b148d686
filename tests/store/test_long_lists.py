"""However many things a statement names, it says the same, and in time."""

from collections.abc import Iterator

import pytest

from spamatlas.settings import Settings
from spamatlas.store import Store, long_lists
from spamatlas.store.long_lists import MANY, readable

TEXTS = [f"{number:0168}" for number in range(20_000)]


def test_long_lists_alone_are_read_as_sets() -> None:
    sql = "SELECT 1 WHERE a IN {few:Array(UInt64)} AND b NOT IN {many:Array(String)} AND c = {many:Array(String)}"
    given = {"few": [1], "many": ["x"] * (MANY + 1)}
    assert readable(sql, {"few": [1], "many": ["x"]}) == sql
    assert readable(sql, given) == sql.replace(
        "NOT IN {many:Array(String)}", "NOT IN (SELECT arrayJoin({many:Array(String)}))"
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(Settings(data=tmp_path_factory.mktemp("node")))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT number FROM numbers(20) WHERE number IN {these:Array(UInt64)}",
        "SELECT number FROM numbers(20) WHERE number NOT IN {these:Array(UInt64)}",
        "SELECT number FROM numbers(20) WHERE arrayExists(each -> each IN {these:Array(UInt64)}, [number, 3])",
        "SELECT 1 AS one WHERE 5 IN (SELECT number FROM numbers(8) WHERE number IN {these:Array(UInt64)})",
    ],
)
def test_both_ways_say_the_same(store: Store, sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for these in ([], [5, 7, 12]):
        monkeypatch.setattr(long_lists, "MANY", 1_000)
        plainly = store.query(sql, {"these": these})
        monkeypatch.setattr(long_lists, "MANY", -1)
        assert store.query(sql, {"these": these}) == plainly


def test_twenty_thousand_long_texts_are_looked_for_in_time(store: Store) -> None:
    """As plain arrays they were looked for longer than a question may take."""
    texts = "SELECT leftPad(toString(number), 168, '0') AS text FROM numbers(100000)"
    sql = f"SELECT count() AS n FROM ({texts}) WHERE text IN {{texts:Array(String)}}"
    assert store.query(sql, {"texts": TEXTS})[0]["n"] == len(TEXTS)
