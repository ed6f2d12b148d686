import random

from hypothesis import given
from hypothesis import strategies as st

from spamatlas.campaign import Entry, Ledger
from spamatlas.campaign.hubs import Hubs
from spamatlas.campaign.linkages.shared_number import LINKAGE as SHARED_NUMBER
from spamatlas.model import Assignment, Channel, Signature

ANCHORS = ("domain:a.test", "domain:b.test", "number:+15550100", "file:ff", "domains:a.test+b.test")
signatures = st.builds(
    Signature,
    fingerprint=st.integers(0, 4),
    sketch=st.sampled_from([b"", bytes(128), bytes(range(128)), bytes(64) + bytes(range(64)), b"\1" * 128]),
    anchors=st.sets(st.sampled_from(ANCHORS), max_size=2).map(lambda found: tuple(sorted(found))),
)
entries = st.builds(
    Entry,
    submission_id=st.integers(0, 40).map(str),
    signature=signatures,
    reporter=st.sampled_from(["", "r1", "r2", "r3"]),
    recipients=st.sampled_from([(), ("p",), ("p", "q")]),
    at=st.floats(0, 1e9),
    channel=st.sampled_from([Channel.SMS, Channel.EMAIL]),
)


def assigned(ledger: Ledger, entry: Entry) -> Assignment:
    return ledger.assign_all([entry])[0]


@given(st.lists(entries, max_size=25), st.integers(0, 25), st.booleans())
def test_restored_and_going_on_is_as_if_never_stopped(reports: list[Entry], stop: int, pinned: bool) -> None:
    whole, first, second = Ledger(), Ledger(), Ledger()
    expected = [assigned(whole, report) for report in reports]
    kept = [(report, assigned(first, report)) for report in reports[:stop]]
    second.restore(
        Entry(
            **{name: getattr(report, name) for name in Entry.__struct_fields__[:-1]},
            campaign=given.campaign if pinned else 0,
        )
        for report, given in kept
    )
    assert [assigned(second, report) for report in reports[stop:]] == expected[stop:]
    assert second.aliases == whole.aliases


@given(st.lists(entries, max_size=25))
def test_looking_up_changes_nothing_and_tells_what_filing_would(reports: list[Entry]) -> None:
    quiet, asked = Ledger(), Ledger()
    known: set[str] = set()
    for report in reports:
        found = asked.look_up(report.signature, report.channel)
        assert asked.look_up(report.signature, report.channel) == found
        before, merges = len(asked), len(asked.aliases)
        given = assigned(asked, report)
        assert given == assigned(quiet, report)
        if report.submission_id in known:
            continue
        known.add(report.submission_id)
        if found is None:
            assert given.size == 1
        elif len(asked.aliases) == merges and given.size > 1:
            assert (found.campaign, found.size) == (given.campaign, given.size - 1)
        assert len(asked) == before + 1
    assert asked.aliases == quiet.aliases


@given(st.lists(entries, max_size=25), st.integers(1, 25))
def test_batches_change_nothing(reports: list[Entry], size: int) -> None:
    singly, batched = Ledger(), Ledger()
    expected = [assigned(singly, report) for report in reports]
    found = [one for at in range(0, len(reports), size) for one in batched.assign_all(reports[at : at + size])]
    assert found == expected
    assert batched.aliases == singly.aliases


@given(st.lists(entries, max_size=25))
def test_the_same_report_twice_counts_once(reports: list[Entry]) -> None:
    ledger = Ledger()
    first = {}
    for report in reports:
        first.setdefault(report.submission_id, assigned(ledger, report))
        assert assigned(ledger, report) == first[report.submission_id]
    assert len(ledger) == len(first)


@given(st.lists(entries, max_size=25))
def test_sizes_add_up(reports: list[Entry]) -> None:
    ledger = Ledger()
    last: dict[int, int] = {}
    for report in {report.submission_id: report for report in reports}.values():
        given = assigned(ledger, report)
        assert given.reporters <= given.size
        last[given.campaign] = given.size
    assert sum(size for campaign, size in last.items() if campaign not in ledger.aliases) == len(ledger)


def test_an_id_comes_from_the_founder_and_nothing_else() -> None:
    one, other = Ledger(), Ledger()
    other.assign("before", Signature(9))
    assert one.assign("x", Signature(1)).campaign == other.assign("x", Signature(1)).campaign
    assert one.assign("y", Signature(1)).campaign == one.assign("x", Signature(1)).campaign


def test_people_and_times_are_counted_across_a_merge() -> None:
    ledger = Ledger()
    older = ledger.assign("a", Signature(0, anchors=("domain:a.test",)), reporter="r1", recipients=("p",), at=20.0)
    younger = ledger.assign(
        "b", Signature(0, anchors=("number:+15550100",)), reporter="r2", recipients=("p", "q"), at=10.0
    )
    assert older.campaign != younger.campaign
    both = ledger.assign(
        "c", Signature(0, anchors=("domain:a.test", "number:+15550100")), reporter="r1", recipients=("s",), at=30.0
    )
    assert (both.campaign, both.size, both.reporters, both.recipients, both.first_seen) == (
        older.campaign,
        3,
        2,
        3,
        10.0,
    )
    assert ledger.aliases == {younger.campaign: older.campaign}
    assert ledger.resolve(younger.campaign) == older.campaign
    assert [why.linkage for why in both.likenesses] == ["shared_link", "shared_number"]
    assert "2 campaigns" in both.likenesses[0].detail


def test_words_link_within_a_channel_and_anchors_across() -> None:
    ledger = Ledger()
    words, place = Signature(7), Signature(8, anchors=("domain:a.test",))
    by_sms = ledger.assign("a", words, channel=Channel.SMS).campaign
    assert ledger.assign("b", words, channel=Channel.MMS).campaign == by_sms
    assert ledger.assign("c", words, channel=Channel.EMAIL).campaign != by_sms
    place_by_sms = ledger.assign("d", place, channel=Channel.SMS).campaign
    assert ledger.assign("e", place, channel=Channel.EMAIL).campaign == place_by_sms


def test_a_number_in_many_unlike_campaigns_stops_linking() -> None:
    ledger = Ledger()
    number = "number:+15550100"
    homes = []
    for group in range(1, 2 * SHARED_NUMBER.hub_after):
        ledger.assign(f"{group}-before", Signature(group))
        homes.append(ledger.assign(f"{group}-with", Signature(group, anchors=(number,))).campaign)
    linked = sum(home == homes[0] for home in homes)
    assert linked <= SHARED_NUMBER.hub_after + 1
    assert len(set(homes[SHARED_NUMBER.hub_after + 1 :])) == len(homes) - SHARED_NUMBER.hub_after - 1


def test_one_place_in_a_hundred_wordings_is_no_hub() -> None:
    ledger = Ledger()
    homes = {ledger.assign(str(n), Signature(n, anchors=("domain:a.test",))).campaign for n in range(1, 100)}
    assert len(homes) == 1


def test_a_hub_is_what_exceeds_its_bound() -> None:
    hubs = Hubs()
    hubs.count(1)
    assert not hubs.is_hub(1, 1)
    hubs.count(1)
    assert hubs.is_hub(1, 1)
    assert not hubs.is_hub(1, 0)


def test_an_erased_founder_leaves_the_campaigns_id() -> None:
    ledger, kept = Ledger(), Ledger()
    founded = ledger.assign("gone", Signature(3)).campaign
    ledger.assign("stays", Signature(3))
    kept.restore([Entry(submission_id="stays", signature=Signature(3), campaign=founded)])
    assert kept.assign("next", Signature(3)).campaign == founded


def test_no_likeness_tells_who_or_where() -> None:
    ledger = Ledger()
    random.seed(1)
    ledger.assign("a", Signature(1, anchors=("number:+15550123",)))
    why = ledger.assign("b", Signature(2, anchors=("number:+15550123",))).likenesses
    assert why
    assert not any("555" in one.detail for one in why)
