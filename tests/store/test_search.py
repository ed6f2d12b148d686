"""A list says what fits, in order, and how far it looked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from spamatlas.model import Category, Channel, Link, Party, PartyKind, PhoneNumber, Ruling
from spamatlas.store import Store
from spamatlas.store import search as lists
from spamatlas.store.rows import Block
from spamatlas.store.search import Part, matching, search

NOON = datetime(2026, 3, 1, 12, 0, 30, 250_000, UTC)

MANY = 40
FITTING: list[tuple[list[tuple[str, str]], Any]] = [
    ([("channel", "voice")], range(4, 41, 4)),
    ([("channel", "voice"), ("channel", "sms")], range(1, 41)),
    ([("channel", "voice"), ("ruling", "ham")], [20, 40]),
    ([("ruling", "ham"), ("ruling", "spam"), ("channel", "voice")], range(4, 41, 4)),
    ([("from", "00000")], []),
    ([("from", "90000")], range(1, 10)),
    ([("from", "%")], []),
    ([("link", "h1.shop.example")], range(1, 41, 5)),
    ([("host", "h1.shop.example"), ("host", "h2.shop.example")], []),
    ([("domain", "shop.example"), ("ruling", "ham")], [10, 20, 30, 40]),
    ([("domain", "h1.shop.example")], []),
    ([("sender", "+442079460999")], []),
    ([("link", "shop.example")], range(1, 41)),
    ([("place", "h1.shop.example"), ("channel", "voice")], [16, 36]),
    ([("number", "442079460999")], [7]),
    ([("number", "+442079460999")], [7]),
    ([("number", "+447700900012")], [12]),
    ([("as", "64500")], range(1, 41)),
    ([("as", "64501")], []),
    ([("country", "GB"), ("text", "h1.")], range(1, 41, 5)),
    ([("address", "192.0.2.7")], range(1, 41)),
    ([("address", "nonsense")], []),
    ([("campaign", "C-0000000000000002")], [n for n in range(1, 41) if n % 3 == 1]),
    ([("campaign", "nonsense")], []),
    ([("since", str(int((NOON + timedelta(hours=39)).timestamp()) // 60 * 60))], [39, 40]),
    ([("unknown", "x")], range(1, 41)),
]


@pytest.fixture
def filled(store: Store, make_report: Callable[..., Block], make_verdict: Callable[..., Any]) -> Store:
    rows = []
    for number in range(1, MANY + 1):
        is_voice = number % 4 == 0
        host = f"h{number % 5}.shop.example"
        rows.append(
            make_report(
                number,
                campaign=number % 3 + 1,
                received_at=NOON + timedelta(hours=number),
                judged=make_verdict(
                    ruling=Ruling.HAM if number % 10 == 0 else Ruling.SPAM,
                    category=Category.NOT_SPAM if number % 10 == 0 else Category.PHISHING,
                ),
                channel=Channel.VOICE if is_voice else Channel.SMS,
                sender=Party(PartyKind.PHONE, f"+4477009000{number:02}"),
                numbers=(PhoneNumber("+442079460999"),) if number == 7 else (),
                links=(Link(f"https://{host}/x", host, "shop.example"),),
            )
        )
    store.insert(rows, "batch")
    return store


def found(store: Store, *terms: tuple[str, str], **part: Any) -> list[int]:
    return [row["sequence"] for row in search(store, terms, Part(**part)).rows]


def test_what_fits(filled: Store) -> None:
    for terms, sequences in FITTING:
        wanted = sorted(sequences, reverse=True)
        assert found(filled, *terms) == wanted, terms
        assert found(filled, *terms, oldest_first=True) == wanted[::-1], terms
        ids = {row["id"]: row["sequence"] for row in search(filled, terms, Part()).rows}
        assert [ids[each] for each in matching(filled, terms, 100)] == wanted, terms
        assert [ids[each] for each in matching(filled, terms, 3)] == wanted[:3], terms


@pytest.mark.parametrize("oldest_first", [False, True])
def test_parts_of_a_list_make_up_the_whole(filled: Store, oldest_first: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spamatlas.store.search.FIRST_WINDOW", 3)
    monkeypatch.setattr("spamatlas.store.search.STRETCH_SECONDS", 0.0)
    whole = found(filled, ("ruling", "spam"), limit=100, oldest_first=oldest_first)
    assert len(whole) == 36
    pieces: list[int] = []
    place, looked_at = 0, 0
    while True:
        part = Part(limit=5, oldest_first=oldest_first, **({"after": place} if oldest_first else {"before": place}))
        piece = search(filled, [("ruling", "spam")], part, seconds=1e-9)
        pieces += [row["sequence"] for row in piece.rows]
        looked_at += piece.looked_at
        if not piece.reached:
            break
        place = piece.reached
    assert pieces == whole
    assert looked_at >= MANY


def test_a_moment_is_enough_and_how_far_it_came_is_said(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spamatlas.store.search.FIRST_WINDOW", 4)
    monkeypatch.setattr("spamatlas.store.search.STRETCH_SECONDS", 0.0)
    for terms in ([("from", "00007")], [("ruling", "ham"), ("channel", "sms"), ("country", "GB")]):
        piece = search(filled, terms, Part(limit=10), seconds=1e-9)
        assert (piece.looked_at, piece.reached) == (4, 37)
        assert search(filled, terms, Part()).reached == 0
    # An index knows where it is: there is nothing left to look at.
    piece = search(filled, [("number", "+442079460999"), ("ruling", "spam")], Part(), seconds=1e-9)
    assert ([row["sequence"] for row in piece.rows], piece.reached) == ([7], 0)


def test_what_is_newer_than_what_was_seen(filled: Store) -> None:
    assert found(filled, ("channel", "voice"), after=33) == [40, 36]


def test_rows_tell_their_verdict_and_the_campaign_that_theirs_became(filled: Store) -> None:
    filled.insert_lines("campaign_alias", [b'{"campaign": 2, "known_as": 3, "revision": 1}'], "alias")
    rows = search(filled, [("campaign", "C-0000000000000003")], Part(limit=100)).rows
    assert {row["sequence"] % 3 for row in rows} == {1, 2}
    assert {row["campaign"] for row in rows} == {"C-0000000000000003"}
    assert {(row["ruling"], row["category"]) for row in rows} == {("spam", "phishing"), ("ham", "not_spam")}


@pytest.mark.parametrize(
    "terms", [[("number", "+447700900012")], [("link", "shop.example")], [("campaign", "C-0000000000000002")]]
)
def test_rows_that_lie_apart_are_the_same_rows(
    filled: Store, terms: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    together = lists.search(filled, terms, Part()).rows
    monkeypatch.setattr(lists, "GRANULE", -1)
    asked = asked_of(filled, monkeypatch)
    assert lists.search(filled, terms, Part()).rows == together
    assert together
    assert any("FROM campaign_member WHERE campaign IN {campaigns" in sql for sql in asked)


def test_a_row_that_is_on_its_way_to_another_campaign_is_listed(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    terms = [("link", "shop.example")]
    together = lists.search(filled, terms, Part()).rows
    filled.command("ALTER TABLE campaign_member DELETE WHERE sequence = 5 SETTINGS mutations_sync = 2")
    monkeypatch.setattr(lists, "GRANULE", -1)
    assert lists.search(filled, terms, Part()).rows == together


def asked_of(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are asked from now on."""
    asked: list[str] = []
    query = store.query
    monkeypatch.setattr(store, "query", lambda sql, *more, **how: (asked.append(sql), query(sql, *more, **how))[1])
    return asked


@pytest.mark.parametrize(("beyond", "statements"), [(8_192, 2), (5, 3)])
def test_the_newest_of_all_are_read_from_where_the_log_ended_last(
    filled: Store, make_report: Callable[..., Block], monkeypatch: pytest.MonkeyPatch, beyond: int, statements: int
) -> None:
    whole = search(filled, [], Part(limit=MANY)).rows
    assert filled.end == MANY
    filled.insert([make_report(MANY + 3, campaign=9, received_at=NOON)], "more")
    monkeypatch.setattr(lists, "GRANULE", beyond)
    asked = asked_of(filled, monkeypatch)
    newest = search(filled, [], Part(limit=10))
    assert [row["sequence"] for row in newest.rows] == [MANY + 3, *range(MANY, MANY - 9, -1)]
    assert newest.rows[1:] == whole[:9]
    assert newest.reached == MANY - 8
    assert len([sql for sql in asked if "FROM report" in sql or "FROM judgement" in sql]) == statements
    assert filled.end == MANY + 3


def test_the_newest_of_fewer_than_a_page_are_all_there_are(filled: Store) -> None:
    whole = search(filled, [], Part(limit=MANY + 1)).rows
    assert len(whole) == MANY
    filled.end = 10_000  # as after samples went
    filled.changes.everything()
    assert search(filled, [], Part(limit=MANY + 1)).rows == whole
    assert filled.end == MANY
