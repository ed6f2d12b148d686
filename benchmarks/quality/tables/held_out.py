"""What is left when a whole training set, language or time is taken away."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray
from training.examples import HERE, Example
from training.features import OWN

from benchmarks.quality.figures import Scores, caught_at, interval, one_minus_auc, over
from benchmarks.quality.study import Study, odds_by
from benchmarks.quality.table import Table, percent, ranged, rows
from spamatlas.model import Message

HEAD = ("taken away", "ham", "spam", "1-AUC %", "caught % at 1 %", "*suspect*: caught %", "false %", "*spam*: caught %",
        "false %")  # fmt: skip
EAST = frozenset({"zh", "zh-Hant", "ja", "ko", "th", "vi", "id", "ms"})
LANGUAGES = {
    "Chinese, Japanese, Korean, Thai, Vietnamese, Indonesian, Malay together": EAST,
    "German": frozenset({"de"}),
    "French": frozenset({"fr"}),
    "Spanish": frozenset({"es"}),
    "Portuguese": frozenset({"pt"}),
}

DATED = {
    "spamassassin": "SpamAssassin corpus",
    "social-youtube": "YouTube comments (the undated spam of one video left out)",
}


def run(study: Study) -> Iterator[str]:
    fitted = f"{study.refitted} Scorers and fusion are without it; bars as shipped."
    yield f"**By set.** {fitted}\n"
    sources = sorted(set(study.sources.tolist()) - {""})
    yield rows(HEAD, [row(study, name, study.sources == name) for name in sources])
    yield (
        "**By language**, over our own texts and mails. Our stories are told in several languages in parallel, so a "
        "language held out has met most of its stories in another: a figure for words not seen, not for stories not "
        "seen. With the eastern languages the public Thai set is taken away from the fit too.\n"
    )
    yield rows(HEAD, [by_language(study, name) for name in LANGUAGES])
    yield "**By time**: fitted without the later half (and what has no date), measured on the later half.\n"
    yield rows(HEAD, [by_time(study, name, title) for name, title in DATED.items()])


def row(study: Study, name: str, away: NDArray[np.bool_], judged: NDArray[np.bool_] | None = None) -> list[str]:
    at = np.flatnonzero(away if judged is None else judged)
    odds, spam = odds_by(study.without(away), study.texts.at(at)), study.texts.spam[at]
    return [name, *figures(study, odds[~spam], odds[spam])]


def figures(study: Study, ham: Scores, spam: Scores) -> list[str]:
    one = partial(caught_at, budget=0.01)
    ranked = [ranged(one_minus_auc(ham, spam), interval(one_minus_auc, ham, spam), 2)]
    ranked.append(ranged(one(ham, spam), interval(one, ham, spam)))
    at = [percent(over(kind, bar), 1 + (kind is ham)) for bar in study.bars for kind in (spam, ham)]
    return [f"{len(ham):,}", f"{len(spam):,}", *ranked, *at]


def by_language(study: Study, name: str) -> list[str]:
    judged = np.array([language_of(each) in LANGUAGES[name] for each in study.texts.examples])
    away = judged | (study.sources == "sms-thai") if "th" in LANGUAGES[name] else judged
    return row(study, name, away, judged)


def language_of(example: Example) -> str:
    """The language of one of our own texts; empty for others."""
    return languages().get(example.family, "") if example.source in OWN and not example.is_copy else ""


@cache
def languages() -> dict[str, str]:
    """The language of each family of our own."""
    found = {}
    for source, folder in (("own", "texts"), ("own-mail", "mails")):
        for path in (HERE / folder).glob("*.jsonl"):
            for line in filter(str.strip, path.read_text("utf-8").splitlines()):
                held = json.loads(line)
                found[f"{source}:{held['family']}"] = held["lang"]
    return found


def by_time(study: Study, source: str, title: str) -> list[str]:
    at = np.flatnonzero(study.sources == source)
    written = comment_dates(study) if source == "social-youtube" else {}
    times = [received(study.texts.examples[row].message, written) for row in at]
    known = sorted(filter(None, times))
    middle = known[len(known) // 2]
    away, judged = (np.zeros(len(study.sources), bool) for _ in range(2))
    away[at] = [time is None or time >= middle for time in times]
    judged[at] = [time is not None and time >= middle for time in times]
    earlier = study.texts.spam[at][~away[at]]
    before = f"{(~earlier).sum()} ham, {earlier.sum()} spam before"
    return row(study, f"{title} from {middle:%Y-%m-%d}; {before}", away, judged)


def received(message: Message, written: dict[str, datetime]) -> datetime | None:
    """When the last server took a mail in, else when it says it was sent; of a comment what the set says."""
    if message.channel != "email":
        return written.get(message.submission_id)
    newest = message.hops[0].at if message.hops else None
    return newest or message.sent_at


def comment_dates(study: Study) -> dict[str, datetime]:
    lines = (study.folder / "text" / "social-youtube.jsonl").read_text("utf-8").splitlines()
    held = [json.loads(line) for line in lines]
    return {each["id"]: datetime.fromisoformat(each["date"]) for each in held if each["date"]}


TABLE = Table(name="held-out", place=40, title="A set, a language, a time taken away", run=run)
