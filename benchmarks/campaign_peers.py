"""Campaigns told apart by us and by what others use, in one run: near copies under edits, and campaign-variants.

Every peer gets the threshold that serves it best on the very set, found afterwards: a bound on what it can do. TLSH
and ssdeep are the published code where it is installed (``py-tlsh``, ``ppdeep``); the others are small ones of our own
after the papers, named in ``peers.py``. Beside the copies come strangers, which must join nothing: else whoever takes
the likest for the right one would always be right.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.campaign_edits import EDITS
from benchmarks.campaign_quality import SEED, b_cubed, grouped, mails, mixed_in, rows_of, short_messages
from benchmarks.peers import PEERS, Peer
from spamatlas.campaign import Ledger, sign
from spamatlas.model import Channel, Message, Signature

TEXTS = 150
MOST_READ = 800
# In place of the number of an original: a message that is a copy of none, and that must join none.
STRANGER = -1
STEPS = 60
# Texts that share so many of their shingles of four letters are natural copies of one: of those one is kept.
NATURALLY_ALIKE = 0.4

Edit = Callable[[str, random.Random], str]
Copies = Sequence[tuple[int, str]]
Scores = tuple[float, float, float]


def main(folder: Path) -> None:
    """Print the table, as Markdown."""
    print("| method | near copies: recall | precision | F1 | variants: B-cubed F1 | precision | wanted in spam |")
    print("|---|---|---|---|---|---|---|")
    rows = rows_of(folder / "text" / "campaign-variants.jsonl")
    texts = [distinct(read(folder)[:MOST_READ]) for read in (short_messages, mails)]
    originals = [text for each in texts for text in each[:TEXTS]]
    strangers = [(STRANGER, text) for each in texts for text in each[TEXTS : 2 * TEXTS]]
    for edit in EDITS:
        recall, precision, _ = joined(originals, _copies(originals, [edit]) + strangers)
        print(f"(ours, {edit.__name__}: recall {recall:.3f}, precision {precision:.3f})")
    print(f"({len(originals)} originals, {len(strangers)} strangers)")
    copies = _copies(originals, EDITS) + strangers
    print(_row("ours, words alone", joined(originals, copies), _grouping(grouped(rows, bare=True), rows)))
    print(_row("ours", None, _grouping(grouped(rows), rows)), flush=True)
    for peer in PEERS:
        found = best_threshold(peer, originals, copies)
        variants = max((_grouping(groups, rows) for groups in groupings(peer, rows)), key=lambda each: each[0])
        print(_row(peer.name, found, variants), flush=True)


def _copies(originals: Sequence[str], edits: Sequence[Edit]) -> list[tuple[int, str]]:
    return [
        (place, edit(text, random.Random(f"{SEED} {place}"))) for edit in edits for place, text in enumerate(originals)
    ]


def joined(originals: Sequence[str], copies: Copies) -> Scores:
    """Recall, precision and F1 of copies that join their original's campaign, words alone, no anchors."""
    ledger = Ledger()
    homes = [_filed(ledger, f"o{place}", text) for place, text in enumerate(originals)]
    right = found = 0
    for number, (place, text) in enumerate(copies):
        home = _filed(ledger, f"c{number}", text)
        others = [ledger.resolve(other) for other in homes]
        found += ledger.resolve(home) in others
        right += place != STRANGER and ledger.resolve(home) == others[place] and others.count(others[place]) == 1
    return scores(right, found, _wanted(copies))


def best_threshold(
    peer: Peer, originals: Sequence[str], copies: Sequence[tuple[int, str]]
) -> tuple[float, float, float]:
    """The same of a peer: a copy joins the likest original, if that is like enough."""
    digests = [peer.digest(text) for text in originals]
    likest, is_right = [], []
    for place, text in copies:
        digest = peer.digest(text)
        scores_ = [peer.likeness(digest, other) for other in digests]
        best = max(range(len(scores_)), key=scores_.__getitem__)
        likest.append(scores_[best])
        is_right.append(best == place)  # never for a stranger
    values, right = np.array(likest), np.array(is_right)
    bounds = [step / STEPS for step in range(1, STEPS + 1)]
    wanted = _wanted(copies)
    results = [scores(int((right & (values >= at)).sum()), int((values >= at).sum()), wanted) for at in bounds]
    return max(results, key=lambda each: each[2])


def groupings(peer: Peer, rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, int]]:
    """Single linkage within a channel at each of some thresholds."""
    digests = [peer.digest(row["text"]) for row in rows]
    likeness = [
        (peer.likeness(digests[one], digests[other]), one, other)
        for one in range(len(rows))
        for other in range(one)
        if rows[one]["channel"] == rows[other]["channel"]
    ]
    for step in range(1, STEPS + 1):
        parents = list(range(len(rows)))
        for alike, one, other in likeness:
            if alike >= step / STEPS:
                parents[_root(parents, one)] = _root(parents, other)
        yield {row["id"]: _root(parents, place) for place, row in enumerate(rows)}


def distinct(texts: Sequence[str]) -> list[str]:
    """One of each group of natural copies, by all shingles, not by a sketch."""
    kept: list[tuple[str, set[str]]] = []
    for text in texts:
        letters = "".join(letter for letter in text.casefold() if letter.isalpha())[:2000]
        mine = {letters[at : at + 4] for at in range(len(letters) - 3)}
        if mine and not any(len(mine & other) >= NATURALLY_ALIKE * len(mine | other) for _, other in kept):
            kept.append((text, mine))
    return [text for text, _ in kept]


def _wanted(copies: Copies) -> int:
    return sum(place != STRANGER for place, _ in copies)


def scores(right: int, found: int, wanted: int) -> tuple[float, float, float]:
    """Recall, precision, F1."""
    recall, precision = right / wanted, right / found if found else 1.0
    return recall, precision, 2 * recall * precision / (recall + precision) if right else 0.0


def _grouping(groups: dict[str, int], rows: Sequence[dict[str, Any]]) -> tuple[float, float, int]:
    precision, recall = b_cubed(groups, {row["id"]: row["campaign"] for row in rows if row["campaign"]})
    return 2 * precision * recall / (precision + recall), precision, mixed_in(groups, rows)


def _filed(ledger: Ledger, name: str, text: str) -> int:
    signature = sign([Message(submission_id=name, channel=Channel.SMS, text=text)])[0]
    return ledger.assign(name, Signature(signature.fingerprint, signature.sketch), channel=Channel.SMS).campaign


def _root(parents: list[int], place: int) -> int:
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place


def _row(name: str, copies: tuple[float, float, float] | None, variants: tuple[float, float, int]) -> str:
    shown = [f"{value:.3f}" for value in copies] if copies else ["", "", ""]
    f1, precision, mixed = variants
    return "| " + " | ".join((name, *shown, f"{f1:.3f}", f"{precision:.3f}", str(mixed))) + " |"
