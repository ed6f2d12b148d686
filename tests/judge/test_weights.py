from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from spamatlas.judge import concepts
from spamatlas.judge.weights import empty, read, write


def test_what_is_written_is_read(tmp_path: Path) -> None:
    weights = empty()
    weights.concepts[concepts.SIZE - 1] = 0.5
    write(weights, tmp_path / "ours.npz")
    np.testing.assert_array_equal(read(tmp_path / "ours.npz").concepts, weights.concepts)


@pytest.mark.parametrize("layout", [[], [20, 18, 16, 256, 16], [20, 20, 16, 128, 16]])
def test_weights_of_another_layout_do_not_fit(tmp_path: Path, layout: list[int]) -> None:
    path = tmp_path / "old.npz"
    write(empty(), path)
    with np.load(path) as held:
        kept = {name: held[name] for name in held.files if name != "layout"}
    np.savez(path, **kept, **({"layout": np.array(layout)} if layout else {}))
    with pytest.raises(ValueError, match=r"old\.npz holds no weights of this layout"):
        read(path)


def test_a_file_that_knows_no_mail_of_text_alone_judges_it_as_mail(tmp_path: Path) -> None:
    weights, path = empty(), tmp_path / "shipped-6.npz"
    write(replace(weights, fusion=np.array([[1, 2, 3, 4], [5, 6, 7, 8]], np.float32)), path)
    assert read(path).fusion.tolist() == [[1, 2, 3, 4], [5, 6, 7, 8], [1, 2, 3, 4]]
