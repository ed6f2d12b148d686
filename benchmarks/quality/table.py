"""A table of docs/evaluation.md, and how its rows are written."""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from benchmarks.quality.figures import Interval
from benchmarks.quality.study import Study


class Table(Struct, frozen=True, kw_only=True):
    """One section of the report, at ``place``; ``run`` yields Markdown, what was trained on what first."""

    name: str
    place: int
    title: str
    run: Callable[[Study], Iterator[str]]


def rows(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def percent(share: float, digits: int = 1) -> str:
    """A share of 1 in percent, without the sign."""
    return f"{100 * share:.{digits}f}"


def ranged(share: float, interval: Interval, digits: int = 1) -> str:
    """A share in percent with its interval."""
    return f"{percent(share, digits)} ({percent(interval[0], digits)}-{percent(interval[1], digits)})"
