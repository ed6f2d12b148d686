"""A ledger that was written down and read again is the same ledger, whatever was done to it before."""

import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.campaign.test_ledger import ANCHORS, assigned, entries

from spamatlas.campaign import Columns, Entry, Ledger, Total
from spamatlas.campaign.bridges import Bridges
from spamatlas.campaign.compact_index import CompactIndex
from spamatlas.campaign.exact_index import ExactIndex
from spamatlas.campaign.fading import Fading
from spamatlas.campaign.finder import salt_of
from spamatlas.campaign.linkage import key
from spamatlas.campaign.people import People
from spamatlas.model import Channel, Signature

MARKED = (*ANCHORS, "~page:00000000000000aa", "~near_names:00000000000000ab", "~block_figure:00000000000000ac")
marked = st.builds(
    lambda entry, anchors: type(entry)(
        **{name: getattr(entry, name) for name in entry.__struct_fields__ if name != "signature"},
        signature=Signature(entry.signature.fingerprint, entry.signature.sketch, tuple(sorted(anchors))),
    ),
    entries,
    st.sets(st.sampled_from(MARKED), max_size=3),
)
reports = st.lists(marked, max_size=25)
Doing = Callable[[Ledger, random.Random], None]


def written(columns: Columns) -> Columns:
    """As a file has them."""
    return {name: np.frombuffer(bytearray(each.tobytes()), dtype=each.dtype.str).reshape(each.shape)
            for name, each in columns.items()}  # fmt: skip


def again(ledger: Ledger) -> Ledger:
    return Ledger.of_columns(written(ledger.columns()))


def homes(ledger: Ledger) -> list[int]:
    return sorted({ledger.resolve(campaign) for campaign in ledger._groups.ids})


def merging(ledger: Ledger, chance: random.Random) -> None:
    known = homes(ledger)
    if len(known) > 1:
        part, home = chance.sample(known, 2)
        ledger.second_look.merge(part, home)


def parting(ledger: Ledger, chance: random.Random) -> None:
    known = homes(ledger)
    if known:
        one = chance.choice(known)
        parts = ledger.second_look.parts([one])[one]
        cases = [(Signature(1), Channel.SMS, 77, 1)]
        totals = {each: Total(size=2, first_seen=1.0, reporters={5}, recipients={6, 7}) for each in (*parts, 77)}
        ledger.second_look.regroup({**{part: part for part in parts}, 77: 77}, cases, totals)


def asking(ledger: Ledger, _: random.Random) -> None:
    ledger.touched(1)
    ledger.news()


@given(reports, reports, st.lists(st.sampled_from([merging, parting, asking]), max_size=2), st.integers(0, 99))
def test_a_ledger_read_again_goes_on_as_the_one_that_was_written(
    before: list, after: list, doings: list[Doing], seed: int
) -> None:
    ledger = Ledger()
    ledger.assign_all(before)
    for doing in doings:
        doing(ledger, random.Random(seed))
    ledger.news()
    read = again(ledger)
    assert [read.look_up(each.signature, each.channel) for each in after] == [
        ledger.look_up(each.signature, each.channel) for each in after
    ]
    for entry in (*after, *before):
        assert assigned(read, entry) == assigned(ledger, entry)
    assert read.aliases == ledger.aliases
    assert read.news() == ledger.news()
    assert read.touched(99) == ledger.touched(99)
    assert len(read) == len(ledger)


@given(reports, st.integers(0, 25), st.randoms(use_true_random=False))
def test_read_again_and_brought_up_to_date_is_as_read_back_whole(
    entries: list, place: int, chooser: random.Random
) -> None:
    live = Ledger()
    found: dict = {}
    for entry in entries:
        found.setdefault(entry.submission_id, (entry, assigned(live, entry).campaign))
    stored = [
        type(entry)(**{name: getattr(entry, name) for name in entry.__struct_fields__[:-1]}, campaign=campaign)
        for entry, campaign in found.values()
    ]
    aliases = {one: live.resolve(one) for one in live.aliases}
    earlier, whole = Ledger(), Ledger()
    earlier.assign_all(entries[:place])
    place = len(earlier)
    read = again(earlier)
    assert read.agrees(aliases)
    read.restore(stored[place:], aliases)
    whole.restore(stored, aliases)
    assert {one: read.resolve(one) for _, one in found.values()} == {
        one: whole.resolve(one) for _, one in found.values()
    }
    new = [*stored]
    chooser.shuffle(new)
    for number, entry in enumerate(new):  # the same contents, filed once more, in another order
        again_filed = type(entry)(
            **{name: getattr(entry, name) for name in entry.__struct_fields__[1:-1]}, submission_id=f"new {number}"
        )
        assert assigned(read, again_filed) == assigned(whole, again_filed)
    assert {one: read.resolve(one) for one in read.aliases} == {one: whole.resolve(one) for one in whole.aliases}


def test_a_ledger_in_which_two_are_one_that_came_apart_does_not_agree() -> None:
    ledger = Ledger()
    one = ledger.assign("a", Signature(0, anchors=("domain:a.test",))).campaign
    other = ledger.assign("b", Signature(0, anchors=("domain:b.test",))).campaign
    assert ledger.agrees({})
    assert ledger.agrees({other: one}), "what became one since may follow"
    ledger.assign("c", Signature(0, anchors=("domain:a.test", "domain:b.test")))
    assert ledger.agrees({other: one})
    assert ledger.agrees({one: other})
    assert not ledger.agrees({})
    assert not ledger.agrees({other: 7})


def test_tables_that_grew_and_faded_are_the_same() -> None:
    chance = random.Random(5)
    keys = [chance.getrandbits(64) for _ in range(3_000)]
    fading, read = Fading(kept=1_000), Fading(kept=1_000)
    for row, each in enumerate(keys):
        fading.setdefault(each, row)
    read.fill(written(fading.columns()))
    assert [read.get(each) for each in keys] == [fading.get(each) for each in keys]
    compact, other = CompactIndex(bits=6), CompactIndex(bits=6)
    bands = np.array(keys, dtype=np.uint64).reshape(-1, 3)
    for at in range(0, 1_000, 100):
        compact.look_up(bands[at : at + 100])
        for message in range(100):
            compact.file(message, at + message)
    other.fill(written(compact.columns()))
    compact.look_up(bands)
    other.look_up(bands)
    assert [other.found(at) for at in range(1_000)] == [compact.found(at) for at in range(1_000)]
    assert [other.found(at) for at in range(1_000)] == [[at] * 3 for at in range(1_000)]


@pytest.mark.parametrize("many", [0, 1, 2, 256, 257, 5_000])
def test_people_are_counted_on(many: int) -> None:
    people, read, chance = People(), People(), random.Random(many)
    for row in range(3):
        people.found()
        for _ in range(many if row == 1 else 1):
            people.add(row, chance.getrandbits(64))
    read.fill(written(people.columns()))
    for _ in range(2_000):
        row, person = chance.randrange(3), chance.getrandbits(64)
        people.add(row, person)
        read.add(row, person)
        assert [read.count(each) for each in range(3)] == [people.count(each) for each in range(3)]


def test_who_brought_what_is_remembered() -> None:
    bridges, read = Bridges(), Bridges()
    for reporter in (0, 5):
        assert not bridges.carries((1, 2), 3, reporter)
    read.fill(written(bridges.columns()))
    assert not read.carries((1, 2), 3, 5)
    assert read.carries((1, 2), 3, 6)


@given(reports, st.sets(st.integers(0, 24)), reports)
def test_what_was_erased_is_found_no_more_and_the_rest_is_as_it_was(entries: list, places: set, others: list) -> None:
    ledger = Ledger()
    first: dict = {}
    for entry in entries:
        first.setdefault(entry.submission_id, (entry, assigned(ledger, entry).campaign))
    filed = [
        type(entry)(**{name: getattr(entry, name) for name in entry.__struct_fields__[:-1]}, campaign=campaign)
        for entry, campaign in first.values()
    ]
    erased = [each for place, each in enumerate(filed) if place in places]
    left = [each for place, each in enumerate(filed) if place not in places]
    stays = {anchor for each in left for anchor in each.signature.anchors}
    gone = {anchor for each in erased for anchor in each.signature.anchors} - stays
    before = [ledger.look_up(each.signature, each.channel) for each in left]
    ledger.forget(erased, gone)
    assert [ledger.look_up(each.signature, each.channel) for each in left] == before
    hidden = {int(anchor[-16:], 16) if anchor[0] == "~" else key(anchor) for anchor in gone}
    hidden |= {each ^ salt_of(channel) for each in hidden for channel in (Channel.SMS, Channel.EMAIL)}
    people = {key(person) for each in erased for person in each.recipients}
    people -= {key(person) for each in left for person in each.recipients}
    columns = ledger.columns()
    for name, column in columns.items():
        if name.endswith("/keys") or "recipients" in name:
            assert not (hidden | people) & {*column.ravel().tolist()}, name
    for channel in (Channel.SMS, Channel.EMAIL):
        assert all(ledger.look_up(Signature(0, b"", (anchor,)), channel) is None for anchor in gone)
    assert len(ledger) == len(filed)
    again(ledger).assign_all(others)


def test_a_table_from_which_much_was_taken_knows_the_rest() -> None:
    chance, table = random.Random(3), ExactIndex(bits=4)
    # Few homes, so that runs are long and cross each other.
    known = {chance.randrange(1, 2_000): row for row in range(900)}
    for each, row in known.items():
        table.setdefault(each, row)
    for each in chance.sample(sorted(known), 600):
        table.discard(each)
        table.discard(each)
        del known[each]
        if chance.random() < 0.3:
            table.setdefault(each, 7)
            known[each] = 7
    assert len(table) == len(known)
    assert {each: table.get(each) for each in range(2_000)} == {each: known.get(each) for each in range(2_000)}


def test_what_stands_beside_a_wording_goes_with_the_report_that_had_it() -> None:
    sketch, mark = bytes(range(128)), "~block:00000000deadbeef"
    ledger = Ledger()
    one = Entry(submission_id="a", signature=Signature(1, sketch, (mark,)), channel=Channel.SMS)
    given_ = assigned(ledger, one)
    assert b"\xde\xad\xbe\xef" in ledger.columns()["finder/records"].tobytes()
    erased = Entry(submission_id="a", signature=one.signature, channel=Channel.SMS, campaign=given_.campaign)
    ledger.forget([erased], {mark})
    assert b"\xde\xad\xbe\xef" not in ledger.columns()["finder/records"].tobytes()
    assert ledger.look_up(Signature(2, sketch), Channel.SMS).campaign == given_.campaign
