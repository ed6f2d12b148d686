"""Whose own domains speak for their mail: none that others write from."""

from typing import Any

import pytest

from spamatlas.judge.appearance import MAILBOXES
from spamatlas.judge.brands import brands
from spamatlas.judge.detectors import own_house
from spamatlas.judge.houses import HOUSES, rooms_of
from spamatlas.model import Authentication, Channel, Hop, Message, Origin, Party, PartyKind
from spamatlas.suffixes import registrable


def test_a_house_is_a_registered_domain_of_a_listed_name_and_gives_nobody_a_mailbox() -> None:
    owned = {domain for brand in brands().values() for domain in brand.domains}
    assert owned >= HOUSES
    assert not HOUSES & MAILBOXES
    assert {registrable(domain) for domain in HOUSES} == HOUSES


@pytest.mark.parametrize(
    "domain",
    [
        *("paypal.com", "docusign.net", "google.com", "microsoft.com", "sharepoint.com", "apple.com", "adobe.com"),
        *("dropbox.com", "facebookmail.com", "linkedin.com", "amazon.com", "ebay.com", "booking.com", "airbnb.com"),
        *("orange.fr", "poste.it", "t-online.de", "gov.uk", "nhs.net", "netflix.shop", "fresh-today.com", ""),
    ],
)
def test_who_sends_the_words_of_others_or_is_not_listed_has_no_rooms(domain: str) -> None:
    assert not rooms_of(domain)


def test_the_rooms_of_a_house_are_its_owners_other_houses() -> None:
    assert rooms_of("netflix.com") == {"netflix.com"}
    assert rooms_of("dhl.de") == {"dhl.de", "deutschepost.de"}


def _is_found(**changed: Any) -> bool:
    held: dict[str, Any] = {
        "submission_id": "x",
        "channel": Channel.EMAIL,
        "text": "Your parcel comes today.",
        "sender": Party(PartyKind.EMAIL, "info@netflix.com"),
        "authentication": (Authentication("mx.example.org", "dkim", "pass", "netflix.com"),),
    }
    return any(own_house.judge(Message(**{**held, **changed}), Origin()))


def test_only_the_word_of_a_receiver_with_a_name_counts_and_no_mail_within_a_mail() -> None:
    nameless = (Authentication("", "dkim", "pass", "netflix.com"),)
    assert _is_found()
    assert not _is_found(authentication=(Authentication("whatever", "dkim", "pass", "netflix.com"),))
    assert not _is_found(authentication=nameless)
    assert _is_found(authentication=nameless, hops=(Hop(by="ab1.prod.outlook.com"),))
    assert not _is_found(authentication=nameless, hops=(Hop(by="mx.notoutlook.com"),))
    assert not _is_found(wrapped_in=("attachment",))
    assert not _is_found(headers=(("From", "info@netflix.com"), ("From", "a@b.example")))
