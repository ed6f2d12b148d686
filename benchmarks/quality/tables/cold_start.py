"""The two content twins of the issue, apart, beside SpamAssassin and rspamd on the same files."""

from collections.abc import Iterator
from functools import partial

from benchmarks.quality.figures import Interval, Scores, caught_at, interval, odds_of, one_minus_auc, over
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
    yield "The bars chosen on training data are scores of mail in its held-out folds (SpamAssassin corpus, own mails)."
    for missing in ("SpamAssassin", "rspamd"):
        if missing not in {peer.name for peer in others}:
            yield f"{missing} was not there."


def ours(study: Study) -> Iterator[tuple[str, tuple[str, float]]]:
    for budget, said in ((0.01, "1 %"), (0.001, "0.1 %")):
        yield "Spamatlas", (f"{said} of training mail", study.bar_for(budget))
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
