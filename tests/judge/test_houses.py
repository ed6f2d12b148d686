"""Whose own domains speak for their mail: none that others write from."""

import pytest

from spamatlas.judge.appearance import MAILBOXES
from spamatlas.judge.brands import brands
from spamatlas.judge.houses import HOUSES, rooms_of
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
