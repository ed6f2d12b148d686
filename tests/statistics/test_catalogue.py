"""Every statement of the catalogue on the engine that is shipped, against rows worked out by hand."""

from pathlib import Path

import msgspec
import pytest

from spamatlas.model import Rejected
from spamatlas.statistics import catalogue, run
from spamatlas.store import Store

CASES = {path.stem: msgspec.json.decode(path.read_bytes()) for path in (Path(__file__).parent / "cases").glob("*.json")}


def test_every_statistic_has_a_case() -> None:
    assert {case["statistic"] for case in CASES.values()} == set(catalogue())


@pytest.mark.parametrize("name", sorted(CASES))
def test_rows_and_denominators(name: str, seeded: Store) -> None:
    case = CASES[name]
    table = msgspec.to_builtins(run(seeded.query, case["statistic"], case["parameters"]))
    assert {key: table[key] for key in case["expect"]} == case["expect"]


@pytest.mark.parametrize(
    "parameters",
    [
        {"by": "country; DROP TABLE report"},
        {"where": {"1=1 --": "x"}},
        {"measuring_point": "imagined"},
        {"since": "yesterday-ish"},
        {"since": "2026-03-02", "until": "2026-03-01"},
        {"limit": "0"},
        {"limit": "many"},
        {"since": "99999w"},
        {"since": "0001-01-01T00:00+14:00"},
    ],
)
def test_what_cannot_be_asked_is_refused(parameters: dict[str, object], seeded: Store) -> None:
    with pytest.raises(Rejected, match="bad-parameter"):
        run(seeded.query, "reports", parameters)


def test_values_are_bound_and_never_become_sql(seeded: Store) -> None:
    hostile = {"since": "2026-03-01", "until": "2026-03-03", "where": {"country": "GB' OR '1'='1"}}
    assert run(seeded.query, "reports", hostile).rows == []


def test_an_unknown_name_says_which_there_are(seeded: Store) -> None:
    with pytest.raises(Rejected, match="volume"):
        run(seeded.query, "imagined", {})


def test_a_public_cell_of_few_reporters_is_counted_but_not_shown(seeded: Store) -> None:
    shown = run(seeded.query, "lures", {"since": "2026-03-01", "until": "2026-03-03", "min_reporters": 3})
    assert [row["lure"] for row in shown.rows] == ["parcel"]
    assert shown.suppressed == 3


def test_what_is_counted_apart_is_not_asked_for_together(seeded: Store) -> None:
    with pytest.raises(Rejected, match="counted apart"):
        run(seeded.query, "volume", {"category": "phishing", "country": "GB"})
