"""A network's and a country's routes, from filed reports to the command."""

import json
from pathlib import Path

from tests.cli.calling import called

from spamatlas.cli.tracing import edge_line

TEXT = {"channel": "sms", "text": "Pay the fee for your parcel", "sender": "+33612345678", "recipient": "+447700900123"}


def test_trace_tells_the_edges_at_a_country_and_of_a_network_that_there_are_none(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    lines = [{**TEXT, "id": f"t{number}", "headers": {"smsc": "+33609001390"}} for number in range(3)]
    file.write_text("\n".join(map(json.dumps, lines)))
    assert called(tmp_path / "node", "report", file, "--json").returncode == 0
    found = json.loads(called(tmp_path / "node", "trace", "FR", "--json").stdout)
    assert found["what"] == "country"
    ends = [(each["from_kind"], each["to_kind"], each["to"], each["reports"]) for each in found["edges"]]
    assert [each[1:] for each in ends].count(("gateway", "+33609001390", 3)) == 1
    assert ("gateway", "country", "GB", 3) in ends
    shown = called(tmp_path / "node", "trace", "AS64500")
    assert shown.returncode == 0
    assert "Not seen in any report" in shown.stdout + shown.stderr


def test_an_edge_is_told_in_a_narrow_line() -> None:
    edge = {
        "from_kind": "network",
        "from": "64500 Alpha",
        "from_country": "BR",
        "to_kind": "country",
        "to": "GB",
        "to_country": "GB",
        "reports": 3,
        "reporters": 2,
        "volume": 9,
        "certainty": 0.6,
    }
    assert edge_line(edge) == {
        "from": "network 64500 Alpha BR",
        "to": "GB",
        "reports": 3,
        "reporters": 2,
        "certainty": 0.6,
    }
