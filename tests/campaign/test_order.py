"""The partition in the end is the same in whatever order the reports came."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.campaign import Entry, Ledger, sign
from spamatlas.model import Channel, Message, Signature

ANCHORS = ("domain:a.test", "domain:b.test", "number:+15550100", "account:@a", "file:ff")
MARKS = tuple(f"~{kind}:{place:016x}" for kind in ("page", "near_names", "block_figure", "block") for place in (1, 2))
evidence = st.builds(
    Signature,
    fingerprint=st.integers(0, 5),
    anchors=st.sets(st.sampled_from(ANCHORS + MARKS), max_size=2).map(lambda found: tuple(sorted(found))),
)
reports = st.lists(st.tuples(evidence, st.sampled_from([Channel.SMS, Channel.EMAIL])), max_size=9).map(
    lambda pairs: [
        Entry(submission_id=str(place), signature=signature, channel=channel)
        for place, (signature, channel) in enumerate(pairs)
    ]
)


def partition(entries: Iterable[Entry]) -> set[frozenset[str]]:
    """Which submissions are together once all came, merges followed."""
    ledger = Ledger()
    given_ids = {one.submission_id: ledger.assign_all([one])[0].campaign for one in entries}
    together = defaultdict(set)
    for name, campaign in given_ids.items():
        together[ledger.resolve(campaign)].add(name)
    return {frozenset(names) for names in together.values()}


@given(reports, st.randoms(use_true_random=False))
def test_order_of_arrival_changes_nothing_in_the_end(entries: list[Entry], chooser: random.Random) -> None:
    turned = list(entries)
    chooser.shuffle(turned)
    assert partition(turned) == partition(entries)


TEMPLATES = (
    "Your parcel {0} is held at our {1} depot because {2} of postage is missing, settle it before {3}",
    "We noticed a sign-in to your {1} account at {3}, confirm that it was you or it is closed for {2} days",
    "Le colis {0} vous attend au relais {1}, des frais de {2} restent à payer avant {3}",
    "Hi mum, my phone fell into the {1}, this is my new number, can you pay {2} for me before {3}",
)
WORDS = ("Derby", "sink", "pool", "Lyon", "harbour", "river", "northern", "central")


def filled_in(chooser: random.Random) -> list[str]:
    filling = lambda: (chooser.randrange(9999), chooser.choice(WORDS), chooser.randrange(99), chooser.choice(WORDS))  # noqa: E731
    return [template.format(*filling()) for template in TEMPLATES for _ in range(12)]


@pytest.mark.parametrize("seed", range(6))
def test_templates_filled_in_are_the_same_campaigns_in_any_order(seed: int) -> None:
    chooser = random.Random(seed)
    entries = _entries(filled_in(chooser))
    expected = partition(entries)
    assert len(expected) == len(TEMPLATES)
    chooser.shuffle(entries)
    assert partition(entries) == expected


def _entries(texts: Sequence[str]) -> list[Entry]:
    messages = [Message(submission_id=str(n), channel=Channel.SMS, text=text) for n, text in enumerate(texts)]
    return [
        Entry(submission_id=one.submission_id, signature=signature, channel=Channel.SMS)
        for one, signature in zip(messages, sign(messages), strict=True)
    ]
