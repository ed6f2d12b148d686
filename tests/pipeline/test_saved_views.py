"""Searches under a name, and each change of one undone."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from spamatlas.model import Rejected
from spamatlas.pipeline.actions import SCHEMA, Actions
from spamatlas.pipeline.saved_views import SavedViews


def test_views_are_kept_renamed_deleted_and_brought_back(tmp_path: Path) -> None:
    actions = Actions(tmp_path / "actions.sqlite")
    views = SavedViews(actions)
    views.save("  Parcels \u00a0 today ", "q=parcel")
    (view,) = views.of()
    assert (view.name, view.address) == ("Parcels today", "q=parcel")
    renamed = views.rename(view.number, "Post")
    deleted = views.delete(view.number)
    assert views.of() == []
    with pytest.raises(Rejected, match="changed-since"):
        views.undo(actions.one(renamed))
    views.undo(actions.one(deleted))
    assert [each.name for each in views.of()] == ["Post"]
    views.undo(actions.one(renamed))
    assert [each.name for each in views.of()] == ["Parcels today"]
    assert views.of("somebody else") == []
    for name in ("", " ", "x" * 81):
        with pytest.raises(Rejected, match="bad-view"):
            views.save(name, "")
    with pytest.raises(Rejected, match="no-such-view"):
        views.delete(10**6)
    actions.close()


def test_a_file_of_before_it_was_noted_who_undid_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "actions.sqlite"
    with closing(sqlite3.connect(path)) as base:
        base.executescript(SCHEMA.replace(",\n    undone_by TEXT NOT NULL DEFAULT ''", ""))
        base.execute("INSERT INTO action VALUES (1, 0, 'operator', 'spam', 1, '', 1)")
        base.commit()
    with closing(Actions(path)) as actions:
        assert actions.one(1).undone_by == ""
        actions.undone_by(1, "analyst 2")
        assert actions.newest()[0].undone_by == "analyst 2"
    with closing(Actions(path)) as again:
        assert again.one(1).undone_by == "analyst 2"
