"""What a thing is tied to, as the command tells it: one maker across two texts, and a platform that ties nobody."""

import json
from pathlib import Path

import pytest
from tests.cli.calling import called

from spamatlas.cli.tracing import trace_target
from spamatlas.model import Rejected
from spamatlas.settings import load

FEE = "Your parcel is held, pay the fee of 2.99 at https://one.example/pay before tonight please"
PRIZE = "Winner of the month! Collect at https://one.example/w or https://two.example/w while stocks last"
OTHER = "Cheap loans without questions for everybody, write to us now: https://bit.ly/3loan today"


def test_a_domain_leads_to_the_campaigns_that_share_it(tmp_path: Path) -> None:
    lines = [
        {"id": f"{place}-{text[:4]}", "channel": channel, "text": text, "reporter": f"r{place}"}
        for place in range(4)
        for channel, text in (("sms", FEE), ("im", PRIZE), ("sms", OTHER))
    ]
    file = tmp_path / "reports.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    data = tmp_path / "node"
    assert called(data, "report", file, "--json").returncode == 0
    found = json.loads(called(data, "trace", "https://one.example/pay", "--json").stdout)
    campaigns = {each["name"] for each in found["tied_to"] if each["kind"] == "campaign"}
    assert len(campaigns) == 2
    assert [each["role"] for each in found["contacts"]] == ["registry"]
    (cluster,) = found["clusters"]
    assert set(cluster["campaigns"]) == campaigns
    assert cluster["explanations"][0].startswith("same_maker ")
    around = json.loads(called(data, "trace", min(campaigns), "--json").stdout)
    assert around["clusters"] == found["clusters"]
    assert {each["name"] for each in around["tied_to"]} >= {"one.example"}
    platform = json.loads(called(data, "trace", "bit.ly", "--json").stdout)
    assert [each["role"] for each in platform["contacts"]] == ["platform"]
    assert platform["clusters"] == []


@pytest.mark.parametrize("target", ["missing.eml", "mails/missing.mbox", "./missing.eml"])
def test_a_file_that_is_not_there_is_no_domain(target: str, tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="no file is there") as why:
        trace_target(target, load(tmp_path))
    assert why.value.code == "unknown-target"
