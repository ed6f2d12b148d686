"""The stages that need nothing but the message itself, as a table, and what they need loaded."""

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from spamatlas import intake, judge, parse, trace
from spamatlas.intake.reporter import pseudonym
from spamatlas.model import MeasuringPoint, Message, Opinion, Origin, Rejected, Signature, Submission, Unavailable
from spamatlas.pipeline.events import events
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.outcome import (
    UNAVAILABLE,
    Analysed,
    Compared,
    Examined,
    Failure,
    File,
    Item,
    Judged,
    Kind,
    Meant,
    Outcome,
    Outcomes,
    Read,
    Shown,
    Task,
    Unread,
)
from spamatlas.pipeline.rivals import Stamp, rivals, stamp
from spamatlas.pipeline.verdict_line import verdict_line
from spamatlas.settings import Settings
from spamatlas.store.rows import Described, describe
from spamatlas.store.structure import MANY

if TYPE_CHECKING:
    from spamatlas.store.reading import VaultReader


class Case(msgspec.Struct):
    """One item on its way through the table; each stage fills in its part."""

    place: int
    item: Item
    submission: Submission = None  # type: ignore[assignment]
    message: Message = None  # type: ignore[assignment]
    around: tuple[Message, ...] = ()
    origin: Origin = None  # type: ignore[assignment]
    signature: Signature = None  # type: ignore[assignment]
    opinion: Opinion = None  # type: ignore[assignment]
    outcome: Outcome | None = None


Stage = Callable[[Sequence[Case]], None]


@cache
def directory() -> trace.Directory:
    """The directories of this machine, opened once: what is forked from a process has them as that had them."""
    return trace.Directory.open()


class Analyst:
    """Everything that a message's own analysis needs, loaded once a process.

    ``place`` tells the node which item is being read, so that it knows whom to blame for a crash. SIGALRM says that a
    message's time is up: the process that makes an analyst handles it (``pipeline.worker``).
    """

    def __init__(self, settings: Settings, place: Any) -> None:
        self._settings = settings
        self._place = place
        self._folder = Folder(settings.data)
        self._directory = directory()
        self._described: list[Described] = []
        self._rivals: tuple[Stamp, tuple[judge.Judge, judge.Judge]] | None = None
        self._at: tuple[float, float] | None = None
        self._profile = judge.Profile.load(settings.profile)
        self._options = intake.Options(
            max_report_bytes=settings.max_report_bytes,
            max_archive_bytes=settings.max_archive_bytes,
            home_country=settings.home_country,
            measuring_point=MeasuringPoint.ACCEPTED,  # as for ``cli.judging``, whose files these are
            name_by_path=True,
            takes_anything=True,
        )
        read = (("open", self._open), ("parse", self._parse), ("trace", self._trace))
        asked = (("open", self._open), ("parse", self._parse_any), ("trace", self._trace))
        self.paths: dict[Kind, tuple[tuple[str, Stage], ...]] = {
            "analyse": (*read, ("campaign", self._sign), ("judge", self._weigh_filed), ("store", self._describe)),
            # The judge first: it says which message is meant where one carries another.
            "examine": (*asked, ("judge", self._weigh_arrived), ("campaign", self._sign), ("examine", self._examine)),
            "judge": (*asked, ("judge", self._weigh_arrived), ("conclude", self._conclude)),
            "show": (*read, ("show", self._show)),
            "compare": (*read, ("compare", self._compare)),
            "familiar": (*read[:2], ("familiar", self._count_unknown)),
            "mean": (*read, ("mean", self._mean)),
        }

    def do(self, task: Task) -> Outcomes:
        """One outcome an item, in order; see ``pipeline.outcome``."""
        self._take_up(task)
        cases = [Case(place, item) for place, item in enumerate(task.items)]
        self._described = []
        seconds = {}
        for name, stage in self._path(task):
            before = time.process_time()
            self._run(stage, [case for case in cases if case.outcome is None])
            seconds[name] = time.process_time() - before
        outcomes = [case.outcome or Failure("crashed", "no stage gave an outcome") for case in cases]
        return Outcomes(outcomes, seconds, self._described)

    def _path(self, task: Task) -> tuple[tuple[str, Stage], ...]:
        *path, last = self.paths[task.kind]
        return (*path, ("meaning", self._reconsider), last) if task.careful else self.paths[task.kind]

    def warm_up(self) -> None:
        """Load what the first messages would load one by one."""
        parse.warm_up()
        self._directory.warm_up()

    def taken_up_at(self) -> tuple[float, float]:
        """When the learned weights and the registers last changed; what a task that wants them says."""
        return self._folder.weights_at(), self._folder.registers_at()

    @cached_property
    def _vault(self) -> "VaultReader":
        from spamatlas.store.reading import VaultReader  # noqa: PLC0415  not where one only judges

        return VaultReader(self._folder.evidence)

    @cached_property
    def _secret(self) -> bytes:
        return self._folder.secret()

    def _take_up(self, task: Task) -> None:
        """The weights, the registers and the profile that the task wants."""
        at = task.weights_at, task.registers_at
        if self._at != at:
            here = self._folder
            learnt = (here.weights, here.public, here.model) if task.weights_at else ()
            self._judge = judge.Judge.load(*learnt)
            if task.registers_at:
                self._judge.registers = self._registers()
            self._at = at
        self._profile = judge.Profile.load(task.profile or self._settings.profile)

    def _registers(self) -> judge.Registers:
        registers = judge.Registers(self._folder.registers, self._secret)
        for name in registers.broken:
            events().warning("register-unreadable", register=name)
        return registers

    def _run(self, stage: Stage, cases: Sequence[Case]) -> None:
        """The stage over all cases at once; where that fails, over each alone, so that only the bad ones fall."""
        try:
            stage(cases)
        except Exception as error:  # noqa: BLE001  the one catch-all: an error of ours ends in quarantine, not in a loop
            if len(cases) == 1:
                cases[0].outcome = _failure(error)
            else:
                for case in cases:
                    self._run(stage, [case])

    def _open(self, cases: Sequence[Case]) -> None:
        missing = [case.item.entry.id for case in cases if case.item.body is None and case.item.file is None]
        bodies = iter(self._vault.get_many(missing) if missing else ())
        for case in cases:
            if case.item.file is not None:
                self._read(case, case.item.file)
            else:
                body = next(bodies) if case.item.body is None else case.item.body
                case.submission = case.item.entry.submission(body)

    def _read(self, case: Case, file: File) -> None:
        found = list(islice(intake.read_file(file.path, self._options, file.form), 2))
        # A message that has its own name, and anything that is not one message, is for the caller to name.
        if len(found) == 1 and isinstance(found[0], Submission) and found[0].caller_id == file.path:
            case.submission = msgspec.structs.replace(found[0], caller_id=case.item.entry.caller_id)
        else:
            case.outcome = Unread()

    def _parse(self, cases: Sequence[Case]) -> None:
        home, relays = self._settings.home_country, self._settings.trusted_relays
        seconds = self._settings.stage_timeout_seconds
        try:
            for case in cases:
                self._place.value = case.place
                signal.setitimer(signal.ITIMER_REAL, seconds)  # each starts the time anew
                try:
                    case.message, case.around = parse.arrived(case.submission, home, relays)
                except Exception as error:  # noqa: BLE001  as in _run
                    case.outcome = _failure(error)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        self._place.value = -1

    def _parse_any(self, cases: Sequence[Case]) -> None:
        """The same for who asks for a verdict and files nothing: also where the message cannot be read."""
        self._parse(cases)
        for case in cases:
            failed = case.outcome
            if isinstance(failed, Failure) and failed.code in parse.UNREADABLE:
                why = Rejected(failed.code, failed.detail)
                case.message = parse.remains(case.submission, why, self._settings.home_country)
                case.outcome = None

    def _trace(self, cases: Sequence[Case]) -> None:
        for case, origin in zip(cases, self._origins([case.message for case in cases]), strict=True):
            case.origin = origin

    def _origins(self, messages: Sequence[Message]) -> list[Origin]:
        relays, home = self._settings.trusted_relays, self._settings.home_country
        # Step by step over the batch: a tenth less time than a message after the other.
        asked = [trace.questions(message) for message in messages]
        answers = [self._directory.answer(questions) for questions in asked]
        return [
            trace.trace(message, facts, trusted_relays=relays, home_country=home)
            for message, facts in zip(messages, answers, strict=True)
        ]

    def _sign(self, cases: Sequence[Case]) -> None:
        from spamatlas import campaign  # noqa: PLC0415  not where one only judges

        for case, signature in zip(cases, campaign.sign([case.message for case in cases]), strict=True):
            case.signature = signature

    def _weigh(self, cases: Sequence[Case]) -> None:
        opinions = self._judge.weigh([case.message for case in cases], [case.origin for case in cases])
        for case, opinion in zip(cases, opinions, strict=True):
            case.opinion = opinion

    def _weigh_arrived(self, cases: Sequence[Case]) -> None:
        """What arrived may carry another message: the worse of the two is the one that the verdict is on."""
        self._weigh(cases)
        for case, origins, opinions in self._around(cases):
            place, case.opinion = judge.worse(case.opinion, opinions, self._profile)
            if place:
                case.message, case.origin = case.around[place - 1], origins[place - 1]

    def _weigh_filed(self, cases: Sequence[Case]) -> None:
        """What was filed is the message that the reporter passed on; what stands around that is judged beside it."""
        self._weigh(cases)
        for case, _, opinions in self._around(cases):
            case.opinion = judge.noted(case.opinion, opinions, self._profile)

    def _around(self, cases: Sequence[Case]) -> Iterator[tuple[Case, list[Origin], list[Opinion]]]:
        """Each case in which a message carries another one, with the origins of and the opinions on what carries."""
        carrying = [case for case in cases if case.around]
        messages = [message for case in carrying for message in case.around]
        origins = self._origins(messages)
        both = iter(zip(origins, self._judge.weigh(messages, origins), strict=True))
        for case in carrying:
            found = list(islice(both, len(case.around)))
            yield case, [origin for origin, _ in found], [opinion for _, opinion in found]

    def _describe(self, cases: Sequence[Case]) -> None:
        found, analysed = [], []
        secret = self._folder.pseudonym_keys(self._settings.pseudonym_days).now() if cases else b""
        for case in cases:
            message, origin, signature = case.message, case.origin, case.signature
            recipients = tuple([pseudonym(secret, party.value) for party in message.recipients[:MANY]])
            found.append((case.submission, message, origin, signature, recipients))
            shown = judge.appearance(message, origin)
            analysed.append(Analysed(message.channel, signature, case.opinion, recipients, shown))
        if cases:
            self._described.append(describe(found))
        for case, outcome in zip(cases, analysed, strict=True):
            case.outcome = outcome

    def _examine(self, cases: Sequence[Case]) -> None:
        for case in cases:
            case.outcome = Examined(case.message, case.origin, case.signature, case.opinion)

    def _conclude(self, cases: Sequence[Case]) -> None:
        for case in cases:
            verdict = judge.conclude(case.opinion, None, self._profile)
            case.outcome = Judged(verdict_line(case.submission, case.message, case.origin, (verdict,)))

    def _compare(self, cases: Sequence[Case]) -> None:
        if self._rivals is None or self._rivals[0] != stamp(self._folder):
            self._rivals = (stamp(self._folder), rivals(self._folder))
        messages, origins = [case.message for case in cases], [case.origin for case in cases]
        pair = [each.weigh(messages, origins) for each in self._rivals[1]]
        for case, *opinions in zip(cases, *pair, strict=True):
            ours, theirs = (judge.conclude(each, None, self._profile) for each in opinions)
            case.outcome = Compared(ours.spam, ours.ruling, theirs.spam, theirs.ruling)

    def _count_unknown(self, cases: Sequence[Case]) -> None:
        counts = judge.unknown(self._judge.weights, [case.message for case in cases])
        for case, (unknown, runs) in zip(cases, counts, strict=True):
            case.outcome = Read(unknown, runs)

    def _mean(self, cases: Sequence[Case]) -> None:
        from spamatlas.campaign import reading, traits_of  # noqa: PLC0415  not where one only judges
        from spamatlas.judge.careful import meanings  # noqa: PLC0415

        messages = [case.message for case in cases]
        vectors = reading.vectors_of(messages)
        both = zip(reading.pointing(vectors), meanings(self._judge.weights, messages, vectors), strict=True)
        for case, (direction, meaning) in zip(cases, both, strict=True):
            case.outcome = Meant(direction, traits_of(case.message, case.origin), meaning)

    def _reconsider(self, cases: Sequence[Case]) -> None:
        from spamatlas.campaign import reading  # noqa: PLC0415  as above
        from spamatlas.judge.careful import meanings, reconsidered  # noqa: PLC0415

        messages = [case.message for case in cases]
        found = meanings(self._judge.weights, messages, reading.vectors_of(messages))
        for case, meaning in zip(cases, found, strict=True):
            case.opinion = reconsidered(case.opinion, meaning)

    def _show(self, cases: Sequence[Case]) -> None:
        for case in cases:
            case.outcome = Shown(case.message, case.origin)


def _failure(error: Exception) -> Failure:
    if isinstance(error, Rejected):
        return Failure(error.code, error.detail)
    if isinstance(error, Unavailable):
        return Failure(UNAVAILABLE, str(error))
    # The class alone: an error's text may quote the message.
    return Failure("crashed", f"our own error: {type(error).__name__}")
