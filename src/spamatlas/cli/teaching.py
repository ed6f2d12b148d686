"""Feedback by command: lessons are learnt, kept, and undone to the last bit."""

import fcntl
from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from spamatlas import parse
from spamatlas.cli.judging import items_from
from spamatlas.judge import Learned, Lesson, take
from spamatlas.model import Rejected
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.outcome import Item
from spamatlas.settings import Settings

Lessons = dict[str, Lesson]


def teach(label: str, paths: Iterable[Path], settings: Settings) -> dict[str, Any]:
    """Learn or forget every message that the paths hold; counts, and what could not be read and why."""
    folder = Folder(settings.data)
    folder.make()
    counts: Counter[str] = Counter(learnt=0, forgotten=0, unchanged=0)
    rejected: list[dict[str, str]] = []
    with (folder.root / "learn.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        learned = Learned.read(folder.weights) if folder.weights.is_file() else Learned()
        lessons = _read(folder.lessons)
        for found in items_from(paths, "auto", settings):
            if not isinstance(found, Item):
                rejected.append({"path": found.path, "reason": found.reason})
                continue
            try:
                counts.update(_teach(label, found, learned, lessons, settings))
            except Rejected as why:
                rejected.append({"path": found.entry.caller_id or found.entry.id, "reason": why.detail})
        learned.write(folder.weights)
        _write(folder.lessons, lessons)
    return {**counts, "rejected": rejected}


def _teach(label: str, item: Item, learned: Learned, lessons: Lessons, settings: Settings) -> list[str]:
    """What one message's lesson came to: learnt, forgotten, both, or unchanged.

    Raises:
        Rejected: the message can't be read.
    """
    body = item.body or b""
    key = blake2b(body, digest_size=16).hexdigest()
    before = lessons.get(key)
    if (before is None and label == "forget") or (
        before is not None and before.is_spam == (label == "spam") and label != "forget"
    ):
        return ["unchanged"]
    taken = take([parse.parse(item.entry.submission(body), settings.home_country)])[0]
    done = []
    if before is not None:
        learned.forget(taken, before)
        del lessons[key]
        done.append("forgotten")
    if label != "forget":
        lessons[key] = learned.learn(taken, label == "spam")
        done.append("learnt")
    return done


def _read(path: Path) -> Lessons:
    return msgspec.msgpack.decode(path.read_bytes(), type=Lessons) if path.is_file() else {}


def _write(path: Path, lessons: Lessons) -> None:
    draft = path.with_name(path.name + ".new")
    draft.write_bytes(msgspec.msgpack.encode(lessons))
    draft.replace(path)
