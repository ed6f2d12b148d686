"""Whatever is typed is read or said to be wrong, and says where."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.locale import languages
from spamatlas.store.search import FIELDS
from spamatlas.web.console.query import LONGEST_SEARCH, MOST_PARTS, PREFIXES, parse

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
EN = languages()["en"]


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("", []),
        ("parcel fee", [("text", "parcel"), ("text", "fee")]),
        ('"parcel fee"', [("text", "parcel fee")]),
        ("hxxps://Pay[.]Example/x?y=1", [("place", "pay.example")]),
        ("http://pay.example:8080/", [("place", "pay.example")]),
        ("bücher.example", [("place", "xn--bcher-kva.example")]),
        ("link:pay.example", [("link", "pay.example")]),
        ("mallory@sender.example", [("text", "mallory@sender.example")]),
        ("from:mallory", [("from", "mallory")]),
        ("+44 7700", [("text", "+44"), ("text", "7700")]),
        ('number:"+44 7700 900123"', [("number", "+447700900123")]),
        ("+447700900123", [("number", "+447700900123")]),
        ("447700900123", [("number", "447700900123")]),
        ("number:62442", [("number", "62442")]),
        ("AS64500", [("as", "64500")]),
        ("as:AS64500", [("as", "64500")]),
        ("192.0.2.7", [("address", "192.0.2.7")]),
        ("2001:db8::7", [("address", "2001:db8::7")]),
        ("KE", [("country", "KE")]),
        ("Kenya", [("country", "KE")]),
        ("in", [("text", "in")]),
        ("South Africa is:spam", [("country", "ZA"), ("ruling", "spam")]),
        ('country:"south africa"', [("country", "ZA")]),
        ("C-00000000000000AA", [("campaign", "C-00000000000000aa")]),
        ("0123456789abcdef0123456789abcdef", [("id", "0123456789abcdef0123456789abcdef")]),
        ("channel:sms kind:phishing lure:parcel", [("channel", "sms"), ("category", "phishing"), ("lure", "parcel")]),
        ("is:wanted lang:Swahili", [("ruling", "ham"), ("language", "sw")]),
        ("since:7d", [("since", str(int(datetime(2026, 3, 3, 12, tzinfo=UTC).timestamp())))]),
        ("until:2026-03-01", [("until", str(int(datetime(2026, 3, 1, tzinfo=UTC).timestamp())))]),
        ("\u202eparcel\u202c\x00", [("text", "parcel")]),
    ],
)
def test_what_is_meant(text: str, conditions: list[tuple[str, str]]) -> None:
    found = parse(text, EN, NOW)
    assert found.conditions == conditions
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "part", "at"),
    [
        ("parcel sender:me", "sender:me", 8),
        ("since:yesterday", "since:yesterday", 1),
        ("x since:2026-02-30", "since:2026-02-30", 3),
        ("country:Atlantis", "country:Atlantis", 1),
        ("is:bad", "is:bad", 1),
        ("as:alpha", "as:alpha", 1),
        ("campaign:7", "campaign:7", 1),
        ("number:seven", "number:seven", 1),
        ("link:nowhere", "link:nowhere", 1),
        ("lang:klingonish", "lang:klingonish", 1),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, part: str, at: int) -> None:
    (problem,) = parse(text, EN, NOW).problems
    assert (problem.part, problem.at) == (part, at)
    assert problem.text.startswith("{part}")


def test_a_search_of_ten_thousand_characters_is_cut_and_said_so() -> None:
    found = parse("x" * 10_000, EN, NOW)
    assert len(found.text) == LONGEST_SEARCH
    assert found.problems[0].at == LONGEST_SEARCH
    assert len(parse("a " * 400, EN, NOW).terms) == MOST_PARTS


def test_the_readers_own_words_are_understood() -> None:
    arabic = languages()["ar"]
    assert parse("كينيا", arabic, NOW).conditions == [("country", "KE")]
    assert parse("Germany", arabic, NOW).conditions == [("country", "DE")]
    assert parse("lang:الفرنسية", arabic, NOW).conditions == [("language", "fr")]


def test_a_part_can_be_taken_out() -> None:
    found = parse("parcel  South Africa is:spam", EN, NOW)
    assert found.without(found.terms[1]) == "parcel is:spam"
    assert found.without(found.terms[2]) == "parcel South Africa"


PIECES = [*(f"{name}:" for name in PREFIXES), '"', "+1", "a.b", " ", "7d", "KE", "\u202e"]


@given(st.text(max_size=300) | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_is_read(text: str) -> None:
    found = parse(text, EN, NOW)
    assert all(field in FIELDS and value for field, value in found.conditions)
    assert all(0 < each.at <= LONGEST_SEARCH for each in found.problems)
    for each in found.terms:
        assert 0 <= each.begin < each.end <= len(found.text)
        assert each.field != "text" or each.value in found.text
    again = parse(found.text, EN, NOW)
    assert again.conditions == found.conditions
