"""The weights of the scorers, as one file; linear, so that those of two places add."""

from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.judge import concepts, grams, words
from spamatlas.judge.grams import Features
from spamatlas.judge.shape import FEATURES

SHIPPED = Path(__file__).parent / "model" / "shipped.npz"
GROUPS = 2
FUSIONS = 3
TOPIC_BITS = 16
LAYOUT = [grams.BITS, words.BITS, concepts.BITS, concepts.MOST, TOPIC_BITS, GROUPS]
"""What the places in a file's tables go by: under any other, the same places are other features."""
Floats = NDArray[np.float32]
Table = TypeVar("Table", Floats, NDArray[np.uint64])
TOPIC_ROWS = (1 << TOPIC_BITS) + concepts.SIZE
_HASHED = {
    "grams": GROUPS * grams.SIZE,
    "words": GROUPS * words.SIZE,
    "concepts": GROUPS * concepts.SIZE,
    "gram_odds": GROUPS * grams.SIZE,
    "word_odds": GROUPS * words.SIZE,
}


class Weights(Struct, frozen=True, kw_only=True, dict=True):
    """Everything that was learnt from texts.

    The regression: ``grams`` (GROUPS x 2^20,), ``words`` (GROUPS x 2^20,) and ``concepts`` (GROUPS x 2^16,) float32,
    ``shape`` (GROUPS, features), ``findings`` of each group the weight of each detector. The counts: ``gram_odds`` and
    ``word_odds`` (GROUPS x 2^20,) float32, the log-odds of what is decidedly of one side, else 0. Of each table the
    first part is for mail, the second for all other texts. ``fusion`` (FUSIONS, scores) in log-odds: of mail, of all
    other texts, of mail that has its text alone (``shape.fusion_of``).
    ``topics`` (TOPIC_ROWS, labels) with ``topic_offsets`` (labels,) and ``topic_labels``, each ``kind:value``.
    """

    name: str
    grams: Floats
    words: Floats
    concepts: Floats
    shape: Floats
    findings: tuple[dict[str, float], ...]
    gram_odds: Floats
    word_odds: Floats
    fusion: Floats
    topics: Floats
    topic_offsets: Floats
    topic_labels: tuple[str, ...] = ()

    @cached_property
    def of_grams(self) -> NDArray[np.uint64]:
        """(GROUPS x 2^20,) weight and counted log-odds of a four-gram side by side: a look-up meets memory once."""
        return _side_by_side(self.grams, self.gram_odds)

    @cached_property
    def of_words(self) -> NDArray[np.uint64]:
        """(GROUPS x 2^20,) the same of words."""
        return _side_by_side(self.words, self.word_odds)

    @cached_property
    def is_telling(self) -> NDArray[np.bool_]:
        """(TOPIC_ROWS,) whether a feature says anything of any topic."""
        telling: NDArray[np.bool_] = np.any(self.topics != 0, axis=1)
        return telling


def _side_by_side(first: Floats, second: Floats) -> NDArray[np.uint64]:
    return np.stack((first, second), axis=1).view(np.uint64).ravel()


def within(table: Table, found: Features, groups: NDArray[np.int64]) -> tuple[Table, NDArray[np.uint32]]:
    """The part of a table (GROUPS x size) that speaks of a batch, and the places in it of the batch's features."""
    hashed, bounds = found
    size, first = len(table) // GROUPS, int(groups[0])
    if (groups == first).all():
        return table[first * size : (first + 1) * size], hashed
    return table, hashed + (groups * size).astype(np.uint32).repeat(bounds[1:] - bounds[:-1])


def empty() -> Weights:
    """Weights that know nothing: every message has even odds before its findings are counted."""
    tables: dict[str, Any] = {name: np.zeros(size, np.float32) for name, size in _HASHED.items()}
    return Weights(
        name="empty",
        **tables,
        shape=np.zeros((GROUPS, len(FEATURES)), np.float32),
        findings=({},) * GROUPS,
        fusion=np.array([[0, 1, 0, 0]] * FUSIONS, np.float32),
        topics=np.zeros((TOPIC_ROWS, 0), np.float32),
        topic_offsets=np.zeros(0, np.float32),
    )


def read(path: Path = SHIPPED) -> Weights:
    """The weights in a file.

    Raises:
        ValueError: the file is not one of ours, or of another layout.
    """
    with np.load(path, allow_pickle=False) as held:
        if "layout" not in held or held["layout"].tolist() != LAYOUT or held["shape"].shape[1] != len(FEATURES):
            raise ValueError(f"{path.name} holds no weights of this layout; make it again with: make train")
        return Weights(
            name=str(held["name"]),
            **{name: _spread(held, name, size) for name, size in _HASHED.items()},
            shape=held["shape"],
            findings=tuple(
                dict(zip(held["finding_names"].tolist(), group, strict=True))
                for group in held["finding_weights"].tolist()
            ),
            fusion=_fusion(held["fusion"]),
            topics=_topics(held),
            topic_offsets=held["topic_offsets"],
            topic_labels=tuple(held["topic_labels"].tolist()),
        )


def write(weights: Weights, path: Path) -> None:
    """Write the weights to a file that ``read`` takes."""
    used = np.flatnonzero(np.any(weights.topics != 0, axis=1)) if weights.topics.size else np.zeros(0, np.int64)
    hashed: dict[str, NDArray[np.generic]] = {}
    names = sorted(weights.findings[0])
    for table in _HASHED:
        values = getattr(weights, table)
        at = np.flatnonzero(values)
        steps = np.diff(at, prepend=0)
        hashed |= {
            f"{table}_at": steps.astype(np.min_scalar_type(steps.max(initial=0))),
            table: values[at].astype(np.float16),
        }
    # Not compressed: a fourth less of it on disk would cost every start twice the time to read it (69 for 31 ms).
    np.savez(
        path,
        name=np.array(weights.name),
        layout=np.array(LAYOUT),
        **hashed,  # type: ignore[arg-type]  # the stub takes the arrays for its own options
        shape=weights.shape,
        finding_names=np.array(names, dtype=str),
        finding_weights=np.array([[group[name] for name in names] for group in weights.findings], np.float32),
        fusion=weights.fusion,
        topic_rows=used.astype(np.uint32),
        topics=weights.topics[used].astype(np.float16),
        topic_offsets=weights.topic_offsets,
        topic_labels=np.array(weights.topic_labels, dtype=str),
    )


def _spread(held: np.lib.npyio.NpzFile, name: str, size: int) -> Floats:
    values = np.zeros(size, np.float32)
    values[np.cumsum(held[f"{name}_at"], dtype=np.int64)] = held[name]
    return values


def _fusion(held: Floats) -> Floats:
    """The fusion of a file; those up to ``shipped/6`` judge mail that has its text alone as they do all mail."""
    return held if len(held) == FUSIONS else np.concatenate((held, held[:1]))


def _topics(held: np.lib.npyio.NpzFile) -> Floats:
    table = np.zeros((TOPIC_ROWS, len(held["topic_offsets"])), np.float32)
    table[held["topic_rows"]] = held["topics"]
    return table
