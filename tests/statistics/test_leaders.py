"""What lists tell is what all that was counted tells, and where they do not tell it nobody heeds them."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.conftest import report

from spamatlas.model import Channel, Link
from spamatlas.settings import Settings
from spamatlas.statistics import catalogue, leaders, run
from spamatlas.statistics.leaders import MARK, Looked, possible
from spamatlas.store import Store
from spamatlas.store import leaders as lists

START = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 20
NOW = START + timedelta(days=60)
NAMES = sorted(name for name, each in catalogue().items() if MARK.search(each.sql))
TIMES = [("2026-03-02", "2026-03-19"), ("2026-03-09", "2026-03-15")]
CUT: list[dict[str, Any]] = [{}, {"channel": "sms", "min_reporters": 3}]


def rows(many: int) -> list[bytes]:
    """Few of sixty campaigns and domains have most."""
    dice = Random(5)
    found = []
    for number in range(1, many + 1):
        domain = f"d{int(60 * dice.random() ** 3)}.example"
        found.append(
            report(
                number,
                campaign=int(60 * dice.random() ** 3) + 1,
                size=2,
                received_at=START + timedelta(days=dice.uniform(0, DAYS)),
                channel=dice.choice([Channel.SMS, Channel.SMS, Channel.EMAIL]),
                links=(Link(f"https://{domain}/", domain, domain),),
            )
        )
    return found


@pytest.fixture
def kept() -> int:
    """How many leaders a list keeps: not all."""
    return 30


@pytest.fixture
def store(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, kept: int) -> Iterator[Store]:
    monkeypatch.setattr(lists, "FEWEST", 3)
    monkeypatch.setattr(lists, "KEPT", kept)
    opened = Store.open(Settings(data=tmp_path))
    opened.insert(rows(3_000), "first")
    opened.insert_lines("campaign_alias", [b'{"campaign":3,"known_as":1,"revision":1}'], "alias")
    yield opened
    opened.close()


def make_all(store: Store) -> int:
    cells = lists.lacking(store, NOW)
    for cell in cells:
        lists.make(store, cell)
    return len(cells)


def answers(store: Store) -> dict[Any, Any]:
    asked = [(name, time, number) for name in NAMES for time in TIMES for number in range(len(CUT))]
    return {
        (name, time, number): run(
            store.query, name, {"since": time[0], "until": time[1], "limit": 3, **CUT[number]}
        ).rows
        for name, time, number in asked
    }


@pytest.mark.parametrize("kept", [30, 1_000])
def test_with_lists_every_answer_is_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    expected, told = answers(store), Counter[str]()
    assert make_all(store) > DAYS / 2
    assert make_all(store) == 0
    plainly = leaders.found

    def counted(*asked: Any) -> Any:
        answer = plainly(*asked)
        told[asked[1]] += answer is not None
        return answer

    monkeypatch.setattr(leaders, "found", counted)
    assert answers(store) == expected
    marked = {statement for statement in told if MARK.search(statement)}
    assert len(marked) == len(NAMES) == 4
    for statement in marked:
        assert told[statement] or (", 1 * limit + 10" not in statement and lists.KEPT == 30), "told from lists"


def test_a_late_report_makes_lists_void_until_they_are_made_anew(store: Store) -> None:
    make_all(store)
    late = [report(5000 + n, campaign=40 + n % 2, size=2, received_at=START + timedelta(days=10)) for n in range(60)]
    store.insert(late, "late")
    expected = answers(store)
    assert "parcel.example" in str(expected), "what came late leads"
    cells = lists.lacking(store, NOW)
    assert {cell.grain for cell in cells} == {"day", "days"}
    assert len(cells) == 2
    make_all(store)
    assert answers(store) == expected
    assert not lists.lacking(store, NOW)


def test_cells_that_go_on_and_small_ones_have_no_list(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    in_between = START + timedelta(days=10.5)
    assert all(
        cell.at + timedelta(days=1 if cell.grain == "day" else 5) <= in_between
        for cell in lists.lacking(store, in_between)
    )
    monkeypatch.setattr(lists, "FEWEST", 10_000)
    assert lists.lacking(store, NOW) == []


counts = st.dictionaries(st.integers(1, 12), st.integers(1, 9), max_size=12)


@given(
    st.lists(counts, min_size=1, max_size=5), st.integers(1, 4), st.integers(1, 4), st.integers(1, 14), st.booleans()
)
def test_who_may_lead_is_never_left_out(
    cells: list[dict[int, int]], kept: int, wanted: int, looked_at: int, last_is_open: bool
) -> None:
    whole, known, bounds, unseen = Counter[int](), Counter[int](), Counter[int](), 0
    for place, cell in enumerate(cells):
        whole.update(cell)
        order = sorted(cell, key=lambda key: -cell[key])
        listed = order if last_is_open and place == len(cells) - 1 else order[:kept]
        least = max((cell[key] for key in order if key not in listed), default=0)
        known.update({key: cell[key] for key in listed})
        bounds.update(dict.fromkeys(listed, least))
        unseen += least
    most = {key: known[key] + unseen - bounds[key] for key in known}
    keys = sorted(most, key=lambda key: (-most[key], key))[:looked_at]
    looked = Looked(keys, [known[k] for k in keys], [most[k] for k in keys], unseen, len(keys) < looked_at)
    found = possible(looked, wanted)
    if found is not None:
        floor = sorted(whole.values(), reverse=True)[:wanted][-1] if whole else 0
        assert {key for key in whole if whole[key] > floor} <= found.keys()
        assert len(found) >= min(wanted, len(whole))
        assert {key for key in whole if whole[key] == floor} <= found.keys()
        assert all(low <= whole[key] <= high for key, (low, high) in found.items())
