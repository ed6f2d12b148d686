from pathlib import Path

import msgspec
import numpy as np
import pytest

from spamatlas.judge import concepts
from spamatlas.judge.weights import empty, read, write


def _without_most(path: Path) -> None:
    """The file as it was written before the number of concepts was kept in it."""
    with np.load(path) as held:
        np.savez(path, **{name: held[name] for name in held.files if name != "most_concepts"})


def test_what_is_written_is_read(tmp_path: Path) -> None:
    weights = empty()
    weights.concepts[concepts.SIZE - 1] = 0.5
    write(weights, tmp_path / "ours.npz")
    np.testing.assert_array_equal(read(tmp_path / "ours.npz").concepts, weights.concepts)


def test_weights_of_fewer_concepts_do_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "old.npz"
    write(msgspec.structs.replace(empty(), name="old"), path)
    _without_most(path)
    with pytest.raises(ValueError, match=rf"old\.npz .* 128 concepts at most, and there are {concepts.MOST} now"):
        read(path)
