"""An address asks for a view; what can't be followed is said, and the nearest sensible thing is shown."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from spamatlas.locale import languages
from spamatlas.statistics import catalogue
from spamatlas.web.face.view import LONGEST, view_of

NOW = datetime(2026, 3, 20, 15, 30, tzinfo=UTC)
ENGLISH = languages()["en"]


def view(**query: str) -> Any:
    return view_of(query, ENGLISH, NOW)


@pytest.mark.parametrize(
    ("query", "time", "remarks"),
    [
        ({}, ("14d", ""), 0),
        ({"since": "24h"}, ("24h", ""), 0),
        ({"since": "2026-03-01", "until": "2026-03-10"}, ("2026-03-01", "2026-03-10"), 0),
        ({"since": "2026-03-01"}, ("2026-03-01", "2026-03-20"), 0),
        ({"until": "2026-03-10"}, ("2026-02-25", "2026-03-10"), 0),
        ({"since": "3d"}, ("2026-03-17", "2026-03-20"), 0),
        ({"since": "2026-03-10", "until": "2026-03-01"}, ("2026-03-01", "2026-03-10"), 1),
        ({"since": "2026-03-10", "until": "2027-03-01"}, ("2026-03-10", "2026-03-20"), 1),
        ({"since": "2027-03-10", "until": "2027-04-01"}, ("14d", ""), 2),
        ({"since": "1999-01-01", "until": "2026-03-10"}, ("2025-03-09", "2026-03-10"), 1),
        ({"since": "1901-01-01", "until": "1902-01-01"}, ("14d", ""), 1),
        ({"since": "0001-01-01", "until": "9999-12-31"}, ("2025-03-19", "2026-03-20"), 2),
        ({"since": "99999w"}, ("2025-03-19", "2026-03-20"), 1),
        ({"since": "yesterday-ish"}, ("14d", ""), 1),
        ({"since": "2026-03-01", "until": "x" * 10_000}, ("14d", ""), 1),
        ({"since": "2026-02-30"}, ("14d", ""), 1),
    ],
)
def test_the_time_shown(query: dict[str, str], time: tuple[str, str], remarks: int) -> None:
    seen = view(**query)
    assert (seen.since, seen.until) == time
    assert len(seen.remarks) == remarks


def test_the_last_day_is_shown_whole() -> None:
    assert view(since="2026-03-01", until="2026-03-10").time == {"since": "2026-03-01", "until": "2026-03-11"}


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=10))
def test_any_address_gives_a_view(since: str, until: str, other: str) -> None:
    seen = view(since=since, until=until, channel=other, category=other, country=other)
    assert seen.first < seen.after
    assert seen.after - seen.first <= LONGEST + (NOW - NOW.replace(hour=0)) * 2
    assert len(seen.remarks) <= 6


@pytest.mark.parametrize("name", ["channel", "category", "country"])
def test_an_unknown_filter_is_said_and_left_out(name: str) -> None:
    seen = view(**{name: '"><script>'})
    assert getattr(seen, name) == ""
    assert len(seen.remarks) == 1
    assert "<" not in seen.remarks[0]


def test_kinds_and_countries_are_not_mixed() -> None:
    seen = view(category="phishing", country="ke")
    assert (seen.category, seen.country, len(seen.remarks)) == ("", "KE", 1)


def test_a_statistic_is_asked_only_for_what_it_knows() -> None:
    seen = view(channel="sms", category="phishing")
    assert seen.parameters(catalogue()["volume"]) == {"since": "14d", "channel": "sms", "category": "phishing"}
    assert seen.parameters(catalogue()["routes"]) == {"since": "14d", "channel": "sms"}
    assert seen.unheeded(catalogue()["routes"]) == ["category"]
    assert seen.unheeded(catalogue()["campaigns"]) == ["channel", "category"]


@pytest.mark.parametrize("path", ["/", "/where", "/where/KE", "/routes", "/figures/volume", "/figures/routes.svg"])
@pytest.mark.parametrize(
    "query",
    [
        {"since": "x"},
        {"since": "2026-01-01", "until": "1026-01-01"},
        {"since": "9999-99-99"},
        {"channel": "ü" * 5000},
        {"country": "'; DROP TABLE report"},
        {"category": "\u202e"},
        {"until": "99999w"},
        {"lang": "xx"},
        {"have": "\x00,.,lead."},
    ],
)
def test_no_address_breaks_a_page(client: Any, path: str, query: dict[str, str]) -> None:
    assert client.get(path, params=query).status_code == 200


def test_a_figure_says_which_filter_it_can_not_follow(client: Any) -> None:
    page = LexborHTMLParser(client.get("/?category=phishing").text)
    assert "All kinds" in page.css_first("#routes .subtitle").text()
    assert "All kinds" not in page.css_first("#volume .subtitle").text()


def test_links_keep_the_view_and_the_language(client: Any) -> None:
    page = LexborHTMLParser(client.get("/?since=7d&channel=sms&lang=ar").text)
    week = next(each for each in page.css(".ranges a") if "since=24h" in (each.attributes["href"] or ""))
    assert "channel=sms" in (week.attributes["href"] or "")
    assert "lang=ar" in (week.attributes["href"] or "")
    assert page.css_first('form.filters input[name="lang"]').attributes["value"] == "ar"


@pytest.mark.parametrize(("path", "status"), [("/where/ZZ", 404), ("/where/../x", 404), ("/where/KEN", 404)])
def test_no_such_country(client: Any, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_a_country_in_small_letters_is_found(client: Any) -> None:
    answer = client.get("/where/ke", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, "/where/KE")
