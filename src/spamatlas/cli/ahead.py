"""What is begun before the command line is read: loading workers takes longer than all else of a start."""

from collections.abc import Sequence
from itertools import islice, pairwise
from pathlib import Path

MANY_FILES = 64
MANY_BYTES = 1_000_000


def begin(words: Sequence[str]) -> None:
    """Begin to load workers where these words of a command line surely will want them."""
    if wants_workers(words):
        from spamatlas.pipeline import nursery  # noqa: PLC0415  only where there is much

        nursery.start(nursery.TO_JUDGE)


def wants_workers(words: Sequence[str]) -> bool:
    """Whether these words ask to judge much, and not by one process."""
    if words[:1] != ["judge"] or "--jobs=1" in words or ("--jobs", "1") in pairwise(words):
        return False
    return any(is_much(Path(word)) for word in words[1:])


def is_much(path: Path) -> bool:
    """Whether workers will surely be wanted: a guess from the outside, for a start ahead and nothing else."""
    if path.is_dir():
        return len(list(islice(path.iterdir(), MANY_FILES + 1))) > MANY_FILES
    return path.is_file() and path.stat().st_size > MANY_BYTES
