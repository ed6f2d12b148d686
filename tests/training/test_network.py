"""The network of meanings learns what no line parts, and learns it alike each time."""

import numpy as np
from training.network import network

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)


def corners(times: int) -> np.ndarray:
    return np.repeat(CORNERS, times, axis=0)


def test_it_tells_what_no_line_parts() -> None:
    vectors, is_spam = corners(200), np.repeat([False, True, True, False], 200)
    layers, labels = network(vectors, is_spam, np.ones(800), units=64)
    assert labels == ["False", "True"]
    assert (layers.answers(CORNERS)[:, 0] > 0).tolist() == [False, True, True, False]


def test_there_is_an_answer_for_each_of_several_labels() -> None:
    told = np.repeat(["a", "b", "c", "a"], 200)
    layers, labels = network(corners(200), told, np.ones(800), units=64)
    assert [labels[at] for at in layers.answers(CORNERS).argmax(axis=1)] == ["a", "b", "c", "a"]


def test_the_same_texts_give_the_same_network() -> None:
    told = np.repeat(["a", "b", "b", "a"], 50)
    first, second = (network(corners(50), told, np.ones(200), units=8)[0] for _ in range(2))
    assert np.array_equal(first.answers(CORNERS), second.answers(CORNERS))


def test_what_weighs_hardly_anything_teaches_nothing() -> None:
    """The corners told wrongly weigh a thousandth of those told rightly."""
    vectors = np.concatenate((corners(200), corners(200)))
    told = np.concatenate((np.repeat([False, True, True, False], 200), np.repeat([True, False, False, True], 200)))
    weight = np.repeat([1.0, 0.001], 800)
    layers, _ = network(vectors, told, weight, units=64)
    assert (layers.answers(CORNERS)[:, 0] > 0).tolist() == [False, True, True, False]
