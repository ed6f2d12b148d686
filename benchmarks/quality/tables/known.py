"""Rewrites of campaigns that are known: what reporting the originals does for them, and to innocent messages.

A node that has the originals: each was filed by three people, somebody who works there called it spam, and called as
many wanted mails ham. Those are of a training set, so that no innocent message that is measured taught anything.
"""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray
from training.bars import is_real_mail
from training.pasted import pasted

from benchmarks.quality.figures import Scores, family_interval, odds_of
from benchmarks.quality.study import TITLES, Measured, Study
from benchmarks.quality.table import Table, ranged, rows
from benchmarks.quality.tables.rewrites import SET, family_of, paired
from spamatlas.campaign import Ledger, sign
from spamatlas.judge import Judge, conclude, may_inherit, take
from spamatlas.model import Message, Opinion, Ruling, Signature, Verdict

REPORTERS = ("one", "two", "three")
HEAD = ("known", "messages", "n", "*suspect*, nothing known %", "originals known %",
        "*spam*, nothing known %", "originals known %", "of these as near copies %")  # fmt: skip
INNOCENT = ("campaign-variants", "list", "honeypot")


class Known(Struct, frozen=True):
    """A node that has what it was taught: its judge, its ledger, and the verdicts of its campaigns."""

    judge: Judge
    ledger: Ledger
    verdicts: dict[int, Verdict]


class Kind(Struct, frozen=True):
    """Messages of a measured set that are looked at together."""

    name: str
    of: Measured
    at: NDArray[np.int64]
    by_name: bool = False

    def family(self, row: int) -> str:
        """What a message is one witness with: by its name, where all rewrites of an original are named for it."""
        example = self.of.examples[row]
        return family_of(example.message.submission_id) if self.by_name else example.family


def run(study: Study) -> Iterator[str]:
    yield (
        f"{study.trained} A node where each original was filed by {len(REPORTERS)} people and called spam by one who "
        "works there, who called as many real wanted mails of the SpamAssassin corpus ham, as pasted. *Near copies* "
        "get the campaign's verdict, all else only what the lessons moved. The other rows of a node are what this "
        "costs the innocent. Intervals by family.\n"
    )
    nodes = (("rewritten phishing mails", rewritten(study)), ("half of them", halves(study)), variants(study))
    yield rows(HEAD, [row for name, kinds in nodes for row in node(study, name, kinds)])


def node(study: Study, name: str, kinds: Sequence[Kind]) -> Iterator[list[str]]:
    """A row of each kind, the originals first, and of the innocent."""
    first = kinds[0]
    known = taught(study, first)
    for kind in (*kinds, *innocent(study)):
        before, after, copies = judged(study, known, kind)
        families = [kind.family(row) for row in kind.at]
        suspect, spam = study.bars
        cells = [share(each > bar, families) for bar in (suspect, spam) for each in (before, after)]
        yield [name, kind.name, f"{len(kind.at):,}", *cells, f"{100 * copies.mean():.1f}"]


def share(is_over: NDArray[np.bool_], families: Sequence[str]) -> str:
    def measure(at: NDArray[np.int64]) -> float:
        return float(is_over[at].mean())

    return ranged(measure(np.arange(len(is_over))), family_interval(measure, families))


def rewritten(study: Study) -> list[Kind]:
    """The originals that have rewrites, and their rewrites."""
    held = study.measured(SET)
    at, is_original = paired(held)
    kinds = (("originals", at[is_original]), ("rewrites", at[~is_original]))
    return [Kind(name, held, these, by_name=True) for name, these in kinds]


def halves(study: Study) -> list[Kind]:
    """Half of the originals, by hash; their rewrites, and those of the others: what the set's form alone teaches."""
    originals, rewrites = rewritten(study)

    def half(kind: Kind, name: str, which: int) -> Kind:
        chosen = [sha256(kind.family(row).encode()).digest()[0] % 2 == which for row in kind.at]
        return Kind(name, kind.of, kind.at[np.array(chosen)], by_name=True)

    return [
        half(originals, "originals", 0),
        half(rewrites, "rewrites", 0),
        half(rewrites, "rewrites of originals that are not known", 1),
    ]


def variants(study: Study) -> tuple[str, list[Kind]]:
    """The first message of each campaign, and the others by what was done to them."""
    held = study.measured("campaign-variants")
    path = study.folder / "text" / "campaign-variants.jsonl"
    of = {each["id"]: each["variant"] for each in map(json.loads, path.read_text("utf-8").splitlines())}
    kinds = [of[each.message.submission_id] if each.is_spam else "" for each in held.examples]
    names = ["seed", *sorted(set(kinds) - {"seed", ""})]
    return "campaign-variants", [Kind(name, held, np.flatnonzero(np.array(kinds) == name)) for name in names]


def innocent(study: Study) -> list[Kind]:
    held = [(name, study.measured(name)) for name in INNOCENT]
    return [Kind(f"ham: {TITLES[name]}", each, np.flatnonzero(~each.is_spam)) for name, each in held]


def taught(study: Study, originals: Kind) -> Known:
    """The node, with the originals and as many wanted mails known."""
    messages = [originals.of.examples[row].message for row in originals.at]
    judge, ledger, verdicts = Judge(study.judge.weights), Ledger(), dict[int, Verdict]()
    lessons = [(each, True) for each in take(messages)] + [(each, False) for each in take(wanted(study, len(messages)))]
    for taken, is_spam in sorted(lessons, key=lambda each: sha256(each[0].parts[0].grams.tobytes()).digest()):
        judge.learned.learn(taken, is_spam)
    for message, signature, row in zip(messages, sign(messages), originals.at, strict=True):
        for reporter in REPORTERS:
            name = f"{message.submission_id} {reporter}"
            given = ledger.assign(name, signature, channel=message.channel, reporter=reporter)
        verdict = conclude(originals.of.opinions[row], given, study.profile)
        verdicts[given.campaign] = replace(verdict, ruling=Ruling.SPAM)
    return Known(judge, ledger, {ledger.resolve(each): verdict for each, verdict in verdicts.items()})


def wanted(study: Study, many: int) -> list[Message]:
    """Real wanted mails of a training set, in no order that means anything."""
    texts = study.texts
    at = np.flatnonzero(is_real_mail(texts.examples) & ~texts.spam).tolist()
    at.sort(key=lambda row: sha256(texts.examples[row].family.encode()).digest())
    return [pasted(texts.examples[row].message) for row in at[:many]]


def judged(study: Study, known: Known, kind: Kind) -> tuple[Scores, Scores, NDArray[np.bool_]]:
    """Log-odds of messages with nothing known and with the originals known, and which are near copies of these.

    A near copy of what was called spam is ruled spam: it is given all odds.
    """
    examples = [kind.of.examples[row] for row in kind.at]
    messages = [each.message for each in examples]
    opinions = known.judge.weigh(messages, [each.origin for each in examples])
    copies = np.array([is_copy(study, known, *each) for each in zip(messages, opinions, sign(messages), strict=True)])
    after = np.array([odds_of(min(max(each.spam, 1e-6), 1 - 1e-6)) for each in opinions])
    return kind.of.odds[kind.at], np.where(copies, np.inf, after), copies


def is_copy(study: Study, known: Known, message: Message, opinion: Opinion, signature: Signature) -> bool:
    """Whether a campaign's verdict is taken over."""
    found = known.ledger.look_up(signature, message.channel)
    verdict = known.verdicts.get(known.ledger.resolve(found.campaign)) if found else None
    return verdict is not None and may_inherit(opinion, found, verdict, study.profile)


TABLE = Table(name="known", place=85, title="Rewrites of campaigns that are known", run=run)
