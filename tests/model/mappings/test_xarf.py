import json
import re
import tarfile
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.model import Category, Channel, Lure, MeasuringPoint
from spamatlas.model.mappings import xarf
from spamatlas.model.mappings.reading import Reading

EVERY = list(product(Channel, Category, (Lure.NONE, Lure.PARCEL, Lure.FAMILY), MeasuringPoint, (False, True)))


def test_whatever_leaves_comes_back_as_it_was() -> None:
    for channel, category, lure, point, url in EVERY:
        back = xarf.reading(xarf.fields(channel, category, lure, point, url=url))
        assert back == Reading(channel, category, lure, point)


@pytest.mark.parametrize("lure", Lure)
def test_every_lure_has_a_word_in_the_schemas(lure: Lure) -> None:
    phishing = xarf.fields(Channel.EMAIL, Category.PHISHING, lure, MeasuringPoint.REPORTED, url=True)
    fraud = xarf.fields(Channel.EMAIL, Category.FRAUD, lure, MeasuringPoint.REPORTED, url=True)
    assert phishing["lure_type"] in {
        "account_suspension", "payment_issue", "prize_notification", "document_share", "shipping_notification",
        "tax_refund", "other",
    }  # fmt: skip
    assert "lure_type" not in fraud
    assert fraud["fraud_type"] in {
        "investment", "romance", "tech_support", "lottery", "charity", "employment",
        "government_impersonation", "other",
    }  # fmt: skip


def test_content_is_only_said_where_a_page_is_known() -> None:
    without = xarf.fields(Channel.SMS, Category.PHISHING, Lure.PARCEL, MeasuringPoint.REPORTED)
    assert (without["category"], without["type"], without["protocol"]) == ("messaging", "spam", "sms")
    beside = xarf.fields(Channel.SMS, Category.PHISHING, Lure.PARCEL, MeasuringPoint.TRAPPED, url=True)
    assert (beside["category"], beside["type"], beside["evidence_source"]) == ("content", "phishing", "spamtrap")
    assert beside["lure_type"] == "shipping_notification"
    assert "protocol" not in beside


def test_a_call_travels_as_other_with_a_tag() -> None:
    call = xarf.fields(Channel.VOICE, Category.PREMIUM, Lure.NONE, MeasuringPoint.REPORTED)
    assert call["protocol"] == "other"
    assert "spamatlas-channel:voice" in call["tags"]


def test_a_foreign_report_is_read_by_its_own_words() -> None:
    foreign = {"category": "content", "type": "fraud", "fraud_type": "romance", "evidence_source": "honeypot"}
    assert xarf.reading(foreign) == Reading(None, Category.FRAUD, Lure.DATING, MeasuringPoint.TRAPPED)
    assert xarf.reading({"category": "messaging", "type": "spam", "protocol": "telegram"}) == Reading(Channel.IM)
    assert xarf.reading({"category": "connection", "type": "phishing"}).category is None


WORDS = st.sampled_from(["spam", "smtp", "spamatlas-channel:voice", "spamatlas-lure:", ":", "content", "fraud", ""])


@given(
    st.dictionaries(
        st.sampled_from(["tags", "type", "protocol", "category"]), WORDS | st.none() | st.lists(WORDS | st.integers())
    )
)
def test_any_report_is_read(report: dict[str, Any]) -> None:
    assert isinstance(xarf.reading(report), Reading)


@pytest.mark.corpora
def test_the_published_schemas_know_every_word(corpora: Path) -> None:
    schemas = _schemas(corpora)
    tag = re.compile(schemas["xarf-core"]["properties"]["tags"]["items"]["pattern"])
    for channel, category, lure, point, url in product(Channel, Category, Lure, MeasuringPoint, (False, True)):
        said = xarf.fields(channel, category, lure, point, url=url)
        allowed = _properties(schemas[f"{said['category']}-{said['type']}"])
        assert all(tag.match(each) for each in said["tags"])
        for name in ("protocol", "lure_type", "fraud_type", "evidence_source"):
            if name in said and "enum" in allowed.get(name, {}):
                assert said[name] in allowed[name]["enum"]


def _schemas(corpora: Path) -> dict[str, Any]:
    with tarfile.open(corpora / "reports" / "xarf-v4-schemas.tar.gz") as archive:
        files = {Path(each.name).stem: archive.extractfile(each) for each in archive if each.name.endswith(".json")}
        return {name: json.load(file) for name, file in files.items() if file}


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: each for part in schema["allOf"] for name, each in part.get("properties", {}).items()}
