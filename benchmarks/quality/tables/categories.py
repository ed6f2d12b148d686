"""Category, lure and call to action: on campaign-variants, and on our own texts by folds of families."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec.structs import replace
from training.examples import Example
from training.features import OWN

from benchmarks.quality.figures import confusion, f1, family_interval, macro_f1, over
from benchmarks.quality.study import Measured, Study
from benchmarks.quality.table import Table, percent, ranged, rows
from spamatlas.judge import conclude
from spamatlas.judge.reading import content
from spamatlas.judge.topics import topic_features, topics
from spamatlas.judge.weights import empty
from training import fit as training

KINDS = ("category", "lure", "call_to_action")


def run(study: Study) -> Iterator[str]:
    yield from variants(study)
    yield from ours(study)


def variants(study: Study) -> Iterator[str]:
    held = study.measured("campaign-variants")
    truth = [each.category if each.is_spam else "not_spam" for each in held.examples]
    told = [str(conclude(one, None, study.profile).category) for one in held.opinions]
    named = [str(one.category) for one in held.opinions]
    many = sorted(several(held.examples))
    families = [each.family for each in held.examples]
    yield (
        f"**campaign-variants** (a development set; machine-written). {study.trained} None of it trained. As judged: "
        "what is not over *suspect* is given as not_spam. Categories with two campaigns or more: "
        + ", ".join(many)
        + ".\n"
    )
    suspect, spam = study.bars
    yield rows(
        ("", "figure"),
        [
            ["category macro-F1 as judged %", scored(truth, told, many, families)],
            ["the same with not_spam %", scored(truth, told, [*many, "not_spam"], families)],
            ["category right, of spam in those categories, whatever the ruling %", right(truth, named, many)],
            ["over *spam*: spam, look-alikes", counted(held, spam)],
            ["over *suspect*: spam, look-alikes", counted(held, suspect)],
        ],
    )
    yield from by_channel(held.examples, truth, told)


def several(examples: Sequence[Example]) -> set[str]:
    """The categories with two campaigns or more."""
    campaigns = {(each.category, each.family) for each in examples if each.is_spam}
    return {name for name, number in Counter(name for name, _ in campaigns).items() if number > 1}


def scored(truth: Sequence[str], told: Sequence[str], labels: Sequence[str], families: Sequence[str]) -> str:
    def measure(at: Sequence[int]) -> float:
        return macro_f1([truth[row] for row in at], [told[row] for row in at], labels)

    return ranged(measure(range(len(truth))), family_interval(measure, families, times=300))


def right(truth: Sequence[str], named: Sequence[str], labels: Sequence[str]) -> str:
    asked = [a == b for a, b in zip(truth, named, strict=True) if a in labels]
    return percent(float(np.mean(asked)))


def counted(held: Measured, bar: float) -> str:
    spam, ham = ((scores > bar).sum() for scores in (held.spam, held.ham))
    return f"{spam} of {len(held.spam)} ({percent(over(held.spam, bar))} %), {ham} of {len(held.ham)}"


def by_channel(examples: Sequence[Example], truth: Sequence[str], told: Sequence[str]) -> Iterator[str]:
    """What each category was given as, channel by channel."""
    body = []
    for channel in sorted({str(each.message.channel) for each in examples}):
        at = [row for row, each in enumerate(examples) if each.message.channel == channel]
        table = confusion([truth[row] for row in at], [told[row] for row in at])
        body += [[channel, name, str(given.total()), listed(given)] for name, given in sorted(table.items())]
    yield rows(("channel", "is", "number", "given as"), body)


def listed(given: Counter[str], most: int = 4) -> str:
    """What was said most often, with how often."""
    said = [f"{name} {number}" for name, number in given.most_common(most)]
    rest = sum(number for _, number in given.most_common()[most:])
    return ", ".join([*said, *([f"others {rest}"] if rest else [])])


def ours(study: Study) -> Iterator[str]:
    at, given = by_folds(study)
    examples = [study.texts.examples[row] for row in at]
    yield (
        "**Our own texts and mails**, five folds by family, each judged by a fit without its families. The stories are "
        "parallel across languages and all written by us: it flatters. First on spam alone, whatever its ruling; then "
        "as judged, with what is not over *suspect* as not_spam.\n"
    )
    spam = [row for row, each in enumerate(examples) if each.is_spam]
    body = []
    for place, kind in enumerate(KINDS):
        truth, told = [getattr(examples[row], kind) for row in spam], [str(given[row][place]) for row in spam]
        labels = sorted(set(truth))
        shares = (right(truth, told, labels), percent(macro_f1(truth, told, labels)))
        body.append([kind.replace("_", " "), str(len(labels)), *shares])
    yield rows(("of spam", "labels", "right %", "macro-F1 %"), body)
    truth = [each.category if each.is_spam else "not_spam" for each in examples]
    is_over = study.odds[at] > study.bars[0]
    told = [str(each[0]) if over_it else "not_spam" for each, over_it in zip(given, is_over, strict=True)]
    body = [[name, str(truth.count(name)), percent(one_f1(truth, told, name))] for name in sorted(set(truth))]
    yield rows(("category as judged", "number", "F1 %"), body)
    yield from by_channel(examples, truth, told)


def one_f1(truth: Sequence[str], told: Sequence[str], name: str) -> float:
    return f1([each == name for each in truth], [each == name for each in told])


def by_folds(study: Study) -> tuple[list[int], list[tuple[str, str, str]]]:
    """Rows of our own texts, and the labels given to each by a fit without its fold."""
    texts, at, given = study.texts, [], []
    for number, fold in enumerate(study.folds, 1):
        study.say(f"labels, fold {number}")
        table, offsets, labels = training.fit_topics(texts.at(fold.kept))
        weights = replace(empty(), topics=table, topic_offsets=offsets, topic_labels=labels)
        rows_of = [int(row) for row in fold.rows if study.sources[row] in OWN]
        messages = [texts.examples[row].message for row in rows_of]
        at += rows_of
        given += topics(weights, topic_features([content(message) for message in messages]), messages)
    return at, given


TABLE = Table(name="categories", place=50, title="Category, lure, call to action", run=run)
