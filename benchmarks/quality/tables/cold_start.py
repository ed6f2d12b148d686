"""The two content twins of the issue, apart, beside SpamAssassin and rspamd on the same files."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from benchmarks.quality.figures import Interval, Scores, caught_at, chance_of, interval, odds_of, one_minus_auc, over
from benchmarks.quality.peers import peers
from benchmarks.quality.study import TITLES, TWINS, Study
from benchmarks.quality.table import Table, ranged, rows

RANKS = ("judge", "ham", "spam", "1-AUC %", "caught % at 1 %, its own hams", "caught % at 0.1 %, its own hams")
BARS = ("judge", "bar", "caught %", "false %")


def run(study: Study) -> Iterator[str]:
    yield (
        f"{study.trained} No mail of either set trained it or chose anything. Content twins: no header of list, "
        "provider, thread or date. In the second set spam and ham come from different places: part of the difference "
        "is the place. Brackets: 95 % bootstrap intervals over messages, spam and ham drawn apart.\n"
    )
    for name in TWINS:
        measured = study.measured(name)
        others = list(peers(study.bodies(name)))
        yield f"**{TITLES[name]}**, near copies removed\n"
        ranked = [("Spamatlas", measured.ham, measured.spam)]
        ranked += [(peer.name, peer.scores[~measured.is_spam], peer.scores[measured.is_spam]) for peer in others]
        yield rows(RANKS, [ranks(*each) for each in ranked])
        bars = list(ours(study)) + [(peer.name, bar) for peer in others for bar in peer.bars.items()]
        scores = {title: (ham, spam) for title, ham, spam in ranked}
        yield rows(BARS, [at_bar(title, *bar, *scores[title]) for title, bar in bars])
    yield (
        "The bars chosen on training data are scores of hams in held-out folds of training mail: by mailing list or "
        "sender's domain of the SpamAssassin corpus, so that no list that sets a bar was read; in brackets the bar as "
        "a probability, with its 95 % interval over places. The second kind counts our own look-alikes as well, of "
        "which no operator has that share."
    )
    for missing in ("SpamAssassin", "rspamd"):
        if missing not in {peer.name for peer in others}:
            yield f"{missing} was not there."


def ours(study: Study) -> Iterator[tuple[str, tuple[str, float]]]:
    for budget, said in ((0.01, "1 %"), (0.001, "0.1 %")):
        low, high = chance_of(np.array(study.bar_interval(budget)))
        bar = study.bar_for(budget)
        said_bar = f"{chance_of(np.array([bar]))[0]:.3f}, {low:.3f}-{high:.3f}"
        yield "Spamatlas", (f"{said} of real training hams from places held out ({said_bar})", bar)
        yield (
            "Spamatlas",
            (f"{said} of all training hams, our own look-alikes too", study.bar_for(budget, with_own=True)),
        )
    bars = study.profile.thresholds
    for name, chance in (("suspect", bars.suspect), ("spam", bars.spam)):
        yield "Spamatlas", (f"shipped, *{name}* ({chance})", odds_of(chance))


def ranks(title: str, ham: Scores, spam: Scores) -> list[str]:
    one, tenth = partial(caught_at, budget=0.01), partial(caught_at, budget=0.001)
    figures = [ranged(one_minus_auc(ham, spam), interval(one_minus_auc, ham, spam), 2)]
    figures += [ranged(each(ham, spam), interval(each, ham, spam)) for each in (one, tenth)]
    return [title, f"{len(ham):,}", f"{len(spam):,}", *figures]


def at_bar(title: str, name: str, bar: float, ham: Scores, spam: Scores) -> list[str]:
    share = partial(over, bar=bar)
    within: list[Interval] = [interval(share, each) for each in (spam, ham)]
    return [title, name, ranged(share(spam), within[0]), ranged(share(ham), within[1], 2)]


TABLE = Table(name="cold-start", place=10, title="Cold start, beside other filters", run=run)
