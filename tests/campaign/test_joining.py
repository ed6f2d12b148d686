"""What would join two campaigns, and which of their wordings are most alike."""

import pytest

from spamatlas.campaign import sign
from spamatlas.campaign.joining import joins, nearest
from spamatlas.model import Channel, Link, Message, Party, PartyKind, PhoneNumber, Signature

PARCEL = "Your parcel could not be delivered today, please pay the small fee of 2 euros to have it sent again"
CARD = "We noticed that somebody tried to use your bank card abroad, stop the payment with the code we sent"


def signed(text: str, host: str = "", **more: object) -> Signature:
    links = (Link(f"https://{host}/a", host, host),) if host else ()
    return sign([Message(submission_id="0", channel=Channel.SMS, text=text, links=links, **more)])[0]  # type: ignore[arg-type]


def test_a_common_link_would_join_whatever_the_words() -> None:
    found = joins([signed(PARCEL, "pay.example")], [signed(CARD, "pay.example")])
    assert [(each.linkage, each.score) for each in found] == [("shared_link", 1.0)]


def test_the_same_words_and_nearly_the_same_words() -> None:
    same = joins([signed(PARCEL)], [signed(PARCEL.upper())])
    assert {each.linkage for each in same} >= {"fingerprint"}
    near = joins([signed(PARCEL)], [signed(PARCEL.replace("small", "tiny"))])
    assert "near_copy" in {each.linkage for each in near}
    assert all(0 < each.score <= 1 for each in near)


def test_nothing_in_common_joins_nothing() -> None:
    assert joins([signed(PARCEL, "a.example")], [signed(CARD, "b.example")]) == []
    assert joins([], [signed(CARD)]) == joins([signed(CARD)], []) == []


def test_marks_of_one_kind_join_only_with_the_same_value() -> None:
    def numbered(value: str, text: str) -> Signature:
        number = PhoneNumber("+442079460111", "+442079460111")
        return signed(text, sender=Party(PartyKind.PHONE, value), numbers=(number,))

    mine, theirs = numbered("+447700900123", PARCEL), numbered("+447700900124", CARD)
    assert "shared_number" in {each.linkage for each in joins([mine], [theirs])}


def test_the_nearest_pair_is_found_among_several() -> None:
    found = nearest([signed(CARD), signed(PARCEL)], [signed("too short"), signed(PARCEL.replace("today", "now"))])
    assert found
    assert (found.first, found.second) == (1, 1)
    assert 0.5 < found.alike < 1
    exact = nearest([signed(PARCEL)], [signed(PARCEL)])
    assert exact
    assert exact.alike == 1.0
    assert nearest([signed("hi")], [signed(PARCEL)]) is None


@pytest.mark.parametrize("pair", [(PARCEL, CARD), (PARCEL, PARCEL)])
def test_it_is_the_same_from_both_sides(pair: tuple[str, str]) -> None:
    one, other = [signed(pair[0])], [signed(pair[1])]
    assert [each.linkage for each in joins(one, other)] == [each.linkage for each in joins(other, one)]
