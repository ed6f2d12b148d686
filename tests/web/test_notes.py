from datetime import UTC, datetime
from typing import Any

import pytest

from spamatlas.locale import languages
from spamatlas.web.face.notes import coverage, notes
from spamatlas.web.face.poster import wrapped


def test_a_download_says_what_it_holds(node: Any) -> None:
    said = notes(node.statistic("categories"), languages()["en"])
    assert said == [
        "Reports by category",
        "Reported messages by what the judges take them for.",
        (
            "12 reports, 4 reporters, Mar 2\u2009–\u20095, 2026. Last report: Mar 5, 2026 12:00 UTC. "
            "1 row of too few reporters is left out."
        ),
        "Unit: reports.",
        (
            "A judgement, not a fact: it changes when a judgement is corrected; corrected ones can make `reporters` "
            "too small, never too large."
        ),
    ]


@pytest.mark.parametrize("code", [code for code in languages() if code != "en"])
def test_it_says_so_in_every_language(node: Any, code: str) -> None:
    table = node.statistic("categories")
    here, english = notes(table, languages()[code]), notes(table, languages()["en"])
    assert len(here) == len(english)
    assert not set(here) & set(english)


def test_stops_and_commas_are_those_of_the_language(node: Any) -> None:
    table = node.statistic("categories")
    assert coverage(table, languages()["zh"]).startswith("12 份举报、4 名举报人、2026年3月2日至5日。最近举报")
    assert ".." not in coverage(table, languages()["ru"])
    assert "، " in coverage(table, languages()["ar"])


def test_a_picture_breaks_no_line_within_a_date() -> None:
    said = languages()["ar"].moment(datetime(2026, 3, 5, 9, 7, tzinfo=UTC))
    assert all(len(line.split("\u2068")) == len(line.split("\u2069")) for line in wrapped(f"آخر بلاغ: {said}", 12))
    assert wrapped("un mot\u202f! et", 3.2) == ["un", "mot\u202f!", "et"]
    assert wrapped("按类别统计", 3.2) == ["按类别", "统计"]
    assert wrapped("按类别，统计 UTC。", 3.2) == ["按类", "别，统", "计", "UTC。"], "no line begins with a full stop"
