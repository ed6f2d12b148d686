"""Countermeasures as rows, and what is read beside them, in a real store."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.store.conftest import report

from spamatlas.model import Countermeasure, CountermeasureKind, Link, VertexKind
from spamatlas.settings import Settings
from spamatlas.store import Store, countermeasures

TODAY = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
SINCE = TODAY - timedelta(days=10)
SHUT = Countermeasure(
    kind=CountermeasureKind.HOST_DOWN,
    taken_on=SINCE.date(),
    target_kind=VertexKind.HOST,
    target="old.example",
    number=3,
)


def day(place: int) -> datetime:
    return SINCE + timedelta(days=place)


def like(store: Store, days: tuple[int, int, int], before: int, channels: list[str]) -> list[tuple[int, int]]:
    """Asked together with another one, which changes nothing."""
    sides = [countermeasures.Side(1, 1, 1, 2), countermeasures.Side(*days, before)]
    assert countermeasures.like(store, [], channels, 0) == []
    return countermeasures.like(store, sides, channels, 0)[1]


def link(host: str) -> tuple[Link, ...]:
    return (Link(f"https://{host}/", host, host),)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Campaign 1 turned to another host; 2 to 4 had fourteen reports in their first week, 5 too few; 6 is too young."""
    store = Store.open(Settings(data=tmp_path_factory.mktemp("node")))
    when: list[tuple[int, int, str]] = [(1, place, "old.example") for place in range(-7, 1) for _ in range(2)]
    when += [(1, place, "new.example") for place in (0, 1, 2)] + [(1, place, "later.example") for place in (1, 2, 3)]
    for campaign, after in ((2, 6), (3, 3), (4, 0)):
        when += [(campaign, place - 20, "x.example") for place in range(-7, 0) for _ in range(2)]
        when += [(campaign, place - 20, "x.example") for place in range(1, 1 + after)]
    when += [(5, -27, "x.example"), (5, -26, "x.example")]
    when += [(6, place + 5, "x.example") for place in range(-7, 3) for _ in range(2)]
    sizes: dict[int, int] = {}
    blocks = []
    for number, (campaign, place, host) in enumerate(sorted(when, key=lambda each: each[1]), 1):
        sizes[campaign] = sizes.get(campaign, 0) + 1
        blocks.append(
            report(
                number, campaign=campaign, size=sizes[campaign], received_at=day(place), links=link(host), anchors=()
            )
        )
    store.insert(blocks, "reports")
    countermeasures.keep(store, 1, SHUT)
    yield store
    store.close()


def test_what_was_noted_comes_back_until_it_is_undone(filled: Store) -> None:
    known = Countermeasure(
        kind=CountermeasureKind.NOTICE, taken_on=date(2026, 3, 1), effective_on=date(2026, 3, 4), number=8,
        organisation="Example Registry", note="second reminder",
    )  # fmt: skip
    for _ in range(2):
        countermeasures.keep(filled, 70, known)
    assert countermeasures.noted(filled, [70, 1]) == [known, SHUT]
    countermeasures.keep(filled, 70, known, undone=True)
    assert countermeasures.noted(filled, [70]) == []
    assert countermeasures.one(filled, 8) == (70, known)
    assert countermeasures.one(filled, 9) is None


def test_like_campaigns_are_compared_at_the_same_age(filled: Store) -> None:
    found = like(filled, (7, 7, 7), 14, ["sms"])
    assert sorted(found) == [(14, 0), (14, 3), (14, 6)]
    assert like(filled, (7, 7, 7), 14, ["fax"]) == []
    assert like(filled, (7, 7, 7), 900, ["sms"]) == []
    assert sorted(like(filled, (7, 7, 1), 14, ["sms"])) == [(14, 0), (14, 1), (14, 1), (14, 2)]


def test_a_campaign_against_which_something_is_noted_is_not_like(filled: Store) -> None:
    countermeasures.keep(filled, 3, Countermeasure(kind=CountermeasureKind.WARNING, taken_on=SINCE.date(), number=20))
    assert sorted(like(filled, (7, 7, 7), 14, ["sms"])) == [(14, 0), (14, 6)]
    merge = b'{"campaign": 3, "known_as": 2, "revision": 1}'
    filled.insert_lines("campaign_alias", [merge], "merge")
    assert like(filled, (7, 7, 7), 14, ["sms"]) == [(14, 0)]


def test_what_was_aimed_at_and_what_came_in_its_place(filled: Store) -> None:
    named = countermeasures.targeted(filled, [1], ["old.example", "nothing.example"])
    assert named["nothing.example"] == {}
    assert named["old.example"] == {day(place).date(): 2 for place in range(-7, 1)}
    turned = countermeasures.turned(filled, [1], SINCE.date())
    assert [(row["value"], row["reports"]) for row in turned["hosts"]] == [("later.example", 3)]
    assert turned["numbers"] == []
