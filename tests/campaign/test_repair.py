"""Assigned in any order, then looked at again: the same campaigns. And who poisons, and what everybody carries."""

import json
import os
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spamatlas.campaign import Case, Entry, Ledger, Said, Total, sign
from spamatlas.model import Channel, Message, Signature
from spamatlas.parse.links import links_in
from spamatlas.parse.numbers import numbers_in

TEMPLATES = (
    "Your parcel is held at our depot because postage is missing, settle it before the end of the week {0}",
    "We noticed a sign-in to your account, confirm that it was you or it is closed for good within days {0}",
    "Hi mum, my phone fell into the sink, this is my new number, can you pay something for me today {0}",
)
FILLINGS = (
    "",
    "now",
    "at once please",
    "before it is too late for you and for everybody",
    "thank you for your patience",
)
WORDINGS = [
    sign([Message(submission_id="", channel=Channel.SMS, text=text.format(filling))])[0]
    for text in TEMPLATES
    for filling in FILLINGS
]
OWN = tuple(f"domain:{place}.test" for place in range(14))
COMMON = ("number:+15550100", "account:@everybody")
wordings = st.sampled_from([*WORDINGS, *(Signature(place) for place in range(1, 14))])
anchors = st.tuples(
    st.sets(st.sampled_from(OWN), max_size=2),
    st.sets(st.sampled_from(COMMON), max_size=1),
    st.sets(st.sampled_from([f"~near_names:{place:016x}" for place in range(3)]), max_size=1),
).map(lambda sets: tuple(sorted(set().union(*sets), key=lambda anchor: (anchor[0] == "~", anchor))))
reports = st.builds(
    lambda wording, carried, reporter: (Signature(wording.fingerprint, wording.sketch, carried), reporter),
    wordings,
    anchors,
    st.sampled_from(["", "r1", "r2", "r3", "r4", "r5", "r6", "r7"]),
)
crowds = st.lists(reports, max_size=40).map(
    lambda drawn: [
        Entry(submission_id=str(place), signature=signature, reporter=reporter, channel=Channel.SMS)
        for place, (signature, reporter) in enumerate(drawn)
    ]
)


class Node:
    """A ledger and the stored facts beside it, as the pipeline has them."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.stored: list[tuple[Entry, int]] = []

    def file(self, entries: Sequence[Entry]) -> None:
        assigned = [self.ledger.assign_all([each])[0].campaign for each in entries]
        self.stored += zip(entries, assigned, strict=True)

    def look_again(self, said: Said | None = None) -> int:
        cases = [
            Case(
                signature=each.signature,
                channel=each.channel,
                part=part,
                first=place,
                people=frozenset({hash(each.reporter)} if each.reporter else ()),
            )
            for place, (each, part) in enumerate(self.stored)
        ]
        affairs = self.ledger.second_look.look_again(cases, said or Said(), is_all=True)
        for affair in affairs:
            for case, part in affair.moved:
                self.stored[case.first] = (self.stored[case.first][0], part)
            totals = {}
            for home in affair.after:
                mine = [each for each, part in self.stored if affair.homes.get(part, part) == home]
                people = {hash(each.reporter) & 2**64 - 1 for each in mine if each.reporter}
                totals[home] = Total(size=len(mine), first_seen=min(each.at for each in mine), reporters=people)
            placed = [(case.signature, case.channel, home, case.reports) for case, home in affair.cases]
            self.ledger.second_look.regroup(affair.homes, placed, totals)
        return len(affairs)

    def partition(self) -> set[frozenset[str]]:
        together = defaultdict(set)
        for each, part in self.stored:
            together[self.ledger.resolve(part)].add(each.submission_id)
        return {frozenset(names) for names in together.values()}


def settled(entries: Sequence[Entry]) -> set[frozenset[str]]:
    node = Node()
    node.file(entries)
    node.look_again()
    return node.partition()


def bridged() -> list[Entry]:
    """Two campaigns that four people each reported, and a message of one person with the anchors of both."""
    one, other = "domain:0.test", "domain:1.test"
    carried = [((one,), 4), ((other,), 4), ((one, other), 1)]
    signed = [Signature(place + 1, anchors=names) for place, (names, many) in enumerate(carried) for _ in range(many)]
    return [
        Entry(submission_id=str(place), signature=each, reporter=f"r{place}", channel=Channel.SMS)
        for place, each in enumerate(signed)
    ]


def everywhere(groups: int) -> list[Entry]:
    """Campaigns with nothing in common but a number that half of each one's messages name."""
    return [
        Entry(submission_id=f"{group}-{names}", signature=Signature(group, anchors=COMMON[:names]), channel=Channel.SMS)
        for group in range(1, groups + 1)
        for names in (0, 1)
    ]


@given(crowds, st.randoms(use_true_random=False))
@example(bridged(), random.Random(1))
@example(everywhere(9), random.Random(1))
@example(everywhere(11), random.Random(1))
def test_after_another_look_order_of_arrival_changed_nothing(entries: list[Entry], chooser: random.Random) -> None:
    turned = list(entries)
    chooser.shuffle(turned)
    assert settled(turned) == settled(entries)


@given(crowds, st.integers(0, 40))
def test_looked_at_twice_is_as_once_and_looking_on_the_way_changes_nothing(entries: list[Entry], stop: int) -> None:
    node = Node()
    node.file(entries[:stop])
    node.look_again()
    node.file(entries[stop:])
    node.look_again()
    assert node.look_again() == 0
    assert node.partition() == settled(entries)


@given(crowds)
def test_after_another_look_the_next_like_message_goes_where_its_likes_are(entries: list[Entry]) -> None:
    node = Node()
    node.file(entries)
    node.look_again()
    sizes: dict[int, int] = defaultdict(int)
    for _, part in node.stored:
        sizes[node.ledger.resolve(part)] += 1
    for each, part in node.stored:
        if each.signature.fingerprint and not each.signature.anchors:
            found = node.ledger.look_up(each.signature, each.channel)
            assert found
            assert (found.campaign, found.size) == (node.ledger.resolve(part), sizes[found.campaign])


def test_what_an_anchor_glued_before_it_became_a_hub_comes_apart() -> None:
    node = Node()
    node.file(everywhere(14))
    assert len(node.partition()) < 14
    node.look_again()
    assert len(node.partition()) == 14


def test_one_person_does_not_join_what_many_reported_whenever_it_comes() -> None:
    for order in range(5):
        entries = random.Random(order).sample(bridged(), 9)
        assert sorted(map(len, settled(entries))) == [4, 5]
    others = [
        Entry(
            submission_id=f"more {place}",
            signature=Signature(9, anchors=("domain:0.test", "domain:1.test")),
            reporter=f"more {place}",
            channel=Channel.SMS,
        )
        for place in range(2)
    ]
    assert len(settled([*bridged(), *others])) == 1


def test_what_people_told_apart_or_together_or_whole_stays_so() -> None:
    node = Node()
    node.file(bridged()[:8])
    one, other = (node.stored[place][1] for place in (0, 7))
    node.look_again(Said(together=frozenset({(one, other)})))
    assert len(node.partition()) == 1
    assert node.look_again(Said(whole=frozenset({one, other}), together=frozenset({(one, other)}))) == 0
    node.look_again(Said(apart=frozenset({(one, other)})))
    assert len(node.partition()) == 2


def corpus(name: str) -> list[dict[str, str]]:
    folder = os.environ.get("SPAMATLAS_CORPORA")
    if not folder:
        pytest.skip("SPAMATLAS_CORPORA names no folder of real messages")
    return [json.loads(line) for line in (Path(folder) / "text" / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("name", "home"), [("sms-uci.jsonl", "GB"), ("campaign-variants.jsonl", "")])
def test_real_spam_is_the_same_campaigns_in_any_order(name: str, home: str) -> None:
    rows = [row for row in corpus(name) if row.get("label", "spam") == "spam"]
    messages = [
        Message(
            submission_id=str(place),
            channel=Channel(row.get("channel", "sms")),
            text=row["text"],
            links=links_in(row["text"]),
            numbers=numbers_in(row["text"], home),
        )
        for place, row in enumerate(rows)
    ]
    entries = [
        Entry(submission_id=each.submission_id, signature=signature, channel=each.channel)
        for each, signature in zip(messages, sign(messages), strict=True)
    ]
    expected = settled(entries)
    for order in range(5):
        assert settled(random.Random(order).sample(entries, len(entries))) == expected


def lodging(hosts: int) -> list[Entry]:
    """One odd page on several hosts, and what the owner of the first of them sends."""
    page = "~page:00000000000000aa"
    lodged = [Signature(place + 1, anchors=(f"domain:{place}.test", page)) for place in range(hosts)]
    owned = [Signature(50 + place, anchors=("domain:0.test",)) for place in range(2)]
    return [
        Entry(submission_id=str(place), signature=each, channel=Channel.EMAIL)
        for place, each in enumerate([*lodged, *owned])
    ]


def test_who_owns_a_host_that_was_broken_into_is_not_who_did_it() -> None:
    for order in range(5):
        entries = lodging(3)
        found = settled(random.Random(order).sample(entries, len(entries)))
        assert found == {frozenset("012"), frozenset("34")}
    assert settled(lodging(2)) == {frozenset("0123")}
