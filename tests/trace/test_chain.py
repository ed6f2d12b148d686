from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spamatlas.model import Channel, Hop, Message
from spamatlas.trace import Directory, questions
from spamatlas.trace.chain import relays, walk
from spamatlas.trace.directories.addresses import Addresses
from spamatlas.trace.facts import AddressFacts

NEWEST = datetime(2026, 9, 1, 12, tzinfo=UTC)
CASES = Path(__file__).parent / "cases" / "received_chains.case"


def cases() -> Iterator[dict[str, list[str]]]:
    for block in CASES.read_text("utf-8").split("=== next"):
        case: dict[str, list[str]] = {}
        for line in block.strip().splitlines():
            if not line.startswith("#"):
                key, _, value = line.partition(":")
                case.setdefault(key, []).append(value.strip())
        yield case


def hop(line: str) -> Hop:
    by, name, helo, address, protocol, minutes = (part.strip() for part in line.split("|"))
    at = NEWEST - timedelta(minutes=int(minutes))
    return Hop(by=by, from_name=name, helo=helo, address=address, protocol=protocol, at=at)


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case["name"][0])
def test_a_chain_is_believed_as_far_as_it_should(case: dict[str, list[str]]) -> None:
    message = Message(submission_id="x", channel=Channel.EMAIL, hops=tuple(map(hop, case["hop"])))
    facts = Directory(Addresses(None)).answer(questions(message))
    for address in case.get("home-line", ()):
        facts.addresses[address] = AddressFacts(address, scope="public", usage="residential")
    chain = walk(message, facts, relays(tuple(case.get("trust", ()))))
    assert chain.source == case["source"][0]
    assert chain.trusted == int(case["trusted"][0])
    if "marks" in case:
        assert set(case["marks"][0].split()) <= set(chain.marks)
    assert 0 <= chain.belief < 1


def test_an_honest_chain_has_no_marks() -> None:
    hops = (
        hop("mx.example.org | out.example.net | out.example.net | 198.51.100.7 | ESMTP | 0"),
        hop("out.example.net | pc.example.net | pc | 203.0.113.4 | ESMTPA | 1"),
    )
    message = Message(submission_id="x", channel=Channel.EMAIL, hops=hops)
    assert walk(message, Directory(Addresses(None)).answer(questions(message)), relays(())).marks == ()


def test_configured_relays_make_the_boundary_surer() -> None:
    message = Message(
        submission_id="x", channel=Channel.EMAIL, hops=(hop("mx.example.org | | | 198.51.100.7 | ESMTP | 0"),)
    )
    facts = Directory(Addresses(None)).answer(questions(message))
    assert walk(message, facts, relays(("203.0.113.0/24",))).belief > walk(message, facts, relays(())).belief
