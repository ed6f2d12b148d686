"""The table in which a campaign's reports stand together."""

from tests.store.test_members import told

from spamatlas.store import Store, members


def test_samples_are_taken_out(store: Store) -> None:
    store.insert([told(1, 7, 100, 0, sample=True), told(2, 8, 100, 0)], "batch")
    store.remove_samples()
    assert members.wordings(store, [7]) == []
    assert len(members.wordings(store, [8])) == 1


def test_a_report_that_moved_stands_under_its_new_campaign(store: Store) -> None:
    store.insert([told(number, 7, 100, 0) for number in range(1, 4)], "batch")
    for _ in range(2):
        members.refile(store, {2: 9}, {7, 9})
        assert [row["reports"] for each in (7, 9) for row in members.wordings(store, [each])] == [2, 1]
        assert members.wordings(store, [9])[0]["newest"] == 2
    members.refile(store, {1: 9, 2: 7}, {7, 9})
    assert [members.wordings(store, [each])[0]["newest"] for each in (7, 9)] == [3, 1]


def test_its_columns_are_those_that_are_refiled(store: Store) -> None:
    sql = "SELECT name FROM system.columns WHERE table = 'campaign_member' AND database = currentDatabase()"
    assert sorted(row["name"] for row in store.query(sql)) == sorted([*members.COLUMNS.split(", "), "edges"])


def test_members_are_named_some_at_a_time_in_the_order_of_the_log(store: Store) -> None:
    store.insert([told(number, 1 + number % 2, 100, 0) for number in range(1, 8)], "batch")
    first = members.names(store, [1], 0, 2)
    assert first == [(2, "caller-2"), (4, "caller-4")]
    assert members.names(store, [1], first[-1][0], 9) == [(6, "caller-6")]
    assert members.names(store, [1, 2], 5, 9) == [(6, "caller-6"), (7, "caller-7")]
    assert members.names(store, [3], 0, 9) == []
