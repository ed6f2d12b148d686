"""What people taught a node: learned weights and the lessons that undo them, in its data folder."""

import fcntl
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

import msgspec

from spamatlas.judge import Learned, Lesson, Taken, content_of
from spamatlas.model import Rejected
from spamatlas.pipeline.folder import Folder

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}")


class Lessons:
    """The lessons by the digest of the bytes that they were on; ``taught`` opens them, ``keep`` writes them."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._learned = Learned.read(folder.weights) if folder.weights.is_file() else Learned()
        self._lessons = _read(folder.lessons)

    def of(self, key: str) -> Lesson | None:
        """What was taught on these bytes and still holds."""
        return self._lessons.get(key)

    def teach(self, key: str, taken: Taken, label: str, by: str = "") -> list[str]:
        """Learn or forget; what it came to: learnt, forgotten, both, or unchanged. ``by`` is a pseudonym."""
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
            self._lessons[key] = self._learned.learn(taken, label == "spam", by, datetime.now(UTC).timestamp())
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

    def teachers(self) -> list[tuple[str, bool, int]]:
        """How many lessons each taught: (pseudonym, whether of spam, lessons)."""
        counts = Counter((lesson.by, lesson.is_spam) for lesson in self._lessons.values())
        return [(by, is_spam, number) for (by, is_spam), number in counts.items()]

    def imports(self) -> dict[str, Learned]:
        """What was taken in from other places, by the name that it was given here."""
        return {path.stem: Learned.read(path) for path in sorted(self._folder.imports.glob("*.npz"))}

    def take_in(self, name: str, theirs: Learned) -> None:
        """Add what another place learnt; weights and counts add.

        Raises:
            Rejected: ``bad-name``; ``imported-before`` under this name; ``counts-already``: the same or an earlier
                export of its place under another, or what was taught here itself.
        """
        if not _NAME.fullmatch(name):
            raise Rejected("bad-name", "an import's name has 1 to 40 letters a to z, figures, hyphens and dots")
        path = self._folder.imports / f"{name}.npz"
        if path.exists():
            raise Rejected("imported-before", "something was imported under this name; forget that, or take another")
        self._refuse_known(theirs)
        self._learned.add(theirs)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        theirs.write(path)
        self._learned.write(self._folder.weights)

    def give_back(self, name: str) -> None:
        """Undo an import to the last bit; whatever was learnt since stays.

        Raises:
            Rejected: ``no-such-import``.
        """
        found = self.imports().get(name)
        if found is None:
            raise Rejected("no-such-import", "nothing was imported under this name; 'spamatlas learn list' names all")
        self._learned.take_off(found)
        self._learned.write(self._folder.weights)
        (self._folder.imports / f"{name}.npz").unlink()

    def own(self) -> Learned:
        """What was taught here, without imports and without features that one text alone had."""
        mine = Learned()
        mine.add(self._learned)
        for each in self.imports().values():
            mine.take_off(each)
        shown = mine.common()
        shown.origin = self._folder.place()
        return shown

    @property
    def learned(self) -> Learned:
        """All that counts here, imports too."""
        return self._learned

    def _refuse_known(self, theirs: Learned) -> None:
        content = content_of(theirs)
        # Places that shared nothing yet are alike: no feature of theirs was in two texts.
        tells = not theirs.origin or any(table.any() for table in theirs.tables().values())
        if theirs.origin == self._folder.place() or (tells and content == content_of(self.own())):
            raise Rejected(
                "counts-already", "this is what was taught here itself, which counts already: import nothing"
            )
        for name, each in self.imports().items():
            if tells and content == content_of(each):
                raise Rejected(
                    "counts-already",
                    f"the same lessons count already, as the import {name}; to rename it, forget that one first",
                )
            if theirs.origin and theirs.origin == each.origin:
                raise Rejected(
                    "counts-already",
                    f"another export of the same place counts already, as the import {name}; forget that one first",
                )

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
