"""The median of ratios of reports a day, over campaigns whose days are known."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.store.conftest import report

from spamatlas.model import Countermeasure, CountermeasureKind
from spamatlas.settings import Settings
from spamatlas.statistics import run
from spamatlas.store import Store, countermeasures

SINCE = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=10)


def test_days_to_act_and_the_ratio_of_reports_a_day(tmp_path: Path) -> None:
    """Campaign 1 falls from 2 a day to 1 in seven days, 2 to none, 3 is too small; 4 became part of 3."""
    store = Store.open(Settings(data=tmp_path))
    try:
        when = [(campaign, place) for campaign in (1, 2) for place in range(-7, 0) for _ in range(2)]
        when += [(1, place) for place in range(1, 8)] + [(3, -2), (4, -4), (1, 0), (1, 0)]
        blocks = [
            report(number, campaign=campaign, received_at=SINCE + timedelta(days=place))
            for number, (campaign, place) in enumerate(when, 1)
        ]
        store.insert(blocks, "reports")
        store.insert_lines("campaign_alias", [b'{"campaign": 4, "known_as": 3, "revision": 1}'], "merge")
        for number, campaign in enumerate((1, 2, 4), 1):
            done = Countermeasure(kind=CountermeasureKind.LISTED, taken_on=SINCE.date(), number=number)
            countermeasures.keep(store, campaign, done)
        for floor in (0, 1):
            (row,) = run(store.query, "countermeasures", {"since": "30d", "min_reporters": floor}).rows
            assert (row["countermeasures"], row["campaigns"], row["measured"], row["reporters"]) == (3, 3, 2, 3)
            assert row["median_days_to_act"] == 7
            one, none = (7.5 / 7) / (14.5 / 7), (0.5 / 7) / (14.5 / 7)
            assert row["median_ratio"] == round((one + none) / 2, 2)
    finally:
        store.close()
