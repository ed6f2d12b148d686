"""From reports to drafts on a node of its own: who can act, what they are told, and what they must not learn."""

import json
from collections.abc import Iterator
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.model import Rejected, Role, VertexKind
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.opening import opened
from spamatlas.pipeline.pivot import places
from spamatlas.settings import Settings
from spamatlas.trace import Directory

FEE = "Your parcel is held at customs. Pay 2.99 within 24 hours at https://parcel-fee.example/pay or it is returned"
LONE = "Your bank account is blocked. Confirm it at https://bank-safe.example/login at once"
REPORTERS = [f"+1202555019{place}" for place in range(4)]


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    settings = Settings(data=tmp_path_factory.mktemp("node"), workers=1, abuse_contact="abuse@node.example")
    with opened(settings) as answers:
        for place, who in enumerate(REPORTERS):
            for text in (FEE, LONE) if place < 2 else (FEE,):
                line = {"id": f"{place}-{text[:8]}", "channel": "sms", "text": text, "sender": "+12025550123"}
                found = answers.read(json.dumps(line).encode(), "application/x-ndjson", who, None)
                answers.accept(list(found))
        answers.drain()
        yield answers


def campaign_of(node: Answers, domain: str) -> str:
    graph = node.graph(domain)
    return next(each.name for each in graph.vertices if each.kind is VertexKind.CAMPAIGN)


def test_a_draft_to_each_who_can_act_and_nothing_of_who_reported(node: Answers) -> None:
    name = campaign_of(node, "parcel-fee.example")
    row = node.campaign(name)
    assert row
    assert row["ruling"] == "spam"
    drafts = node.notices(name, "fr")
    assert {each.role for each in drafts} >= {Role.REGISTRY}
    held = {sha256(node.node.vault.get(report["id"])).hexdigest() for report in node.reports({"campaign": name})}
    pseudonyms = {node.report(report["id"])["log"].reporter for report in node.reports({"campaign": name})}
    for each in drafts:
        text = each.subject + each.text + each.machine
        assert not [who for who in (*REPORTERS, *pseudonyms) if who in text]
        assert "Pay the fee" not in text
        assert any(digest in each.text for digest in held)
        assert each.language == "fr"
    assert node.notices(name, "xx")[0].language == "en"


def test_what_too_few_reported_accuses_nobody(node: Answers) -> None:
    assert node.notices(campaign_of(node, "bank-safe.example")) == []


def test_what_there_is_not_is_said(node: Answers) -> None:
    for asked in ("nothing.example", "C-00000000000000ff", "C-xyz", "campaign:zzz", "", "AS4200000000"):
        with pytest.raises(Rejected) as why:
            node.graph(asked)
        assert why.value.code == "not-in-graph"
    with pytest.raises(Rejected):
        node.notices("C-00000000000000ff")


def test_a_pivot_leads_from_the_thing_and_back(node: Answers) -> None:
    name = campaign_of(node, "parcel-fee.example")
    for asked in (name, name.lower(), f"campaign:{name}"):
        assert node.graph(asked).start == f"campaign:{name}"
    around = node.graph("hxxps://www.parcel-fee[.]example/pay?x=1")
    assert around.start == "domain:parcel-fee.example"
    assert [each.role for each in node.contacts("parcel-fee.example")] == [Role.REGISTRY]
    assert node.contacts(name) == []


DIRECTORY = Directory.open()


@given(st.text(max_size=80))
def test_anything_may_be_pasted(text: str) -> None:
    found = places(text, DIRECTORY)
    assert bool(found) == bool(text.strip())
    assert all(name for _, name in found)
