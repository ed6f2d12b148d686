"""The scorers' answers for a batch, before they are fused."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.judge import concepts
from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.findings import findings
from spamatlas.judge.glance import Wording, wording
from spamatlas.judge.grams import Features, distinct, parted, sums
from spamatlas.judge.reading import content
from spamatlas.judge.shape import FEATURES, fusion_of, group_of, shape
from spamatlas.judge.topics import MOST_CHARACTERS
from spamatlas.judge.weights import Floats, Weights, within
from spamatlas.model import Message, Origin

# What the log-odds are put together from; the regression is told in three parts, the rest are scorers of their own.
PARTS = ("prior", "wording", "form", "findings", "counted_grams", "counted_words")
_SCORE_OF = [0, 1, 1, 1, 2, 3]
_READ = [0, 1, 2, 4, 5]
_SAID = [1, 2, 4, 5]
_ALWAYS = FEATURES.index("always")
_ENOUGH = 24
"""Units, or distinct grams where a sign says more than a letter: some 20 Latin letters, 10 Han; stated, not fitted."""


class Seen(Struct, frozen=True, kw_only=True):
    """A batch as the scorers see it: features of (n) messages and the detectors' findings.

    ``beginning`` has the words, grams and concepts of the first ``MOST_CHARACTERS`` of a long text that came alone;
    ``wording`` may have more texts behind the n ``texts``.
    """

    words: Features
    grams: Features
    concepts: Features
    beginning: tuple[Features, ...] = ()
    shape: NDArray[np.float32]
    findings: list[list[tuple[Detector, Finding]]]
    groups: NDArray[np.int64]
    fusions: NDArray[np.int64]
    lengths: NDArray[np.int64]
    texts: list[str]
    wording: Wording


def see(messages: Sequence[Message], origins: Sequence[Origin] | None) -> Seen:
    """Read a batch once for all scorers; ``messages`` is not empty. Without ``origins`` no detector is asked."""
    texts = [content(message) for message in messages]
    (word, gram, concept), beginning, read = _read(texts)
    reading = read.reading.first(len(texts))
    return Seen(
        words=word,
        grams=gram,
        concepts=concept,
        beginning=beginning,
        shape=shape(messages, reading),
        findings=findings(messages, origins) if origins is not None else [[] for _ in messages],
        groups=np.array([group_of(message.channel) for message in messages]),
        fusions=np.array([fusion_of(message) for message in messages]),
        lengths=reading.lengths,
        texts=texts,
        wording=read,
    )


def _read(texts: Sequence[str]) -> tuple[tuple[Features, ...], tuple[Features, ...], Wording]:
    """The features of the texts, those of the beginning of a long one that comes alone, and the wording of both.

    What may be spam has its topics read from its beginning: by itself that takes 240 µs, beside the whole 30 (mails of
    30 kB, November 2026). Many at once are cheaper, so that there only what may be spam is read again.
    """
    if len(texts) != 1 or len(texts[0]) <= MOST_CHARACTERS:
        read = wording(texts)
        return _features(read), (), read
    both = wording([texts[0], texts[0][:MOST_CHARACTERS]])
    whole, beginning = zip(*(parted(each, 1) for each in _features(both)), strict=True)
    return whole, beginning, both


def _features(read: Wording) -> tuple[Features, ...]:
    reading = read.reading
    return distinct(read.words, reading), distinct(read.grams, reading), concepts.concepts(reading)


def scores(weights: Weights, seen: Seen) -> NDArray[np.float32]:
    """(n, 6): the columns of ``PARTS``, each by itself towards spam where positive.

    Sums over n features are divided by the root of n: long texts repeat themselves, so evidence does not
    add up in proportion to length. Only the findings speak where there was nothing to read.
    """
    is_read = (seen.lengths > 0).astype(np.float32)
    (gram, counted_grams), (word, counted_words) = (
        _both(weights.of_grams, seen.grams, seen.groups),
        _both(weights.of_words, seen.words, seen.groups),
    )
    ideas, at = within(weights.concepts, seen.concepts, seen.groups)
    columns = (
        np.ones(len(is_read)),
        gram + word + _rooted(ideas.take(at), seen.concepts[1]),
        (seen.shape * weights.shape[seen.groups]).sum(axis=1),
        np.array(
            [
                sum([weight_of(weights, group, *each) for each in found])
                for group, found in zip(seen.groups.tolist(), seen.findings, strict=True)
            ]
        ),
        counted_grams,
        counted_words,
    )
    answers: Floats = np.array(columns).T.astype(np.float32, order="C")
    answers[:, _READ] *= is_read[:, None]
    return answers


def fused(weights: Weights, seen: Seen, given: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, 6) log-odds that each of ``PARTS`` adds; their sum is the log-odds of spam.

    What two or three words and their form say for spam counts in proportion to how much there is to read, up to
    ``_ENOUGH``: each word of "hi there" begins many a campaign's text, and the two of them are none. What speaks for
    the innocent counts in full.
    """
    parts: NDArray[np.float32] = weights.fusion[:, _SCORE_OF][seen.fusions] * given
    # What the regression adds to every message of a group is no matter of this one's form.
    always = weights.fusion[seen.fusions, 1] * weights.shape[seen.groups, _ALWAYS] * (seen.lengths > 0)
    parts[:, 0] += always
    parts[:, 2] -= always
    share = np.maximum(seen.grams[1][1:] - seen.grams[1][:-1], seen.lengths) / _ENOUGH
    few = ((share < 1) & (parts[:, _SAID].sum(axis=1) > 0)).nonzero()[0]
    if few.size:
        parts[np.ix_(few, _SAID)] *= share[few, None]
    return parts


def weight_of(weights: Weights, group: int, detector: Detector, finding: Finding) -> float:
    """What a finding adds to the regression: fitted, else as its detector says."""
    return weights.findings[group].get(detector.name, detector.weight) * finding.strength


def _both(table: NDArray[np.uint64], found: Features, groups: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """(n,) the regression's sum over the root of how many, and (n,) the mean log-odds of what is decided."""
    bounds = found[1]
    part, at = within(table, found, groups)
    weight, odds = part.take(at).view(np.float32).reshape(-1, 2).T
    return _rooted(weight, bounds), _mean(odds, bounds)


def _rooted(values: Floats, bounds: NDArray[np.int64]) -> Floats:
    roots: Floats = np.sqrt(np.maximum(bounds[1:] - bounds[:-1], 1)).astype(np.float32)
    return sums(values, bounds) / roots


def _mean(odds: Floats, bounds: NDArray[np.int64]) -> Floats:
    """The mean of what is not 0, 0 without any."""
    decided = sums((odds != 0).astype(np.float32), bounds)
    mean: Floats = (sums(odds, bounds) / np.maximum(decided, 1)).astype(np.float32)
    return mean
