"""What was done is told in words: every action that can be undone has a sentence, in every language its own."""

from datetime import UTC, datetime

import pytest

from spamatlas.locale import languages
from spamatlas.pipeline.actions import COUNTERMEASURE, REVERSIBLE, Action
from spamatlas.web.console.telling import SENTENCES, said

EN = languages()["en"]


def done(kind: str, reports: int = 2, note: str = "") -> Action:
    return Action(
        number=1,
        at=datetime(2026, 11, 2, tzinfo=UTC),
        who="operator",
        kind=kind,
        reports=reports,
        note=note,
        undone_at=None,
        undone_by=0,
    )


def test_what_can_be_undone_has_a_sentence() -> None:
    assert set(SENTENCES) >= REVERSIBLE
    assert said(EN, done("made-up")) == "made-up", "else its kind stands for it"


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        (done("spam", 1), "1 report was called spam."),
        (done("ham"), "2 reports were called wanted."),
        (done("quarantine-replay", 3, "2"), "3 reports in quarantine were analysed again. 2 passed."),
        (done("label", 1, "amber"), "1 report was labelled amber."),
        (done("campaign-merge", 0, "C-1, C-2"), "Campaigns were made one: C-1, C-2"),
        (done("campaign-name", 0, "C-1\nold\nnew"), "Campaign C-1 was named “new”."),
        (done("campaign-name", 0, "C-1\nold\n"), "The name of campaign C-1 was taken away."),
        (done(COUNTERMEASURE, 0, "C-1\nmade-up"), "C-1\nmade-up"),
    ],
)
def test_a_sentence_says_how_many_and_of_what(action: Action, sentence: str) -> None:
    assert said(EN, action) == sentence


@pytest.mark.parametrize("code", sorted(languages().keys() - {"en"}))
def test_a_sentence_is_in_the_readers_language(code: str) -> None:
    for kind in SENTENCES.keys() - {COUNTERMEASURE}:
        assert said(languages()[code], done(kind, 2, "x")) != said(EN, done(kind, 2, "x")), kind
