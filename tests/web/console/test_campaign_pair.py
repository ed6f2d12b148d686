"""Two campaigns side by side, chosen in the list."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from spamatlas.web.console.drawing import lane
from spamatlas.web.console.time_scale import FEWEST_DAYS, MOST_COLUMNS, TimeScale


def test_two_that_are_marked_lead_to_their_page(client: Any, fake: Any) -> None:
    row = LexborHTMLParser(client.get("/console/campaigns").text).css_first("tbody tr")
    box = row.css_first("input[type=checkbox]")
    assert (box.attributes["name"], box.attributes["value"]) == ("campaigns", fake.CAMPAIGN)
    asked = {"campaigns": [fake.CAMPAIGN, fake.OTHER_CAMPAIGN]}
    answer = client.get("/console/campaigns/compare", params=asked, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/console/campaigns/{fake.CAMPAIGN}/compare/{fake.OTHER_CAMPAIGN}"


@pytest.mark.parametrize("marked", [[], ["C-1"], ["C-1", "C-1"], ["C-1", "C-2", "C-3"]])
def test_fewer_or_more_are_refused(client: Any, marked: list[str]) -> None:
    answer = client.get("/console/campaigns/compare", params={"campaigns": marked}, follow_redirects=False)
    assert answer.status_code == 422


def test_a_name_can_lead_nowhere_else(client: Any) -> None:
    asked = {"campaigns": ["../../x?y=", "//evil.example"]}
    answer = client.get("/console/campaigns/compare", params=asked, follow_redirects=False)
    assert answer.headers["location"] == "/console/campaigns/..%2F..%2Fx%3Fy%3D/compare/%2F%2Fevil.example"


def test_what_they_share_stands_apart_from_what_each_has_alone(client: Any, fake: Any) -> None:
    text = client.get(f"/console/campaigns/{fake.CAMPAIGN}/compare/{fake.OTHER_CAMPAIGN}").text
    found = LexborHTMLParser(text)
    counts = [each.text().split(":")[1].strip() for each in found.css(".shared h4")]
    assert counts[:3] == ["1", "3", "1"], "of both, of the first alone, of the second alone"
    assert len(found.css(".pair > section svg.timeline")) == 2
    assert "3 · 1" in found.css_first(".shared .number").text()


@pytest.mark.parametrize("path", ["/console/campaigns/{a}/compare/{b}", "/api/v1/campaigns/{a}/compare/{b}"])
def test_one_that_is_not_there_or_is_the_same(client: Any, node: Any, fake: Any, path: str) -> None:
    assert client.get(path.format(a=fake.CAMPAIGN, b="C-ff")).status_code == 404
    node.campaign_pair = lambda *_: {"first": fake.CAMPAIGN_ROW, "second": fake.CAMPAIGN_ROW}
    assert client.get(path.format(a=fake.CAMPAIGN, b=fake.CAMPAIGN)).status_code == 422


@given(st.lists(st.tuples(st.integers(0, 4_000), st.integers(1, 9)), min_size=1, max_size=30), st.integers(0, 400))
def test_every_report_has_its_place_on_a_scale_of_few_columns(ago: list[tuple[int, int]], other: int) -> None:
    today = datetime.now(UTC).date()
    days = [{"day": today - timedelta(days=back), "reports": many} for back, many in sorted(ago, reverse=True)]
    scale = TimeScale.of(days, [{"day": today - timedelta(days=other), "reports": 1}])
    values = scale.values(days)
    assert sum(values) == sum(many for _, many in ago)
    assert len(values) <= MOST_COLUMNS
    assert len(values) * scale.step >= FEWEST_DAYS
    assert scale.step == 1 or scale.step % 7 == 0


def test_a_lane_has_a_block_where_a_wording_was_in_use() -> None:
    drawn = lane([0, 4, 0, 2])
    assert drawn.count("<rect") == 2
    assert 'x="1" width="1.02" height="1" opacity="1.00"' in drawn
    assert 'x="3" width="1.02" height="1" opacity="0.62"' in drawn
    assert lane([]).count("<rect") == 0
