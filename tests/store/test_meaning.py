"""Which reports bring a wording of their own."""

from tests.store.conftest import report, verdict

from spamatlas.model import Assignment, Likeness, Ruling
from spamatlas.store import Store
from spamatlas.store.meaning import add_rewritten, grown, new_wordings, reporters

SAME = ("fingerprint", "near_copy")


def tied(campaign: int, *linkages: str) -> Assignment:
    return Assignment(campaign=campaign, size=2, likenesses=tuple(Likeness(name, 1.0) for name in linkages))


def test_reports_that_repeat_others_bring_none(store: Store) -> None:
    store.insert(
        [
            report(1),
            report(2, assignment=tied(7, "fingerprint", "shared_link")),
            report(3, assignment=tied(7, "near_copy")),
            report(4, assignment=tied(7, "shared_link")),
            report(5, assignment=tied(7, "reworded"), judged=verdict(ruling=Ruling.HAM, spam=0.1)),
        ],
        "one",
    )
    found = new_wordings(store, 0, 100, SAME)
    assert [(each["sequence"], each["campaign"], each["ham"]) for each in found] == [(1, 7, 0), (4, 7, 0), (5, 7, 1)]
    assert [round(each["spam"], 2) for each in found] == [0.97, 0.97, 0.1]
    assert [each["sequence"] for each in new_wordings(store, 1, 4, SAME)] == [4]
    store.erase([found[1]["id"]])
    assert [each["sequence"] for each in new_wordings(store, 0, 100, SAME)] == [1, 5]


def test_homes_and_what_grew(store: Store) -> None:
    store.insert_lines("campaign_alias", [b'{"campaign": 9, "known_as": 7, "revision": 1}'], "alias")
    assert store.aliases.homes([9, 7, 8]) == {9: 7}
    assert store.aliases.homes([]) == {}
    assert grown(store, 5) == []


def test_people_of_a_campaign_are_those_of_its_parts_too(store: Store) -> None:
    store.insert([report(1, campaign=7), report(2, campaign=9), report(3, campaign=8), report(4, campaign=9)], "one")
    assert reporters(store, [7, 9, 8, 5]) == {7: 1, 9: 2, 8: 1, 5: 0}
    store.insert_lines("campaign_alias", [b'{"campaign": 9, "known_as": 7, "revision": 1}'], "alias")
    assert reporters(store, [7, 9, 8]) == {7: 2, 9: 2, 8: 1}
    assert reporters(store, []) == {}


def test_a_rewrite_that_is_noted_again_counts_once(store: Store) -> None:
    row = {"fingerprint": 2**63 + 5, "sequence": 4, "sample": 0, "likeness": 0.9}
    for _ in range(2):
        add_rewritten(store, [row])
    add_rewritten(store, [])
    assert store.query("SELECT fingerprint, count() AS n FROM rewritten FINAL GROUP BY fingerprint") == [
        {"fingerprint": 2**63 + 5, "n": 1}
    ]
