from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from spamatlas.model import Channel, Hop, Message
from spamatlas.trace import Directory, questions
from spamatlas.trace.chain import Chain, relays, walk
from spamatlas.trace.directories.addresses import Addresses
from spamatlas.trace.facts import AddressFacts, Facts
from spamatlas.trace.questions import MOST_HOPS

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


def walked(*hops: Hop) -> Chain:
    message = Message(submission_id="x", channel=Channel.EMAIL, hops=hops)
    return walk(message, Directory(Addresses(None)).answer(questions(message)), relays(()))


INNER = Hop(by="mx1.example.org", from_name="mx2.example.org", address="203.0.113.5")
BORDER = Hop(by="mx2.example.org", from_name="out.example.net", address="198.51.100.7")


def test_a_loop_between_our_own_servers_ends_and_blames_nobody() -> None:
    around = (INNER, Hop(by="mx2.example.org", from_name="mx1.example.org", address="203.0.113.4"))
    found = walked(*around * 250)
    assert (found.source, len(found.hops)) == ("", MOST_HOPS)


def test_a_loop_that_began_outside_is_traced_to_where_it_came_in_first() -> None:
    assert walked(INNER, INNER, INNER, BORDER).source == "198.51.100.7"


def test_five_hundred_fields_below_the_border_change_nothing() -> None:
    forged = [Hop(by=f"h{n}.example.com", from_name=f"h{n + 1}.example.com", address="192.0.2.9") for n in range(500)]
    assert walked(BORDER, *forged).source == walked(BORDER).source == "198.51.100.7"


def test_dates_that_are_missing_or_without_a_zone_move_nothing() -> None:
    dates = (
        None,
        NEWEST,
        NEWEST.replace(tzinfo=None),
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
    )
    older = Hop(by="out.example.net", from_name="pc.example.net", address="203.0.113.77")
    for newest in dates:
        for oldest in dates:
            found = walked(replace(BORDER, at=newest), replace(older, at=oldest))
            assert (found.source, found.trusted) == ("198.51.100.7", 1)


@pytest.mark.parametrize("inside", ["10.1.2.3", "100.64.0.9", "169.254.7.7", "fe80::1", "fd12:3456::1", "::1"])
@pytest.mark.parametrize("outside", ["198.51.100.7", "2001:db8::7"])
def test_private_addresses_are_passed_over_and_public_ones_of_either_family_end(inside: str, outside: str) -> None:
    border = replace(BORDER, address=outside)
    assert walked(Hop(by="store.example.org", helo="mx2", address=inside), border).source == outside


def test_an_internationalised_domain_is_one_domain() -> None:
    home = "xn--bcher-kva.example"
    inner = Hop(by=f"mx1.{home}", from_name=f"mx2.{home}", address="203.0.113.5")
    assert walked(inner, replace(BORDER, by=f"mx2.{home}")).source == "198.51.100.7"


def test_what_was_a_home_line_years_later_says_nothing_of_an_old_mail() -> None:
    inner = Hop(by="box.example.org", helo="mx2.example.org", address="203.0.113.5")
    for year, source in ((2002, "198.51.100.7"), (2026, "203.0.113.5")):
        hops = (replace(inner, at=NEWEST.replace(year=year)), BORDER)
        message = Message(submission_id="x", channel=Channel.EMAIL, hops=hops)
        asked = Directory(Addresses(None)).answer(questions(message))
        lines = {"203.0.113.5": AddressFacts("203.0.113.5", scope="public", usage="residential")}
        facts = Facts(asked.addresses | lines, asked.numbers, asked.domains, NEWEST.date())
        assert walk(message, facts, relays(())).source == source
