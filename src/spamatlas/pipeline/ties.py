"""By what the reports of a campaign belong together, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from spamatlas.campaign import words


def worded(ties: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The ties with what each linkage says; of one that there is no more, its name."""
    return [{**tie, "words": words().get(tie["value"], tie["value"])} for tie in ties]
