import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from spamatlas.locale import languages
from spamatlas.web.face.chart import HEAD, PLOT, Bar, Labels, ceiling, shares, timeline
from spamatlas.web.face.time_axis import series_of, times_of, values_at


def test_the_first_page_states_findings_with_their_denominators(client: Any) -> None:
    page = LexborHTMLParser(client.get("/").text)
    figures = page.css("figure")
    assert len(figures) >= 10
    for figure in figures:
        assert figure.css_first(".finding").text(strip=True)
        assert "12 reports" in figure.css_first(".source").text()
        for kind in ("format=csv", "format=json", ".svg?", ".png?", "/figures/"):
            assert figure.css_first(f'.source a[href*="{kind}"]'), kind
    assert "Text message leads: 9 of 12" in page.css_first("#volume .finding").text()


@pytest.mark.parametrize(
    ("headers", "query", "code"),
    [
        ({"accept-language": "ar-EG, en;q=0.5"}, "", "ar"),
        ({"accept-language": "xx, en;q=0.5"}, "", "en"),
        ({"accept-language": "en"}, "?lang=ar", "ar"),
        ({"accept-language": "ar"}, "?lang=en", "en"),
        ({"accept-language": "en"}, "?lang=nonsense", "en"),
    ],
)
def test_the_readers_language(client: Any, headers: dict[str, str], query: str, code: str) -> None:
    page = LexborHTMLParser(client.get(f"/{query}", headers=headers).text)
    html = page.css_first("html")
    assert (html.attributes["lang"], html.attributes["dir"]) == (code, languages()[code].direction)


def test_a_chosen_language_is_remembered(client: Any) -> None:
    client.get("/?lang=ar")
    assert 'lang="ar"' in client.get("/console").text


def test_what_the_browser_has_is_not_sent_again(client: Any) -> None:
    first = client.get("/report")
    assert client.get("/report", headers={"if-none-match": first.headers["etag"]}).status_code == 304


def test_errors_are_words_to_people_and_problems_to_programs(client: Any) -> None:
    assert "<h1" in client.get("/console/reports/nothing", headers={"accept": "text/html"}).text
    assert client.get("/console/reports/nothing").json()["code"] == "no-such-report"


def test_a_quiet_day_is_seen_as_quiet(node: Any) -> None:
    table = node.statistic("volume")
    times = times_of(table)
    assert [at.day for at in times] == [2, 3, 4, 5]
    found = series_of(table, "channel")
    assert values_at(times, found["sms"]) == [0, 9, 0, 0]
    assert values_at(times, found["email"]) == [0, 0, 0, 3]


@given(st.integers(0, 10**9))
def test_a_scale_holds_its_values_and_has_a_round_middle(most: int) -> None:
    top = ceiling(most)
    assert max(most, 1) <= top <= max(2, 2 * most)
    assert re.fullmatch(r"[1-9]0*", str(top // 2))
    assert top % 2 == 0


def test_time_runs_the_other_way_in_a_mirrored_chart() -> None:
    labels = Labels("4", "2", "3", "first", "last")

    def places(mirrored: bool) -> list[float]:
        drawn = timeline([Bar(1), Bar(2), Bar(3)], 4, labels, mirrored=mirrored)
        return [float(each) for each in re.findall(r'<rect class="column[^>]* x="([\d.]+)%"', drawn)]

    assert places(mirrored=False) == sorted(places(mirrored=False))
    assert places(mirrored=True) == sorted(places(mirrored=True), reverse=True)


def test_what_was_usual_stands_at_its_value() -> None:
    drawn = timeline([Bar(10, 5.0, 2, 8), Bar(1)], 10, Labels("", "", "", "", ""), mirrored=False)
    (band,) = re.findall(r'class="band"[^>]* y="([\d.]+)" height="([\d.]+)"', drawn)
    assert float(band[0]) == pytest.approx(HEAD + PLOT * 0.2)
    assert float(band[1]) == pytest.approx(PLOT * 0.6)
    assert float(re.findall(r'class="mean"[^>]* y="([\d.]+)"', drawn)[0]) == pytest.approx(HEAD + PLOT / 2 - 1)


def test_parts_fill_the_bar() -> None:
    for mirrored in (False, True):
        drawn = shares([("a", 0.5), ("b", 0.3), ("c", 0.2)], mirrored=mirrored)
        assert sum(float(each) for each in re.findall(r'width="([\d.]+)%" height', drawn)) == pytest.approx(200.0)


def test_dates_and_numbers_by_language() -> None:
    english, arabic = languages()["en"], languages()["ar"]
    at = datetime(2026, 3, 5, 9, 7, tzinfo=UTC)
    assert english.moment(at) == "Mar 5, 2026 09:07 UTC"
    assert "مارس" in arabic.moment(at)
    assert arabic.moment(at).startswith("\u2068")
    assert english.days(at, at + timedelta(days=2)) == "Mar 5\u2009–\u20097, 2026"
    assert (english.percent(0.0951), english.percent(0.5), english.percent(0.0003)) == ("9.5%", "50%", "0.03%")
    assert arabic.country("KE") == "كينيا"
