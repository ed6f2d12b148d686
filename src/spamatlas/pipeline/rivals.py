"""The present model and the one in shadow, as two judges."""

from spamatlas.judge import PUBLIC, Judge, Learned, read_foreign
from spamatlas.judge.weights import SHIPPED, Weights, read
from spamatlas.model import Rejected
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.shadow import present

Stamp = tuple[float, float]
"""When the weights and the shadow last changed."""


def stamp(folder: Folder) -> Stamp:
    """What tells whether ``rivals`` would give the same again."""
    return folder.weights_at(), folder.shadow_at()


def rivals(folder: Folder) -> tuple[Judge, Judge]:
    """Both judges: of weights, each alone, as what was learnt here came from the reports that tell which is right;
    of lessons, the present judge with all that was learnt here, and that with those lessons on top.

    Raises:
        Rejected: ``no-shadow`` when it ended meanwhile.
    """
    tried = present(folder)
    if tried is None:
        raise Rejected("no-shadow", "no model runs in shadow")
    weights = _weights(folder)
    if tried.kind == "weights":
        return Judge(weights), Judge(read(folder.shadow))
    own = Learned.read(folder.weights) if folder.weights.is_file() else Learned()
    public = Learned.read(folder.public, PUBLIC) if folder.public.is_file() else None
    theirs = read_foreign(folder.shadow)
    theirs.add(own)
    return Judge(weights, own, public), Judge(weights, theirs, public)


def _weights(folder: Folder) -> Weights:
    return read(folder.model if folder.model.is_file() else SHIPPED)
