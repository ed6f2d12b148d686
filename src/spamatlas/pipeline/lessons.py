"""What people taught a node: learned weights and the lessons that undo them, in its data folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

import msgspec

from spamatlas.judge import Learned, Lesson, Taken
from spamatlas.pipeline.folder import Folder


class Lessons:
    """The lessons by the digest of the bytes that they were on; ``taught`` opens them, ``keep`` writes them."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._learned = Learned.read(folder.weights) if folder.weights.is_file() else Learned()
        self._lessons = _read(folder.lessons)

    def of(self, key: str) -> Lesson | None:
        """What was taught on these bytes and still holds."""
        return self._lessons.get(key)

    def teach(self, key: str, taken: Taken, label: str) -> list[str]:
        """Learn or forget; what it came to: learnt, forgotten, both, or unchanged."""
        before = self.of(key)
        if (before is None and label == "forget") or (
            before is not None and label != "forget" and before.is_spam == (label == "spam")
        ):
            return ["unchanged"]
        done = []
        if before is not None:
            self._learned.forget(taken, before)
            del self._lessons[key]
            done.append("forgotten")
        if label != "forget":
            self._lessons[key] = self._learned.learn(taken, label == "spam")
            done.append("learnt")
        return done

    def restore(self, key: str, taken: Taken, lesson: Lesson | None) -> None:
        """Have the bytes taught as they once were, to the last bit: the present lesson goes, that one comes back."""
        present = self._lessons.pop(key, None)
        if present is not None:
            self._learned.forget(taken, present)
        if lesson is not None:
            self._learned.repeat(taken, lesson)
            self._lessons[key] = lesson

    def keep(self) -> None:
        """Write weights and lessons, each whole or not at all."""
        self._learned.write(self._folder.weights)
        draft = self._folder.lessons.with_name(self._folder.lessons.name + ".new")
        draft.write_bytes(msgspec.msgpack.encode(self._lessons))
        draft.replace(self._folder.lessons)


@contextmanager
def taught(folder: Folder) -> Iterator[Lessons]:
    """The lessons of a data folder; nobody else, in no other process, changes them meanwhile."""
    folder.make()
    with (folder.root / "learn.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Lessons(folder)


def key_of(body: bytes) -> str:
    """What a lesson on these bytes is kept under."""
    return blake2b(body, digest_size=16).hexdigest()


def _read(path: Path) -> dict[str, Lesson]:
    return msgspec.msgpack.decode(path.read_bytes(), type=dict[str, Lesson]) if path.is_file() else {}
