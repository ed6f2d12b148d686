from pathlib import Path

import pytest
from tests.end_to_end import kills


@pytest.mark.timeout(300)
def test_nothing_accepted_is_lost_or_counted_twice(tmp_path: Path) -> None:
    tally = kills.run(kills=4, number=1500, data=tmp_path / "data")
    assert tally.acknowledged > 100, "the kills came before any work"
    assert tally.lost == 0
    assert tally.accepted == tally.sent
    assert tally.quarantined == tally.quarantine_rows == 30
    stored = tally.sent - tally.quarantined
    assert tally.rows == tally.distinct == tally.judged == tally.tallied == tally.in_campaigns == stored
