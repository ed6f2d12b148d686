from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.conftest import report, verdict

from spamatlas.model import Assignment, Likeness, campaign_name
from spamatlas.settings import Settings
from spamatlas.store import Store, dossier
from spamatlas.store.revision import revise

FOUND = {
    1: (7, ()),
    2: (7, (Likeness("near_copy", 0.6), Likeness("shared_link", 1.0))),
    3: (8, ()),
    4: (7, (Likeness("near_copy", 0.8, "2 campaigns found to be one"),)),
    5: (9, (Likeness("shared_file", 1.0),)),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(Settings(data=Path(tmp_path_factory.mktemp("node"))))
    rows = [
        report(number, assignment=Assignment(campaign=campaign, size=number, likenesses=likenesses))
        for number, (campaign, likenesses) in FOUND.items()
    ]
    store.insert(rows, "batch")
    store.insert_lines("campaign_alias", [b'{"campaign": 8, "known_as": 7, "revision": 1}'], "merge")
    yield store
    store.close()


def test_ties_say_by_what_a_campaigns_reports_were_put_into_it(store: Store) -> None:
    expected = [
        {"value": "near_copy", "reports": 2, "alike": pytest.approx(0.7), "joined": 1},
        {"value": "shared_link", "reports": 1, "alike": 1.0, "joined": 0},
    ]
    assert dossier.ties(store, campaign_name(7)) == expected
    assert dossier.ties(store, campaign_name(99)) == []


def test_a_judgement_that_was_revised_ties_once(store: Store) -> None:
    before = dossier.ties(store, campaign_name(7))
    revise(store, {2: verdict(spam=0.1)}, "corrections")
    assert dossier.ties(store, campaign_name(7)) == before
