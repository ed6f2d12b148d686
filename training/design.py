"""The rows that the regression of one group reads, and what of a text is kept from it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack, vstack

from spamatlas.judge import all_detectors, grams, words
from spamatlas.judge.weights import GROUPS
from training.examples import Example
from training.features import Texts

WORDING = grams.SIZE + words.SIZE
# What headers alone say is stated, not fitted: the sets' own headers give the class away.
STATED = frozenset(
    (
        *("conversation", "delivery-notice", "hidden-recipients", "missing-header", "doubled-header", "received-below"),
        *("authentication-failed", "authentication-passed", "authentication-of-others"),
        *("date-ahead", "date-behind", "hops-back-in-time", "impossible-client", "borrowed-greeting"),
        *("unconnected-hops", "provider-inside", "forged-message-id", "forged-mailbox"),
    )
)


def design(texts: Texts, has_form: bool = True) -> csr_matrix:
    """Rows of four-grams, words, concepts, form (a set of columns for each group) and findings.

    Without form, of which group a text is stays.
    """
    features = texts.shape.shape[1]
    read = features if has_form else 1
    form = np.zeros((len(texts.spam), GROUPS * features))
    for group in range(GROUPS):
        rows, start = texts.groups == group, group * features
        form[rows, start : start + read] = texts.shape[rows, :read]
    stated = np.array([name in STATED for name in all_detectors()])
    findings = np.where(stated, 0, texts.findings)
    return hstack((texts.grams, texts.words, texts.concepts, csr_matrix(form), csr_matrix(findings))).tocsr()


def of_many(rows: csr_matrix, examples: Sequence[Example], least: int) -> csr_matrix:
    """The rows of ``design`` without the four-grams and words that fewer families than ``least`` have.

    What only one template has tells of nothing but it.
    """
    if least < 2:
        return rows
    _, family = np.unique([each.family for each in examples], return_inverse=True)
    ones = np.ones(len(family), np.float32)
    families = csr_matrix((ones, (family, np.arange(len(family)))), shape=(family.max() + 1, len(family)))
    has = families @ (rows[:, :WORDING] != 0).astype(np.float32)
    kept = np.ones(rows.shape[1])
    kept[:WORDING] = has.getnnz(axis=0) >= least
    held = (rows @ diags(kept)).tocsr()
    held.eliminate_zeros()
    return held


def with_wordless(
    rows: csr_matrix, spam: NDArray[np.bool_], weight: NDArray[np.float64], share: float
) -> tuple[csr_matrix, NDArray[np.bool_], NDArray[np.float64]]:
    """Each row of ``design`` twice: whole, and without four-grams and words, as a text of words never read would be.

    The copies have ``share`` of the weight.
    """
    wordless = rows[:, WORDING:]
    nothing = csr_matrix((rows.shape[0], WORDING))
    both = vstack((rows, hstack((nothing, wordless)))).tocsr()
    return both, np.tile(spam, 2), np.concatenate((weight * (1 - share), weight * share))
