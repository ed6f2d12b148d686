"""Feedback by command: lessons are learnt, kept, and undone to the last bit."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spamatlas import parse
from spamatlas.cli.access import begun
from spamatlas.cli.judging import items_from
from spamatlas.cli.progress import Progress
from spamatlas.intake import pseudonym
from spamatlas.judge import Learned, content_of, read_foreign, take
from spamatlas.model import Rejected
from spamatlas.pipeline.actions import OPERATOR
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.lessons import Lessons, key_of, taught
from spamatlas.pipeline.outcome import Item
from spamatlas.pipeline.public_lessons import taught_by
from spamatlas.settings import Settings


def teach(label: str, paths: Iterable[Path], settings: Settings, *, quiet: bool = True) -> dict[str, Any]:
    """Learn or forget every message that the paths hold; counts, and what could not be read and why.

    ``taught`` is how many lessons of each kind count now, ``wanted`` how many of the rarer kind it takes for half of
    what is only like them to be believed.
    """
    counts: Counter[str] = Counter(learnt=0, forgotten=0, unchanged=0)
    rejected: list[dict[str, str]] = []
    folder = begun(settings) if label == "forget" else Folder(settings.data)
    by = pseudonym(folder.secret(), OPERATOR)
    with taught(folder) as lessons, Progress("reading", 0, quiet=quiet, counts="messages") as progress:
        for found in items_from(paths, "auto", settings, takes_anything=False):
            progress.count(1)
            if not isinstance(found, Item):
                rejected.append({"path": found.path, "reason": found.reason})
                continue
            try:
                counts.update(_teach(label, found, lessons, settings, by))
            except Rejected as why:
                rejected.append({"path": found.entry.caller_id or found.entry.id, "reason": why.detail})
        lessons.keep()
        ham, spam = lessons.learned.texts
        wanted = lessons.learned.wanted
    return {**counts, "taught": {"spam": spam, "ham": ham}, "wanted": wanted, "rejected": rejected}


def teachers(settings: Settings) -> list[dict[str, Any]]:
    """How many lessons there are by kind of teacher, of how many people, and how many of them count; no names."""
    folder = begun(settings)
    with taught(folder) as lessons:
        staff = [(*each, each[2]) for each in lessons.teachers()]
        imports = lessons.imports()
    kinds: list[tuple[str, list[tuple[str, bool, int, int]]]] = [
        ("people who work here", staff),
        ("people who report", taught_by(folder)),
    ]
    origins = {f"import {name}": (each.origin, content_of(each)) for name, each in imports.items()}
    for name, each in imports.items():
        kinds.append((f"import {name}", [("", bool(label), texts, texts) for label, texts in enumerate(each.texts)]))
    return [
        {
            "teachers": kind,
            "people": len({by for by, *_ in rows if by}),
            "lessons of spam": sum(number for _, is_spam, number, _ in rows if is_spam),
            "lessons of ham": sum(number for _, is_spam, number, _ in rows if not is_spam),
            "counting": sum(counting for *_, counting in rows),
            "origin": origins.get(kind, ("", ""))[0],
            "content": origins.get(kind, ("", ""))[1],
        }
        for kind, rows in kinds
    ]


def export(path: Path, settings: Settings) -> dict[str, Any]:
    """Write what was taught here for other places to take in; of how many texts, by which place, with which content."""
    with taught(begun(settings)) as lessons:
        own = lessons.own()
    own.write(path)
    return _provenance(own)


def take_in(path: Path, name: str, settings: Settings) -> dict[str, Any]:
    """Add what another place learnt, under a name to undo it by; what ``export`` said of it.

    Raises:
        ValueError: the file is another one, or damaged.
        Rejected: as ``Lessons.take_in`` says.
    """
    theirs = read_foreign(path)
    with taught(Folder(settings.data)) as lessons:
        lessons.take_in(name, theirs)
    return _provenance(theirs)


def _provenance(learned: Learned) -> dict[str, Any]:
    return {"lessons": sum(learned.texts), "origin": learned.origin, "content": content_of(learned)}


def give_back(name: str, settings: Settings) -> None:
    """Undo an import exactly."""
    with taught(begun(settings)) as lessons:
        lessons.give_back(name)


def _teach(label: str, item: Item, lessons: Lessons, settings: Settings, by: str) -> list[str]:
    """What one message's lesson came to: learnt, forgotten, both, or unchanged.

    Raises:
        Rejected: the message can't be read.
    """
    body = item.body or b""
    key = key_of(body)
    if label == "forget" and lessons.of(key) is None:
        return ["unchanged"]
    taken = take([parse.parse(item.entry.submission(body), settings.home_country)])[0]
    return lessons.teach(key, taken, label, by)
