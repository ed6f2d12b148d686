"""The set of makers is what it is said to be, and names nobody real."""

from collections import Counter

from benchmarks.campaign_quality import after_the_pass, as_they_come
from benchmarks.makers import TEXTS, TEXTS_2, cut, entries_of, message_of, mixed, rows_of

from spamatlas.campaign.shared_hosts import place_of

ROWS = rows_of(TEXTS)
ROWS_2 = rows_of(TEXTS_2)


def test_thirty_makers_sixty_imitators_sixty_wanted() -> None:
    makers = Counter(row["campaign"] for row in ROWS)
    assert makers.pop("") == 60
    assert Counter(maker[0] for maker in makers) == {"m": 30, "x": 60}
    assert {maker[0]: many for maker, many in makers.items()} == {"m": 4, "x": 1}
    assert len({row["text"] for row in ROWS}) >= len(ROWS) - 1


def test_the_second_set_has_thirty_more_one_imitator_each_and_thirty_wanted() -> None:
    makers = Counter(row["campaign"] for row in ROWS_2)
    assert makers.pop("") == 30
    assert Counter(maker[0] for maker in makers) == {"m": 30, "x": 30}
    assert {maker[0]: many for maker, many in makers.items()} == {"m": 4, "x": 1}
    assert not {row["text"] for row in ROWS} & {row["text"] for row in ROWS_2}


def test_hosts_are_kept_for_examples_or_shared_by_all() -> None:
    for row in (*ROWS, *ROWS_2):
        for link in message_of(row).links:
            assert link.host.endswith((".example", ".test")) or place_of(link.host, link.domain)[0] != "own"


def test_the_pass_parts_who_was_broken_into_from_who_did_it() -> None:
    entries = entries_of(ROWS)
    spam = {row["id"]: row["campaign"] for row in ROWS if row["campaign"]}
    wanted = {row["id"] for row in ROWS if not row["campaign"]}
    for groups, many in ((as_they_come(entries), 2), (after_the_pass(entries), 0)):
        assert sum(groups[name] in {groups[each] for each in spam} for name in wanted) == many
    assert mixed({"a": 1, "b": 1, "c": 2}, {"a": "m1", "b": "m2", "c": "m1"}) == ["m1+m2"]
    assert cut({"a": 1, "b": 1, "c": 2}, {"a": "m1", "b": "m2", "c": "m1"}) == ["m1 in 2"]
