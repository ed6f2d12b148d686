"""The table in which a campaign's reports stand together."""

from tests.store.test_members import told

from spamatlas.store import Store, members
from spamatlas.store.migration import shipped


def test_samples_are_taken_out(store: Store) -> None:
    store.insert([told(1, 7, 100, 0, sample=True), told(2, 8, 100, 0)], "batch")
    store.remove_samples()
    assert members.wordings(store, [7]) == []
    assert len(members.wordings(store, [8])) == 1


def test_what_was_stored_before_is_brought_over(store: Store) -> None:
    """The migration fills the table from ``report``, once even where it broke off."""
    store.insert([told(number, 7, 100, 0) for number in range(1, 4)], "batch")
    fill = next(
        statement
        for each in shipped()
        if each.name == "campaign_member"
        for statement in each.statements
        if statement.startswith("INSERT")
    )
    for _ in range(2):
        store.command(fill)
    assert members.wordings(store, [7])[0]["reports"] == 3
    store.command("TRUNCATE TABLE campaign_member")
    store.command(fill)
    assert members.wordings(store, [7])[0]["reports"] == 3
