"""A campaign that is not large is told from its rows, and so told the same as by the engine."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from tests.store.conftest import NOON, report

from spamatlas.model import Channel, Link, Party, PartyKind, PhoneNumber, Signature
from spamatlas.settings import Settings
from spamatlas.store import Store, few, members
from spamatlas.store.newest import newest
from spamatlas.store.rows import Block

ALONE, PART, SMALL = 7, 8, 9


def scattered(number: int, chance: Random) -> Block:
    """A report of a campaign, or of one that became part of it, with much in common with the others and much not."""
    hosts = chance.sample(["parcel.example", "Zoll.example", "ärzte.example", *map("h{}.example".format, range(20))], 3)
    numbers = [f"+44770090{chance.randrange(20):04}" for _ in range(chance.randrange(3))]
    return report(
        number,
        campaign=chance.choice([ALONE, ALONE, PART, SMALL]),
        size=number,
        received_at=NOON + timedelta(minutes=chance.randrange(30 * 24 * 60)),
        reporter=f"+33600000{chance.randrange(40):03}",
        channel=chance.choice([Channel.SMS, Channel.IM]),
        sender=chance.choice([None, Party(PartyKind.PHONE, f"+336000{chance.randrange(20):03}")]),
        links=tuple(Link(f"https://{host}/", host, host) for host in hosts),
        numbers=tuple(PhoneNumber(each) for each in numbers),
        signature=Signature(chance.choice([0, 0, 2**63 + 5, *range(1, 20)])),
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store, chance = Store.open(Settings(data=Path(tmp_path_factory.mktemp("node")))), Random(52)
    store.insert([scattered(number, chance) for number in range(1, 401)], "batch")
    yield store
    store.close()


@pytest.mark.parametrize("parts", [[ALONE], [ALONE, PART], [SMALL], [99]])
def test_it_says_what_the_engine_adds_up(store: Store, parts: list[int]) -> None:
    rows = newest(store, parts).members
    assert len(rows) > 50 or parts == [99]
    assert few.spread(rows) == members.spread(store, parts)
    for most in (members.WORDINGS, 3):
        assert few.wordings(rows, most) == members.wordings(store, parts, most)
    for hours in (0, 1, 24 * 9, 24 * 20 + 7, 24 * 60):
        now = NOON + timedelta(hours=hours, minutes=17, seconds=3)
        assert few.weeks(rows, now) == members.weeks(store, parts, now)
