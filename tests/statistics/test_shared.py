from collections.abc import Mapping
from typing import Any

from spamatlas.statistics import Shared, run
from spamatlas.statistics.running import COVERAGE
from spamatlas.store import Store

DAYS = {"since": "2026-03-01", "until": "2026-03-03"}


def test_denominators_are_asked_once_until_something_is_stored(seeded: Store) -> None:
    asked: list[str] = []

    def query(sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        asked.append(sql)
        return seeded.query(sql, values)

    edition = 1
    shared = Shared(query, lambda: edition)
    alone = run(seeded.query, "volume", DAYS)
    for name in ("volume", "languages", "volume"):
        assert run(shared.query, name, DAYS).reports == alone.reports
    assert asked.count(COVERAGE) == 1
    assert run(shared.query, "volume", {**DAYS, "measuring_point": "trapped"}).reports != alone.reports
    assert asked.count(COVERAGE) == 2
    edition = 2
    assert run(shared.query, "volume", DAYS) == alone
    assert asked.count(COVERAGE) == 3


def test_a_cube_that_is_added_up_already_equals_one_counted_report_by_report(seeded: Store) -> None:
    for by in ("channel", "day,channel", "country,channel", "ruling,bulk", "hour,language", "lure", "category,ruling"):
        added = run(seeded.query, "reports", {**DAYS, "by": by}).rows
        counted = run(seeded.query, "reports", {**DAYS, "by": f"{by},media_type"}).rows
        assert added
        assert added == [{name: row[name] for name in row if name != "media_type"} for row in counted]
