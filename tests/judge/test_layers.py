"""One hidden layer: what it answers, and several as one."""

import numpy as np
import pytest

from spamatlas.judge.layers import Layers, side_by_side


def layers(*answers: float) -> Layers:
    """Two units that hear what is positive and what is negative of the one input; each answer counts both so much."""
    hidden = np.array([[1, -1]], np.float32)
    table = np.array([answers, answers], np.float32)
    return Layers(hidden, np.zeros(2, np.float32), table, np.array(range(len(answers)), np.float32))


def test_what_is_negative_in_a_unit_is_not_heard() -> None:
    size = layers(1.0).answers(np.array([[2.0], [-3.0], [0.0]], np.float32))
    assert size.tolist() == [[2.0], [3.0], [0.0]]


def test_several_answer_as_each_would_alone() -> None:
    vectors = np.array([[2.0], [-1.0]], np.float32)
    first, second = layers(1.0, 4.0), layers(-2.0)
    both = side_by_side((first, second)).answers(vectors)
    assert both == pytest.approx(np.hstack((first.answers(vectors), second.answers(vectors))))
