"""What finds say together: where a message belongs, and why."""

from functools import lru_cache

from spamatlas.campaign.finder import Find
from spamatlas.model import Likeness


def nearest(finds: list[Find]) -> tuple[int, list[int]]:
    """The row of the oldest campaign that a message is surely of, or of the likest; and others surely the same."""
    sure = sorted({find.row for find in finds if find.score >= find.linkage.merges_from})
    return (sure[0], sure[1:]) if sure else (min((-find.score, find.row) for find in finds)[1], [])


def likenesses(finds: list[Find], merged: int) -> tuple[Likeness, ...]:
    """The best find of each linkage, by name."""
    if len(finds) == 1 and not merged:
        return _only(finds[0].linkage.name, round(finds[0].score, 2))
    best: dict[str, float] = {}
    for find in finds:
        best[find.linkage.name] = max(best.get(find.linkage.name, 0.0), round(find.score, 2))
    detail = f"{merged + 1} campaigns found to be one" if merged else ""
    return tuple(_likeness(name, best[name], detail) for name in sorted(best))


@lru_cache(maxsize=4_096)
def _only(linkage: str, score: float) -> tuple[Likeness, ...]:
    return (Likeness(linkage, score),)


@lru_cache(maxsize=4_096)
def _likeness(linkage: str, score: float, detail: str) -> Likeness:
    return Likeness(linkage, score, detail)
