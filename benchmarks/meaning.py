"""Suggested links by meaning: how many are right and how many are found, and what they cost.

``campaign-variants`` with links and numbers masked, senders left out, is the development set: the likeness from which
on a pair is suggested was fitted on other texts (``training/meaning.py``). A pair is right if both are of one campaign;
what a legitimate message is paired with is wrong, even with another one. As a node does it, the likeness is multiplied
by how surely both are spam, which the judges of words and of meaning say by the masked texts alone.
``email-llm-rewrites`` has no campaigns, but originals and their rewrites, of a few scenarios that many originals share.
"""

import time
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.campaign_quality import grouped, intervals, message_of, mixed_in, rows_of
from spamatlas.campaign import both_spam, kinship, traits_of
from spamatlas.campaign.embedding import Vectors
from spamatlas.campaign.gist import gist
from spamatlas.campaign.meaning import ALIKE, cosine_at, directions, likeness
from spamatlas.campaign.neighbours import Neighbours
from spamatlas.campaign.reading import directions_of, pointing, vectors_of
from spamatlas.judge import Judge, Profile, conclude
from spamatlas.judge.careful import meanings, reconsidered
from spamatlas.model import Channel, Message, Origin

GROUPS, ASKED = 200_000, 16


def main(folder: Path) -> None:
    """Print all of it."""
    variants = rows_of(folder / "text" / "campaign-variants.jsonl")
    masked = [row | {"text": gist(_message(row)) or row["text"], "sender": ""} for row in variants]
    pairs_of("campaign-variants, links and numbers masked", masked, [row["campaign"] or "" for row in variants])
    joined(variants)
    rewrites = rows_of(folder / "text" / "email-llm-rewrites.jsonl")
    pairs_of("email-llm-rewrites", rewrites, [row["id"].rpartition("_")[0] for row in rewrites])
    search()


def pairs_of(name: str, rows: Sequence[dict[str, Any]], families: Sequence[str]) -> None:
    """Precision and recall of the pairs of texts that are suggested."""
    messages = [_message(row) for row in rows]
    vectors = _vectors(messages)
    alike, spam = likeness(_cosines(vectors)), _spam(messages, vectors)
    groups = grouped([{**row, "sender": "@nobody", "id": str(place)} for place, row in enumerate(rows)], bare=True)
    every = list(combinations(range(len(rows)), 2))
    kinds = {
        "all": every,
        "of other words": [(one, other) for one, other in every if groups[str(one)] != groups[str(other)]],
    }
    for which, pairs in kinds.items():
        same = {pair for pair in pairs if families[pair[0]] and families[pair[0]] == families[pair[1]]}
        for bar in (0.3, ALIKE, 0.7, 0.9):
            near = [pair for pair in pairs if alike[pair] >= bar]
            _print(f"{name}, pairs {which}, likeness from {bar}", near, same)
            as_node = [
                (one, other) for one, other in near if alike[one, other] * both_spam(spam[one], spam[other]) >= bar
            ]
            _print("  as a node: likeness times how surely both are spam", as_node, same)


def joined(rows: Sequence[dict[str, Any]]) -> None:
    """B-cubed of the whole texts, before and after the pass joins what means the same and shares enough beside."""
    groups = grouped(rows)
    messages = [message_of(row) for row in rows]
    vectors = _vectors(messages)
    alike, spam = likeness(_cosines(vectors)), _spam(messages, vectors)
    traits = [traits_of(message, Origin()) for message in messages]
    having = [(value, groups[row["id"]]) for row, each in zip(rows, traits, strict=True) for many in each.values()
              for value in many]  # fmt: skip
    had_by = Counter(value for value, _ in set(having))
    before, homes = intervals(groups, rows)["F1"], dict(groups)
    for one, other in combinations(range(len(rows)), 2):
        if alike[one, other] * both_spam(spam[one], spam[other]) >= ALIKE:
            found = kinship(float(alike[one, other]), traits[one], traits[other], had_by)
            if found and found.is_one:
                old, new = homes[rows[other]["id"]], homes[rows[one]["id"]]
                homes = {name: new if home == old else home for name, home in homes.items()}
    after = intervals(homes, rows)
    print(f"campaign-variants as it is: B-cubed F1 {before[0]:.3f}, with the pass {after['F1'][0]:.3f}, precision "
          f"{after['precision'][0]:.3f}; legitimate messages in a spam campaign {mixed_in(homes, rows)}")  # fmt: skip


def _print(name: str, said: Sequence[tuple[int, int]], same: set[tuple[int, int]]) -> None:
    right = sum(pair in same for pair in said)
    precision, recall = right / max(1, len(said)), right / max(1, len(same))
    print(f"{name}: precision {precision:.3f} ({right}/{len(said)}), recall {recall:.3f} ({right}/{len(same)})")


def _spam(messages: Sequence[Message], vectors: Vectors) -> list[float]:
    """As a node knows it once the texts are read: by words, and by what they mean."""
    profile, judge = Profile.load("neutral"), Judge.load()
    opinions = judge.weigh(messages, [Origin()] * len(messages))
    read = meanings(judge.weights, messages, vectors)
    both = zip(opinions, read, strict=True)
    return [conclude(reconsidered(opinion, meaning), None, profile).spam for opinion, meaning in both]


def search() -> None:
    """Processor time of looking for neighbours among ``GROUPS`` texts, beside that of reading one."""
    drawn = np.random.default_rng(52).normal(size=(GROUPS, 384)).astype(np.float32)
    rows = directions(drawn)
    neighbours = Neighbours()
    neighbours.add(rows)
    before = time.process_time()
    neighbours.near(rows[:ASKED], cosine_at(ALIKE), 20)
    spent = time.process_time() - before
    texts = [Message(submission_id="", channel=Channel.SMS, text="Your parcel is held, pay the fee to have it sent")]
    directions_of(texts)
    before = time.process_time()
    directions_of(texts * ASKED)
    read = time.process_time() - before
    print(
        f"{ASKED} texts among {GROUPS}: {1_000 * spent / ASKED:.1f} ms each to find their neighbours, "
        f"{1_000 * read / ASKED:.1f} ms each to be read"
    )


def _cosines(vectors: Vectors) -> Any:
    found = [np.frombuffer(each, dtype=np.int8).astype(float) if each else np.zeros(384) for each in pointing(vectors)]
    rows = np.array(found)
    return rows @ rows.T / 127**2


def _vectors(messages: Sequence[Message]) -> Vectors:
    return np.concatenate([vectors_of(messages[start : start + 16]) for start in range(0, len(messages), 16)])


def _message(row: dict[str, Any]) -> Message:
    return Message(submission_id=str(row["id"]), channel=Channel(row["channel"]), text=row["text"])


if __name__ == "__main__":
    import os

    main(Path(os.environ["SPAMATLAS_CORPORA"]))
