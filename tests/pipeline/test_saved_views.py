"""Searches under a name, and each change of one undone."""

from pathlib import Path

import pytest

from spamatlas.model import Rejected
from spamatlas.pipeline.actions import Actions
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
