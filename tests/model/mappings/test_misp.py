import re
from itertools import product

import pytest

from spamatlas.model import Category, Channel, Known, Lure, MeasuringPoint, PartyKind
from spamatlas.model.mappings import misp
from spamatlas.model.mappings.reading import Reading

# What the published taxonomies hold, of the predicates that we use.
TAXONOMIES = {
    "rsit:abusive-content": {"spam", "harmful-speech", "violence"},
    "rsit:fraud": {"unauthorized-use-of-resources", "copyright", "masquerade", "phishing"},
    "rsit:malicious-code": {"infected-system", "c2-server", "malware-distribution", "malware-configuration"},
    "rsit:information-gathering": {"scanner", "sniffing", "social-engineering"},
    "rsit:other": {"other"},
    "phishing:techniques": {
        "fake-website", "email-spoofing", "clone-phishing", "voice-phishing", "search-engines-abuse", "sms-phishing",
        "business email compromise",
    },
    "phishing:distribution": {"spear-phishing", "bulk-phishing", "whaling"},
    "phishing:report-type": {"manual-reporting", "automatic-reporting"},
}  # fmt: skip


def test_every_tag_is_ours_or_in_its_taxonomy() -> None:
    for channel, category, lure, point, bulk in product(Channel, Category, Lure, MeasuringPoint, Known):
        for tag in misp.tags(channel, category, lure, point, bulk):
            parts = re.fullmatch(r'([a-z]+:[a-z-]+)="([a-z_ -]+)"', tag)
            assert parts, tag
            assert parts[1].startswith("spamatlas:") or parts[2] in TAXONOMIES[parts[1]], tag


def test_whatever_leaves_comes_back_as_it_was() -> None:
    for channel, category, lure, point in product(Channel, Category, Lure, MeasuringPoint):
        back = misp.reading(misp.tags(channel, category, lure, point))
        assert back == Reading(channel, category, None if lure is Lure.NONE else lure, point)


def test_phishing_in_bulk_says_how() -> None:
    said = misp.tags(Channel.SMS, Category.PHISHING, Lure.BANK, MeasuringPoint.REPORTED, Known.YES)
    assert 'rsit:fraud="phishing"' in said
    assert 'phishing:techniques="sms-phishing"' in said
    assert 'phishing:distribution="bulk-phishing"' in said
    assert not any(
        tag.startswith("phishing:")
        for tag in misp.tags(Channel.SMS, Category.LOAN, Lure.NONE, MeasuringPoint.REPORTED, Known.YES)
    )


@pytest.mark.parametrize(
    ("tags", "category", "channel"),
    [
        (['rsit:abusive-content="spam"'], Category.OTHER, None),
        (['rsit:fraud="phishing"', 'phishing:techniques="voice-phishing"'], Category.PHISHING, Channel.VOICE),
        (["tlp:green"], None, None),
        ([], None, None),
    ],
)
def test_foreign_tags_are_read(tags: list[str], category: Category | None, channel: Channel | None) -> None:
    assert misp.reading(tags) == Reading(channel, category)


@pytest.mark.parametrize("kind", PartyKind)
def test_every_party_has_an_attribute_type(kind: PartyKind) -> None:
    assert misp.attribute_type(kind) in {"email-src", "phone-number", "text", "uri"}
