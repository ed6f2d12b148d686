"""Fit ``judge.layers.Layers`` on few numbers a text: scikit-learn's network, with noise added to what it reads.

Noise of the size of each number's own spread, drawn anew for every pass, is what keeps so large a network from learning
its texts by heart (Bishop, Training with Noise is Equivalent to Tikhonov Regularization, 1995).
"""

import warnings
from math import cos, pi

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from spamatlas.judge.layers import Layers

PASSES, AT_ONCE = 25, 256
NOISE = 1.0
RATE = 1e-3
"""At the first pass; it falls to nought as a half wave of the cosine."""


def network(
    vectors: NDArray[np.floating], labels: NDArray[np.generic], weight: NDArray[np.floating], units: int
) -> tuple[Layers, list[str]]:
    """The network that tells the labels (n,) of vectors (n, inputs), and the label of each of its answers.

    Where there are two labels there is one answer: the log-odds of the second. The same texts give the same network.
    """
    chance = np.random.default_rng(52)
    centre, spread = vectors.mean(axis=0, dtype=np.float64), vectors.std(axis=0, dtype=np.float64) + 1e-6
    even = ((vectors - centre) / spread).astype(np.float32)
    at_once = min(AT_ONCE, len(even))
    fitted = MLPClassifier((units,), batch_size=at_once, max_iter=1, warm_start=True, random_state=52)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # each pass by itself is stopped early, on purpose
        for done in range(PASSES):
            fitted.set_params(learning_rate_init=RATE * (1 + cos(pi * done / PASSES)) / 2)
            noise = NOISE * chance.standard_normal(even.shape, dtype=np.float32)
            fitted.fit(even + noise, labels, sample_weight=weight / weight.mean())
    hidden, table = fitted.coefs_
    hidden_offsets, offsets = fitted.intercepts_
    scaled = hidden / spread[:, None]
    parts = scaled, hidden_offsets - centre @ scaled, table, offsets
    return Layers(*(part.astype(np.float32) for part in parts)), [str(label) for label in fitted.classes_]
