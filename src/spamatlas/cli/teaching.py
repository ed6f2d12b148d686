"""Feedback by command: lessons are learnt, kept, and undone to the last bit."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spamatlas import parse
from spamatlas.cli.judging import items_from
from spamatlas.judge import take
from spamatlas.model import Rejected
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.lessons import Lessons, key_of, taught
from spamatlas.pipeline.outcome import Item
from spamatlas.settings import Settings


def teach(label: str, paths: Iterable[Path], settings: Settings) -> dict[str, Any]:
    """Learn or forget every message that the paths hold; counts, and what could not be read and why."""
    counts: Counter[str] = Counter(learnt=0, forgotten=0, unchanged=0)
    rejected: list[dict[str, str]] = []
    with taught(Folder(settings.data)) as lessons:
        for found in items_from(paths, "auto", settings):
            if not isinstance(found, Item):
                rejected.append({"path": found.path, "reason": found.reason})
                continue
            try:
                counts.update(_teach(label, found, lessons, settings))
            except Rejected as why:
                rejected.append({"path": found.entry.caller_id or found.entry.id, "reason": why.detail})
        lessons.keep()
    return {**counts, "rejected": rejected}


def _teach(label: str, item: Item, lessons: Lessons, settings: Settings) -> list[str]:
    """What one message's lesson came to: learnt, forgotten, both, or unchanged.

    Raises:
        Rejected: the message can't be read.
    """
    body = item.body or b""
    key = key_of(body)
    if label == "forget" and lessons.of(key) is None:
        return ["unchanged"]
    taken = take([parse.parse(item.entry.submission(body), settings.home_country)])[0]
    return lessons.teach(key, taken, label)
