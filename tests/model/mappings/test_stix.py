import json
import tarfile
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from spamatlas.model import Category, Channel, Lure, MeasuringPoint, PartyKind, RouteClass, Ruling
from spamatlas.model.mappings import stix
from spamatlas.model.mappings.reading import Reading

# STIX 2.1, sections 10.5, 10.7 and 10.26.
INDICATORS = {
    "anomalous-activity",
    "anonymization",
    "benign",
    "compromised",
    "malicious-activity",
    "attribution",
    "unknown",
}
INFRASTRUCTURES = {
    "amplification", "anonymization", "botnet", "command-and-control", "control-system", "exfiltration", "firewall",
    "hosting-malware", "hosting-target-lists", "phishing", "reconnaissance", "routers-switches", "staging",
    "workstation", "unknown",
}  # fmt: skip
ACTORS = {
    "activist", "competitor", "crime-syndicate", "criminal", "hacker", "insider-accidental", "insider-disgruntled",
    "nation-state", "sensationalist", "spy", "terrorist", "unknown",
}  # fmt: skip


@pytest.mark.parametrize("ruling", Ruling)
def test_a_ruling_comes_back(ruling: Ruling) -> None:
    assert stix.indicator_type(ruling) in INDICATORS
    assert stix.ruling([stix.indicator_type(ruling)]) is ruling


def test_of_several_statements_the_worst_counts() -> None:
    assert stix.ruling(["benign", "malicious-activity"]) is Ruling.SPAM
    assert stix.ruling(["unknown"]) is None


def test_every_value_has_a_word_of_the_vocabulary() -> None:
    for route, category in product(RouteClass, Category):
        found = stix.infrastructure_types(route, category)
        assert found
        assert set(found) <= INFRASTRUCTURES
        assert stix.threat_actor_type(category) in ACTORS
    assert stix.infrastructure_types(RouteClass.COMPROMISED_HOST, Category.PHISHING) == ("botnet", "phishing")
    assert stix.route_class(["phishing", "botnet"]) is RouteClass.COMPROMISED_HOST
    assert stix.route_class(["anonymization"]) is RouteClass.UNKNOWN
    assert {stix.object_type(kind) for kind in PartyKind} >= {"email-addr", "phone-number", "user-account"}
    assert [channel for channel in Channel if stix.message_type(channel) == "email-message"] == [Channel.EMAIL]


def test_labels_bring_everything_back() -> None:
    for said in product(Channel, Category, Lure, MeasuringPoint):
        assert stix.reading(stix.labels(*said)) == Reading(*said)
    assert stix.reading(["malware", "spamatlas:category=nonsense", "spamatlas:channel"]) == Reading()


@pytest.mark.corpora
def test_published_objects_use_words_that_we_know(corpora: Path) -> None:
    types = {value for each in _objects(corpora) for value in each.get("infrastructure_types", ())}
    actors = {value for each in _objects(corpora) for value in each.get("threat_actor_types", ())}
    assert types and types <= INFRASTRUCTURES
    assert actors & ACTORS


def _objects(corpora: Path) -> list[dict[str, Any]]:
    with tarfile.open(corpora / "reports" / "stix21.tar.gz") as archive:
        files = [archive.extractfile(each) for each in archive if each.name.endswith(".json")]
        bundles = [json.load(file) for file in files if file]
    return [
        each for bundle in bundles for each in (bundle if isinstance(bundle, list) else bundle.get("objects", [bundle]))
    ]
