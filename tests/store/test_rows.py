from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from spamatlas.model import Call, Hop, PhoneNumber
from spamatlas.store import Store, reports
from spamatlas.store.rows import Block, Described, complete

Make = Callable[..., Block]


def test_a_report_comes_back_as_it_went_in(store: Store, make_report: Make) -> None:
    store.insert([make_report(1)], "one")
    found = reports.one(store, store.query("SELECT toString(id) AS id FROM report")[0]["id"])
    assert found is not None
    facts = found["report"]
    assert facts["received_at"] == datetime(2026, 3, 1, 12, 0, 30, 250_000, UTC)
    assert (facts["sender"], facts["sender_host"]) == ("mallory@sender.example", "sender.example")
    assert (facts["asn"], facts["country"], facts["source_address"]) == (64500, "GB", "::ffff:c000:207")
    assert (facts["hosts"], facts["domains"]) == (["parcel.example"], ["parcel.example"])
    assert (facts["fingerprint"], facts["anchors"]) == (2**64 - 1, ["link:parcel.example"])
    assert facts["campaign"] == "C-0000000000000007"
    assert (found["verdict"]["ruling"], found["verdict"]["spam"]) == ("spam", 0.97)
    assert found["message"]["links"] == [["parcel.example", "parcel.example", "text"]]


def test_neither_text_nor_the_path_of_a_link_is_stored(make_report: Make) -> None:
    row = make_report(1, subject="Dear Ann Victim").native
    for secret in (b"victim", b"Victim", b"Pay at"):
        assert secret not in row


@pytest.mark.parametrize(
    "changes",
    [
        {"sent_at": datetime(1, 1, 1, tzinfo=UTC)},
        {"sent_at": datetime(9999, 12, 31, tzinfo=UTC)},
        {"volume": 2**40},
        {"volume": -1},
        {"raw_bytes": 2**50},
        {"numbers": tuple(PhoneNumber(f"+1555{n}") for n in range(5000))},
        {"hops": (Hop(by="\ud800 lone surrogate", address="not an address"),)},
        {"call": Call(ring_seconds=1e308)},
        {"subject": 'line\nfeed " quote \\ \x00 nul', "wrapped_in": ("a\nb", "\x00", "}\n{")},
        {"language": "en\n\\N"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_hostile_values_are_stored_and_hold_nobody_up(
    changes: dict[str, object], store: Store, make_report: Make
) -> None:
    store.insert([make_report(1), make_report(2, **changes), make_report(3)], "batch")
    assert store.query("SELECT count() AS n FROM report")[0]["n"] == 3
    assert store.query("SELECT count() AS n FROM judgement")[0]["n"] == 3


def test_facts_without_a_verdict_go_nowhere() -> None:
    with pytest.raises(ValueError, match="1 reports were described and 0 concluded"):
        complete(Described(1, b""), [])
