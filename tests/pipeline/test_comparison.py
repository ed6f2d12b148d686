"""A month under two profiles: counted from the store, ruled by the one place that rules."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace
from tests.store.conftest import report, verdict

from spamatlas.judge import Profile, conclude, ruling_of, told
from spamatlas.judge.evidence import bulk
from spamatlas.model import (
    Assignment,
    Category,
    Channel,
    Evidence,
    Known,
    Lure,
    Opinion,
    Reason,
    Rejected,
    Ruling,
    Verdict,
)
from spamatlas.pipeline.comparison import CODES, TOLD, compared, month_of
from spamatlas.settings import Settings
from spamatlas.store import Store

MARCH = month_of("2026-03", datetime.now(UTC))
RULINGS = list(Ruling)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(Settings(data=tmp_path))
    yield opened
    opened.close()


def judged(random: Random) -> tuple[Verdict, Assignment]:
    """A verdict as the neutral profile makes it, of anything."""
    codes = random.sample([code for code in CODES if code not in TOLD], random.randint(0, 3))
    opinion = Opinion(
        spam=random.choice([0.0, 0.3, 0.6, 0.7, 0.9, 1.0, round(random.random(), 6)]),
        category=random.choice([each for each in Category if each is not Category.NOT_SPAM]),
        lure=random.choice(list(Lure)),
        unsolicited=Evidence(random.choice(list(Known)), 0.5, tuple(Reason(code, 0.0, "It is so.") for code in codes)),
        reasons=(Reason("wording", 1.0, 'It says "code":"way-out" and more.', {"host": '"code":"way-out"'}),),
        channel=random.choice(list(Channel)),
    )
    assignment = Assignment(
        campaign=7,
        size=random.choice([1, 4, 5, 101, 1_001]),
        reporters=random.choice([1, 3, 101]),
        hourly=random.choice([0.0, 0.04, 4.17, 4.21, 101.0]),
    )
    return conclude(opinion, assignment, Profile.load("neutral")), assignment


@pytest.mark.parametrize("pair", [("us", "de"), ("sg", "neutral"), ("ch", "gb"), ("au", "hk")])
def test_what_is_counted_is_what_each_report_is_ruled(store: Store, pair: tuple[str, str]) -> None:
    random = Random(f"{pair}")
    profiles = Profile.load(pair[0]), Profile.load(pair[1])
    rows, expected = [], Counter[tuple[Ruling, Ruling]]()
    for number in range(1, 401):
        one, assignment = judged(random)
        rows.append(report(number, judged=one, channel=one.channel, assignment=assignment))
        original = replace(one, category=Category.OTHER) if one.category is Category.NOT_SPAM else one
        both = [ruling_of(original, bulk(assignment, profile), profile) for profile in profiles]
        expected[both[0], both[1]] += 1
    store.insert(rows, "t")
    found = compared(store, profiles, *MARCH)
    assert {(a, b): found.count(a, b) for a in RULINGS for b in RULINGS if found.count(a, b)} == dict(expected)
    assert found.differing == sum(count for (a, b), count in expected.items() if a is not b) > 0
    assert (found.reports, found.read) == (400, 400)


def test_a_persons_word_stands_under_every_profile(store: Store) -> None:
    base = verdict(category=Category.ADVERTISING, unsolicited=Evidence(Known.NO, 0.1), channel=Channel.EMAIL)
    store.insert([report(1, judged=told(base, "spam"), channel=Channel.EMAIL)], "t")
    found = compared(store, (Profile.load("us"), Profile.load("de")), *MARCH)
    assert found.count(Ruling.SPAM, Ruling.SPAM) == 1


def test_other_months_and_samples_beside_real_reports_are_left_out(store: Store) -> None:
    advertising = verdict(category=Category.ADVERTISING, channel=Channel.EMAIL, lure=Lure.NONE)
    rows = [
        report(1, judged=advertising, channel=Channel.EMAIL),
        report(2, received_at=datetime(2026, 4, 1, tzinfo=UTC)),
        report(3, sample=True),
    ]
    store.insert(rows, "t")
    found = compared(store, (Profile.load("us"), Profile.load("de")), *MARCH)
    assert found.read == 1 and found.count(Ruling.SPAM, Ruling.SPAM) == 1


def test_the_reason_of_a_difference_is_told(store: Store) -> None:
    asked = Evidence(Known.YES, 0.9, (Reason("way-out", 0.0, "It is so."),))
    lawful = verdict(category=Category.ADVERTISING, lure=Lure.NONE, channel=Channel.EMAIL, unsolicited=asked)
    store.insert([report(number, judged=lawful, channel=Channel.EMAIL) for number in range(1, 4)], "t")
    (row,) = compared(store, (Profile.load("us"), Profile.load("de")), *MARCH).rows
    assert (row.rulings, row.excuses, row.reports) == ((Ruling.SUSPECT, Ruling.SPAM), ("may-object", ""), 3)


def test_nothing_is_compared_where_nothing_is(store: Store) -> None:
    assert compared(store, (Profile.load("us"), Profile.load("de")), *MARCH).rows == ()


def test_months() -> None:
    now = datetime(2026, 12, 5, tzinfo=UTC)
    assert month_of("", now) == (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    for wrong in ("2026", "2026-13", "x", "0000-01"):
        with pytest.raises(Rejected, match="2026-11"):
            month_of(wrong, now)
