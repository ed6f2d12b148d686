"""The one ordered writer: what is found out of single messages becomes campaigns, verdicts and rows."""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from spamatlas.campaign import Ledger
from spamatlas.judge import Profile, conclude
from spamatlas.log import Batch, EmbeddedLog, Entry, Held
from spamatlas.model import Verdict
from spamatlas.pipeline.memory import SettledVerdicts, ledger_entries
from spamatlas.pipeline.outcome import Analysed, Failure, Outcomes
from spamatlas.store import Store, rows

_encode = msgspec.msgpack.encode


class Payload(Struct, frozen=True, array_like=True):
    """The rows of a batch, as the store takes them."""

    rows: list[rows.Row]


_decode = msgspec.msgpack.Decoder(Payload).decode


class Written(Struct, frozen=True):
    """How many reports of a batch were stored, put in quarantine, or took a campaign's settled verdict over."""

    stored: int
    held: int
    inherited: int


class Writer:
    """Assigns, concludes, stores and commits, batch after batch, in the order of the log."""

    def __init__(self, log: EmbeddedLog, store: Store, profile: Profile) -> None:
        self._log = log
        self._store = store
        self._profile = profile
        self._ledger = Ledger()
        self._settled = SettledVerdicts()
        self._revision = 0

    def recover(self) -> None:
        """Deliver what was finished when the process last died, then read the campaigns back from the store."""
        for batch in self._log.prepared():
            self._deliver(batch)
        self.rebuild()

    def rebuild(self) -> None:
        """Read the ledger of campaigns back from the store's facts."""
        self._ledger = Ledger()
        self._settled = SettledVerdicts()
        self._ledger.restore(ledger_entries(self._store))

    def write(self, entries: Sequence[Entry], outcomes: Outcomes, replay: bool = False) -> Written:
        """Store the outcomes of these entries and move the log's cursor behind them."""
        finished: list[rows.Row] = []
        held: list[Held] = []
        now = datetime.now(UTC)
        inherited = 0
        for entry, outcome in zip(entries, outcomes.outcomes, strict=True):
            if isinstance(outcome, Failure):
                held.append(Held(entry=entry, code=outcome.code, detail=outcome.detail, at=now, attempts=1))
                continue
            row, verdict = self._row(entry, outcome)
            finished.append(row)
            inherited += verdict.inherited
        batch = Batch(
            token=_token(entries, f"replay-{now.timestamp():.6f}" if replay else "batch"),
            last=0 if replay else entries[-1].sequence,
            payload=_encode(Payload(finished)),
            held=tuple(held),
            released=_passed(entries, outcomes) if replay else (),
        )
        self._log.prepare(batch)
        self._deliver(batch)
        return Written(len(finished), len(held), inherited)

    def _row(self, entry: Entry, analysed: Analysed) -> tuple[rows.Row, Verdict]:
        assignment = self._ledger.assign(
            entry.id,
            analysed.signature,
            reporter=entry.reporter,
            recipients=analysed.recipients,
            at=entry.received_at.timestamp(),
            channel=analysed.channel,
        )
        known = self._settled.of(assignment.campaign)
        verdict = conclude(analysed.opinion, assignment, self._profile, known)
        self._settled.add(assignment.campaign, verdict)
        return rows.complete(entry.sequence, analysed.described, assignment, verdict), verdict

    def _deliver(self, batch: Batch) -> None:
        payload = _decode(batch.payload)
        if payload.rows:
            self._store.insert(payload.rows, batch.token)
        self._log.commit(batch)


def _token(entries: Sequence[Entry], kind: str) -> str:
    return f"{kind}-{entries[0].sequence}-{entries[-1].sequence}"


def _passed(entries: Sequence[Entry], outcomes: Outcomes) -> tuple[int, ...]:
    pairs = zip(entries, outcomes.outcomes, strict=True)
    return tuple(entry.sequence for entry, outcome in pairs if isinstance(outcome, Analysed))
