"""Everyday messages and mails of an exam: clear cases, by writers who wrote nothing that trains."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from training.examples import lines

from benchmarks.quality.study import Measured, Study
from benchmarks.quality.table import Table, percent, rows
from spamatlas.judge import wilson

EXAM = Path(__file__).parents[1] / "exam"
TITLES = {"messages": "short messages", "mails": "mails"}
HEAD = ("what", "ham", "*spam*", "*suspect*", "*spam* in truth at most %", "spam", "*spam*", "*suspect*", "pass")


def run(study: Study) -> Iterator[str]:
    yield (
        f"{study.trained} Written by two language models as visitors would try first and as mailboxes hold, clear "
        "cases by order, without a look at texts that train, at a set or at an answer of the judge; in "
        "`benchmarks/quality/exam`. Calls, chats, posts, SMS and pushed notices in 24 languages; mails of 77 to 241 "
        "words in twelve. *In truth at most*: the upper end of the 95 % interval (Wilson), of such messages.\n"
    )
    yield rows(HEAD, [each for name in TITLES for each in of_exam(study, name)])


def of_exam(study: Study, name: str) -> Iterator[list[str]]:
    held, english = exam(study, name), is_english(name)
    for language, these in (("English", english), ("other languages", ~english)):
        yield row(study, f"{TITLES[name]}, {language}", held, these)


def row(study: Study, title: str, held: Measured, these: NDArray[np.bool_]) -> list[str]:
    suspect, spam = study.bars
    found = [title]
    for odds, is_ham in ((held.odds[these & ~held.is_spam], True), (held.odds[these & held.is_spam], False)):
        over, between = int((odds >= spam).sum()), int(((odds >= suspect) & (odds < spam)).sum())
        counts = [len(odds), over, between, *([] if is_ham else [len(odds) - over - between])]
        found += map(str, counts)
        found += [percent(wilson(over, len(odds))[1])] if is_ham else []
    return found


def exam(study: Study, name: str) -> Measured:
    return study.judged(list(lines(EXAM / f"{name}.jsonl", f"exam-{name}")))


@cache
def is_english(name: str) -> NDArray[np.bool_]:
    """(n,) which messages of an exam are in English."""
    written = (EXAM / f"{name}.jsonl").read_text("utf-8").splitlines()
    return np.array([json.loads(line)["lang"] == "en" for line in written])


TABLE = Table(name="everyday", place=25, title="Everyday messages", run=run)
