"""Messages in, verdict lines out, in order: by this process for a few, by workers for many."""

import os
import stat
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Literal

import msgspec

from spamatlas import intake
from spamatlas.model import MeasuringPoint, Submission, Unavailable
from spamatlas.pipeline.crew import Crew
from spamatlas.pipeline.desk import ask
from spamatlas.pipeline.door import bundles
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.manner import Manner
from spamatlas.pipeline.outcome import (
    Examined,
    Failure,
    File,
    Item,
    Judged,
    Kind,
    LookedUp,
    Outcomes,
    Task,
    Unread,
    unfiled,
    unread,
)
from spamatlas.settings import Settings

Found = Item | intake.Refusal
Format = Literal["auto", "eml", "mbox", "jsonl"]

BATCH_MESSAGES, BATCH_BYTES = 512, 1_000_000
"""A batch of texts is closed by their number, one of mails by their bytes: what is done once a batch costs a text
61 µs of processor of every 128, 45 of every 512 (40,000 texts, November 2026)."""
MAIL_BYTES = 8_000
"""What a file that nobody has opened yet is taken to hold."""
SMALL_BYTES = 262_144
"""Up to so many, a file is left for a worker to read: a batch of them is never more than it may hold at once."""
FEW_MESSAGES = 64
"""Up to so many, starting processes costs more than it saves."""


def items_from(
    paths: Iterable[Path], form: Format, settings: Settings, *, takes_anything: bool = True
) -> Iterator[Found]:
    """What the paths hold, one by one; a message of a folder gets its path within the folder as its id.

    Without ``takes_anything`` what is empty or of no known kind is refused, for who wants no verdict on it.
    """
    options = _options(settings, takes_anything)
    for each in found_in(paths, form, settings, takes_anything=takes_anything):
        if isinstance(each, Item) and each.file is not None:
            yield from _opened(each.file, each.entry.caller_id, options)
        else:
            yield each


def found_in(
    paths: Iterable[Path], form: Format, settings: Settings, *, takes_anything: bool = True
) -> Iterator[Found]:
    """The same, but small files of folders are left for a worker to open, which most often finds one message.

    Of several paths each file is its messages' id, for who wants verdicts to know which is whose.
    """
    options, given = _options(settings, takes_anything), list(paths)
    is_named = takes_anything and len(given) > 1
    for path in given:
        if path == Path("-"):
            yield from map(_item, intake.read_standard_input(form, options))
        elif path.is_dir():
            refused: list[OSError] = []
            for within, where, size_bytes in _files(os.fspath(path), refused.append):
                file, caller_id = File(where, form), intake.shown("/".join(within))
                if size_bytes <= SMALL_BYTES and intake.shown(where) == where:
                    yield unread(file, caller_id)
                else:
                    yield from _opened(file, caller_id, options)
            yield from map(_closed, refused)
        elif is_named:
            yield from _opened(File(os.fspath(path), form), intake.shown(os.fspath(path)), options)
        else:
            yield from map(_item, intake.read(path, options, form=form))


def _options(settings: Settings, takes_anything: bool = True) -> intake.Options:
    return intake.Options(
        reporter="",
        max_report_bytes=settings.max_report_bytes,
        max_archive_bytes=settings.max_archive_bytes,
        home_country=settings.home_country,
        # Who judges mail as it comes in complains of none of it.
        measuring_point=MeasuringPoint.ACCEPTED,
        takes_anything=takes_anything,
    )


def _closed(error: OSError) -> intake.Refusal:
    """That a folder could not be looked into: what is in it was not judged."""
    reason = f"the system says: {error.strerror}"
    return intake.Refusal(path=intake.shown(os.fspath(error.filename)), reason=reason, code="not-readable")


def _files(folder: str, refuse: Callable[[OSError], None]) -> list[tuple[tuple[str, ...], str, int]]:
    """Every file below a folder in the order of names, each as the names that lead to it, its path, its bytes."""
    found = []
    for where, _, names in os.walk(folder, onerror=refuse):
        above = Path(where).relative_to(folder).parts
        for name in names:
            path = os.path.join(where, name)  # noqa: PTH118  thousands of them
            with suppress(OSError):
                state = os.stat(path)  # noqa: PTH116
                if stat.S_ISREG(state.st_mode):
                    found.append(((*above, name), path, state.st_size))
    return sorted(found)


def _opened(file: File, caller_id: str, options: intake.Options) -> Iterator[Found]:
    for found in intake.read(Path(file.path), options, form=file.form):
        if isinstance(found, Submission) and not found.caller_id:
            yield _item(msgspec.structs.replace(found, caller_id=caller_id))
        else:
            yield _item(found)


def _item(found: Submission | intake.Refusal) -> Found:
    return found if isinstance(found, intake.Refusal) else unfiled(found)


ORDINARY = Manner()


class Asked(msgspec.Struct, frozen=True):
    """What messages are judged with: the settings, the names of profiles beside the one that they name, and how."""

    settings: Settings
    kind: Kind
    others: tuple[str, ...]
    manner: Manner = ORDINARY


def verdict_lines(
    found: Iterable[Found],
    settings: Settings,
    jobs: int,
    others: Iterable[str] = (),
    manner: Manner = ORDINARY,
) -> Iterator[bytes | intake.Refusal]:
    """One JSON object a message, a refusal for what could not be read, in the order of the input.

    ``others`` are profiles that each message is ruled under too. For a careful ``manner`` the model must be there
    (``campaign.embedding.is_available``).

    Raises:
        ValueError: there is no such profile.
    """
    further = tuple(others)
    if {settings.profile, *further} - {Settings().profile}:
        from spamatlas import judge  # noqa: PLC0415  loads the scorers, and there surely is a neutral profile

        for name in (settings.profile, *further):
            judge.Profile.load(name)
    kind: Kind = "examine" if further or manner.translates or _is_up(settings) else "judge"
    asked = Asked(settings, kind, further, manner)
    stream = iter(found)
    first = list(islice(stream, FEW_MESSAGES + 1))
    if jobs == 1 or len(first) <= FEW_MESSAGES:
        yield from _here(chain(first, stream), asked)
        return
    crew = Crew(msgspec.structs.replace(settings, workers=jobs))
    try:
        yield from by_crew(chain(first, stream), asked, crew)
    finally:
        crew.stop()


def _is_up(settings: Settings) -> bool:
    """Whether a node is up that knows of campaigns; asked in the cheapest way there is."""
    try:
        ask(Folder(settings.data).socket, "cursor")
    except (ConnectionError, Unavailable):
        return False
    return True


def _here(found: Iterable[Found], asked: Asked) -> Iterator[bytes | intake.Refusal]:
    from spamatlas.pipeline.worker import alone  # noqa: PLC0415  loads the model: not where workers do

    analyst = alone(asked.settings)

    def judged(items: list[Item]) -> Outcomes:
        return analyst.do(Task(asked.kind, items, asked.settings.profile, *analyst.taken_up_at(), asked.manner.careful))

    for bundle in _bundled(found):
        yield from _lines(bundle, judged(_items(bundle)), asked, judged)


def by_crew(found: Iterable[Found], asked: Asked, crew: Crew) -> Iterator[bytes | intake.Refusal]:
    """The same as ``verdict_lines``, by workers that the caller has."""
    flying: deque[tuple[list[Found], Future[Outcomes]]] = deque()

    def begun(items: list[Item]) -> Future[Outcomes]:
        return crew.submit(asked.kind, items, asked.settings.profile, careful=asked.manner.careful)

    def judged(items: list[Item]) -> Outcomes:
        return begun(items).result()

    for bundle in _bundled(found):
        flying.append((bundle, begun(_items(bundle))))
        if len(flying) > 3 * crew.size:
            done, future = flying.popleft()
            yield from _lines(done, future.result(), asked, judged)
    for done, future in flying:
        yield from _lines(done, future.result(), asked, judged)


def _bundled(found: Iterable[Found]) -> Iterator[list[Found]]:
    return bundles(found, BATCH_MESSAGES, _size_bytes, BATCH_BYTES)


def _size_bytes(found: Found) -> int:
    if not isinstance(found, Item):
        return 0
    return MAIL_BYTES if found.body is None else len(found.body)


def _items(bundle: Iterable[Found]) -> list[Item]:
    return [each for each in bundle if isinstance(each, Item)]


def _known(examined: list[Examined], settings: Settings) -> list[LookedUp]:
    """What the node that is up knows of these messages' campaigns and senders; nothing where it went away meanwhile."""
    from spamatlas.judge import appearance  # noqa: PLC0415  as below

    asked = [(each.signature, each.message.channel, appearance(each.message, each.origin)) for each in examined]
    try:
        answer = ask(Folder(settings.data).socket, "looked_up", asked=asked)
    except (ConnectionError, EOFError, Unavailable):
        return [(None, None, ())] * len(asked)
    return msgspec.convert(answer, list[LookedUp])


def _campaign_lines(bundle: Iterable[Found], outcomes: Outcomes, asked: Asked) -> Iterator[bytes]:
    """The lines of those that were examined, with what a node knows of them."""
    both = zip(_items(bundle), outcomes.outcomes, strict=True)
    pairs = [(item, each) for item, each in both if isinstance(each, Examined)]
    if not pairs:
        return
    # These load the scorers: only where a verdict is left to be made.
    from spamatlas import judge  # noqa: PLC0415
    from spamatlas.pipeline.verdict_line import verdict_line  # noqa: PLC0415

    profiles = [judge.Profile.load(name) for name in (asked.settings.profile, *asked.others)]
    found = _known([examined for _, examined in pairs], asked.settings)
    for (item, examined), (campaign, known, standings) in zip(pairs, found, strict=True):
        opinion = judge.with_contact(judge.with_standing(examined.opinion, standings), standings)
        verdicts = [judge.conclude(opinion, campaign, profile, known) for profile in profiles]
        filed = item.entry.submission(b"")
        yield verdict_line(filed, examined.message, examined.origin, verdicts, asked.manner.language)


def _lines(
    bundle: Iterable[Found], outcomes: Outcomes, asked: Asked, judged: Callable[[list[Item]], Outcomes]
) -> Iterator[bytes | intake.Refusal]:
    results = iter(outcomes.outcomes)
    lines = _campaign_lines(bundle, outcomes, asked)
    for each in bundle:
        if isinstance(each, intake.Refusal):
            yield each
            continue
        outcome = next(results)
        if isinstance(outcome, Judged):
            yield outcome.line
        elif isinstance(outcome, Examined):
            yield next(lines)
        elif isinstance(outcome, Failure):
            name = each.entry.caller_id or each.entry.id
            yield intake.Refusal(path=name, reason=outcome.detail, code=outcome.code)
        elif isinstance(outcome, Unread) and each.file is not None:
            for part in bundles(_opened(each.file, each.entry.caller_id, _options(asked.settings)), BATCH_MESSAGES):
                yield from _lines(part, judged(_items(part)), asked, judged)
