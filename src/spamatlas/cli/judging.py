"""Messages in, verdict lines out, in order: by this process for a few, by workers for many."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from itertools import chain, islice
from pathlib import Path
from typing import Literal

import msgspec

from spamatlas import intake
from spamatlas.model import Assignment, Submission, Unavailable, Verdict
from spamatlas.pipeline.crew import Crew
from spamatlas.pipeline.desk import ask
from spamatlas.pipeline.door import bundles
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.outcome import Examined, Failure, Item, Judged, Kind, Outcomes, Task, unfiled
from spamatlas.pipeline.verdict_line import verdict_line
from spamatlas.settings import Settings

Found = Item | intake.Refusal
Campaign = tuple[Assignment | None, Verdict | None]
Format = Literal["auto", "eml", "mbox", "jsonl"]

BATCH_MESSAGES = 256
FEW_MESSAGES = 64
"""Up to so many, starting processes costs more than it saves."""


def items_from(paths: Iterable[Path], form: Format, settings: Settings) -> Iterator[Found]:
    """What the paths hold, one by one; a message of a folder gets its path within the folder as its id."""
    options = intake.Options(
        reporter="",
        max_report_bytes=settings.max_report_bytes,
        max_archive_bytes=settings.max_archive_bytes,
        home_country=settings.home_country,
    )
    for path in paths:
        if path == Path("-"):
            yield from map(_item, intake.read_standard_input(form, options))
        elif path.is_dir():
            yield from _folder(path, form, options)
        else:
            yield from map(_item, intake.read(path, options, form=form))


def _folder(folder: Path, form: Format, options: intake.Options) -> Iterator[Found]:
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        for found in intake.read(path, options, form=form):
            if isinstance(found, Submission) and not found.caller_id:
                yield _item(msgspec.structs.replace(found, caller_id=str(path.relative_to(folder))))
            else:
                yield _item(found)


def _item(found: Submission | intake.Refusal) -> Found:
    return found if isinstance(found, intake.Refusal) else unfiled(found)


class Asked(msgspec.Struct, frozen=True):
    """What messages are judged with: the settings, and the names of profiles beside the one that they name."""

    settings: Settings
    kind: Kind
    others: tuple[str, ...]


def verdict_lines(
    found: Iterable[Found], settings: Settings, jobs: int, others: Iterable[str] = ()
) -> Iterator[bytes | intake.Refusal]:
    """One JSON object a message, a refusal for what could not be read, in the order of the input.

    ``others`` are profiles that each message is ruled under too.

    Raises:
        ValueError: there is no such profile.
    """
    further = tuple(others)
    asked = Asked(settings, "examine" if further or _is_up(settings) else "judge", further)
    stream = iter(found)
    first = list(islice(stream, FEW_MESSAGES + 1))
    bundled = bundles(chain(first, stream), BATCH_MESSAGES, _size_bytes)
    if jobs == 1 or len(first) <= FEW_MESSAGES:
        yield from _here(bundled, asked)
    else:
        yield from _by_crew(bundled, asked, jobs)


def _is_up(settings: Settings) -> bool:
    """Whether a node is up that knows of campaigns; asked in the cheapest way there is."""
    try:
        ask(Folder(settings.data).socket, "cursor")
    except (ConnectionError, Unavailable):
        return False
    return True


def _here(bundled: Iterable[list[Found]], asked: Asked) -> Iterator[bytes | intake.Refusal]:
    from spamatlas.pipeline.worker import alone  # noqa: PLC0415  loads the model: not where workers do

    analyst = alone(asked.settings)
    for bundle in bundled:
        outcomes = analyst.do(Task(asked.kind, _items(bundle), asked.settings.profile, *analyst.taken_up_at()))
        yield from _lines(bundle, outcomes, asked)


def _by_crew(bundled: Iterable[list[Found]], asked: Asked, jobs: int) -> Iterator[bytes | intake.Refusal]:
    crew = Crew(msgspec.structs.replace(asked.settings, workers=jobs))
    flying: deque[tuple[list[Found], Future[Outcomes]]] = deque()
    try:
        for bundle in bundled:
            flying.append((bundle, crew.submit(asked.kind, _items(bundle), asked.settings.profile)))
            if len(flying) > 3 * crew.size:
                done, future = flying.popleft()
                yield from _lines(done, future.result(), asked)
        for done, future in flying:
            yield from _lines(done, future.result(), asked)
    finally:
        crew.stop()


def _size_bytes(found: Found) -> int:
    return len(found.body or b"") if isinstance(found, Item) else 0


def _items(bundle: Iterable[Found]) -> list[Item]:
    return [each for each in bundle if isinstance(each, Item)]


def _campaigns(examined: list[Examined], settings: Settings) -> list[Campaign]:
    """What the node that is up knows of these messages' campaigns; nothing where it went away meanwhile."""
    asked = [(each.signature, each.message.channel) for each in examined]
    try:
        answer = ask(Folder(settings.data).socket, "looked_up", asked=asked)
    except (ConnectionError, EOFError, Unavailable):
        return [(None, None)] * len(asked)
    return msgspec.convert(answer, list[Campaign])


def _lines(bundle: Iterable[Found], outcomes: Outcomes, asked: Asked) -> Iterator[bytes | intake.Refusal]:
    from spamatlas import judge  # noqa: PLC0415  loads the scorers: only when workers have begun

    results = iter(outcomes.outcomes)
    examined = [each for each in outcomes.outcomes if isinstance(each, Examined)]
    profiles = [judge.Profile.load(name) for name in (asked.settings.profile, *asked.others)]
    campaigns = iter(_campaigns(examined, asked.settings) if examined else ())
    for each in bundle:
        if isinstance(each, intake.Refusal):
            yield each
            continue
        outcome = next(results)
        if isinstance(outcome, Judged):
            yield outcome.line
        elif isinstance(outcome, Examined):
            campaign, known = next(campaigns)
            verdict, *further = (judge.conclude(outcome.opinion, campaign, profile, known) for profile in profiles)
            yield verdict_line(each.entry.submission(b""), outcome.message, outcome.origin, verdict, further)
        elif isinstance(outcome, Failure):
            name = each.entry.caller_id or each.entry.id
            yield intake.Refusal(path=name, reason=outcome.detail, code=outcome.code)
