"""The one ordered writer: what is found out of single messages becomes campaigns, verdicts and rows."""

import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from spamatlas import campaign
from spamatlas.campaign import Ledger, SecondLook
from spamatlas.judge import Profile, appearance, conclude, copied, with_contact, with_standing
from spamatlas.judge.careful import reconsidered
from spamatlas.log import Batch, EmbeddedLog, Entry, Held
from spamatlas.model import (
    Appearance,
    Assignment,
    Channel,
    PriorContact,
    Ruling,
    Signature,
    Standing,
    Verdict,
    campaign_name,
)
from spamatlas.pipeline.acquaintance import Acquaintances, Meeting, told
from spamatlas.pipeline.contacts import Contacts
from spamatlas.pipeline.decisions import Decisions
from spamatlas.pipeline.delivering import Payload, deliver, deliver_prepared, encode
from spamatlas.pipeline.imprint import read_back
from spamatlas.pipeline.majority import Majorities, words_of
from spamatlas.pipeline.meanings import Meanings
from spamatlas.pipeline.memory import (
    Aliases,
    Sender,
    SettledVerdicts,
    Told,
    entries_of,
    ledger_entries,
    met_before,
    met_in,
    voted_before,
)
from spamatlas.pipeline.outcome import Analysed, Examined, Failure, LookedUp, Outcomes
from spamatlas.pipeline.regrouping import write
from spamatlas.statistics import Veil
from spamatlas.store import Store, rows
from spamatlas.store.retention import still_named
from spamatlas.store.rows import Block, Concluded, reporter_key

_json = msgspec.json.encode


class Written(Struct, frozen=True):
    """How many reports of a batch were stored, put in quarantine, or took a campaign's settled verdict over."""

    stored: int
    held: int
    inherited: int


class Made(Struct, frozen=True):
    """What was made of entries that follow each other in the log: their rows, and what goes to quarantine."""

    entries: Sequence[Entry]
    reports: Sequence[Block]
    stored: int
    held: list[Held]
    inherited: int


class Writer:
    """Assigns, concludes, stores and commits, batch after batch, in the order of the log."""

    def __init__(
        self,
        log: EmbeddedLog,
        store: Store,
        profile: Profile,
        decisions: Decisions | None = None,
        imprint: Path | None = None,
    ) -> None:
        self._log = log
        self._decisions = decisions
        self._imprint = imprint
        self._store = store
        self.profile = profile
        self.told = Told()
        self.meanings = Meanings()
        self.contacts = Contacts()
        """Who wrote to whom; a node puts those of its file here before anything is assigned."""
        self.holds_erased = False
        """Whether the ledger may hold what was erased: an erasure broke off."""
        self._forget()

    def recover(self) -> None:
        """Deliver what was finished when the process last died, then read the campaigns back from the store."""
        deliver_prepared(self._log, self._store)
        if self._decisions:
            for number, change in self._decisions.unfinished():
                write(self._store, change)
                self._decisions.finish(number, change)
        self.rebuild()

    def rebuild(self) -> None:
        """Read the ledger of campaigns back: from its imprint, and from the store's facts what came since, or all."""
        self._forget()
        stored = self._store.query("SELECT campaign, known_as, revision FROM campaign_alias FINAL")
        known_as = {row["campaign"]: row["known_as"] for row in stored}
        pairs = self._decisions.pairs() if self._decisions else []
        apart = [(pair.one, pair.other) for pair in pairs if pair.kind == "apart"]
        after = 0
        if self._imprint:
            self._ledger, after = read_back(self._imprint, self._store, known_as)
        self.imprinted = len(self._ledger)
        self._ledger.restore(ledger_entries(self._store, after), known_as, apart)
        for meeting, spam in met_before(self._store):
            self._acquaintances.add(meeting, "" if spam is None else self._read_as(spam))
        for number, person, words in voted_before(self._store):
            self._majorities.add(self._ledger.resolve(number), person, words)
        self._aliases.recall(self._ledger, stored)

    @property
    def ledger(self) -> Ledger:
        """The campaigns in memory; only in a pause."""
        return self._ledger

    @property
    def reports(self) -> int:
        """How many reports were assigned."""
        return len(self._ledger)

    def erase(self, ids: Sequence[str]) -> None:
        """Take what these reports hold of people out of the store, the ledger, what is known of their senders, and who
        wrote to whom; only in a pause. Counts stay.
        """
        broke_off, self.holds_erased = self.holds_erased, True
        erased, met = entries_of(self._store, ids), met_in(self._store, ids)
        self.contacts.forget(ids)
        self._store.erase(ids)
        named = {anchor for each in erased for anchor in each.signature.anchors}
        self._ledger.forget(erased, named - still_named(self._store, named))
        self._forget_senders(met)
        self.holds_erased = broke_off

    @property
    def second_look(self) -> SecondLook:
        """What can be asked of campaigns and done to them beside assigning; only in a pause."""
        return self._ledger.second_look

    def touched(self, most: int) -> list[int]:
        """See ``Ledger.touched``."""
        return self._ledger.touched(most)

    def next_revision(self) -> int:
        """The revision for what the store is told of aliases next."""
        return self._aliases.next_revision()

    def heard_of_aliases(self, revision: int) -> None:
        """The store was told of all that changed in the ledger, under this revision."""
        self._aliases.heard(self._ledger, revision)

    def make(self, entries: Sequence[Entry], outcomes: Outcomes) -> Made:
        """Campaigns, verdicts and rows of these entries, which are the next ones in the log."""
        now = datetime.now(UTC)
        pairs = list(zip(entries, outcomes.outcomes, strict=True))
        analysed = [(entry, outcome) for entry, outcome in pairs if isinstance(outcome, Analysed)]
        assignments = self._ledger.assign_all([_assignable(*pair) for pair in analysed])
        made = [self._concluded(*pair, given) for pair, given in zip(analysed, assignments, strict=True)]
        following = iter(made)
        return Made(
            entries=entries,
            reports=[rows.complete(each, list(islice(following, each.rows))) for each in outcomes.described],
            stored=len(made),
            held=[_held(entry, outcome, now) for entry, outcome in pairs if isinstance(outcome, Failure)],
            inherited=sum(each.verdict.inherited for each in made),
        )

    def batch(self, parts: Sequence[Made]) -> tuple[Batch, Written]:
        """What was made since the last batch, as one; batches are delivered in the order in which they were made."""
        first, last = parts[0].entries[0].sequence, parts[-1].entries[-1].sequence
        batch = Batch(token=f"batch-{first}-{last}", last=last, **self._content(parts))
        return batch, _written(parts)

    def replay(self, entries: Sequence[Entry], outcomes: Outcomes) -> tuple[Batch, Written]:
        """The batch of entries that are in quarantine; those that pass leave it."""
        now = datetime.now(UTC)
        made = self.make(entries, outcomes)
        before = [each for entry in entries if (each := self._log.held_one(entry.sequence))]
        batch = Batch(
            token=f"replay-{now.timestamp():.6f}-{entries[0].sequence}-{entries[-1].sequence}",
            last=0,
            released=tuple(
                entry.sequence
                for entry, outcome in zip(entries, outcomes.outcomes, strict=True)
                if isinstance(outcome, Analysed)
            ),
            **self._content([made], before),
        )
        return batch, _written([made])

    def deliver(self, batch: Batch) -> None:
        """Bring a batch into the store and move the log's cursor behind it; the same again changes nothing.

        Raises:
            Unavailable: deliver the same batch again.
        """
        deliver(self._log, self._store, batch)

    def conclude(
        self,
        examined: Examined,
        veil: Veil = Veil(),  # noqa: B008  frozen
        profile: Profile | None = None,
    ) -> tuple[Assignment | None, Verdict]:
        """What a profile makes of a message that nobody files; nothing changes.

        Under a ``veil``, a campaign or sender that too few people reported is as if it were not there: a verdict would
        tell of them.
        """
        shown = appearance(examined.message, examined.origin)
        assignment, known, standings = self.look_up(examined.signature, examined.message.channel, shown)
        if assignment and veil.floor and assignment.reporters < veil.least(campaign_name(assignment.campaign)):
            assignment, known = None, None
        if veil.floor:
            standings = tuple(told(standings, shown, veil))
        opinion = with_contact(with_standing(examined.opinion, standings), standings)
        meaning = self.meanings.of(examined.signature.fingerprint, examined.message.channel) if not veil.floor else None
        opinion = reconsidered(opinion, meaning)
        return assignment, conclude(opinion, assignment, profile or self.profile, known)

    def look_up(self, signature: Signature, channel: Channel, shown: Appearance) -> LookedUp:
        """The campaign that a message would join and its settled verdict, where there are any, and what is known of the
        sender; nothing changes.
        """
        now = time.time()
        assignment = self._ledger.look_up(signature, channel, now)
        known = self._known(assignment.campaign) if assignment else None
        return assignment, known, self._acquaintances.look_up(Meeting(shown, signature, channel, now))

    def drop(self, held: Sequence[Held]) -> None:
        """Count entries out of the quarantine that are about to be dropped."""
        now = datetime.now(UTC)
        if lines := list(_quarantine_rows(held, -1, now)):
            self._store.insert_lines("quarantine", lines, f"drop-{now.timestamp():.6f}")

    def settled_ruling(self, campaign: int) -> Ruling | None:
        """What a campaign's first members agreed on, if they did."""
        settled = self._settled.of(campaign)
        return settled.ruling if settled else None

    def _known(self, campaign: int) -> Verdict | None:
        """The verdict that a campaign's near copies take over: people's, else its first members'."""
        return self.told.campaign(campaign) or self.meanings.named(campaign, self._settled.of(campaign))

    def _forget(self) -> None:
        self._ledger = Ledger()
        self.imprinted = 0
        self.holds_erased = False
        self._settled = SettledVerdicts()
        self._majorities = Majorities()
        self._acquaintances = Acquaintances()
        self._aliases = Aliases()

    def _forget_senders(self, erased: Sequence[Sender]) -> None:
        """Know of these senders only what reports show that were not erased."""
        gone = self._acquaintances.forget([each.meeting for each in erased])
        if not gone:
            return
        of = [each for each in erased if gone & {each.meeting.shown.sender, each.meeting.shown.domain}]
        for meeting, spam in met_before(self._store, of):
            self._acquaintances.recount(meeting, "" if spam is None else self._read_as(spam), gone)

    def _content(self, parts: Sequence[Made], before: Sequence[Held] = ()) -> dict[str, Any]:
        """The fields of a batch that hold what was made; ``before`` was in quarantine until now."""
        now = datetime.now(UTC)
        held = [each for part in parts for each in part.held]
        others = {
            "campaign_alias": [_json(alias) for alias in self._aliases.news(self._ledger)],
            "quarantine": [*_quarantine_rows(held, 1, now), *_quarantine_rows(before, -1, now)],
        }
        reports = [block for part in parts for block in part.reports]
        payload = encode(Payload(reports, {table: lines for table, lines in others.items() if lines}))
        return {"payload": payload, "held": tuple(held)}

    def _concluded(self, entry: Entry, analysed: Analysed, assignment: Assignment) -> Concluded:
        label = self.told.copy(analysed.signature)
        known = None if label else self._known(assignment.campaign)
        standings, contact = self._met(entry, analysed, label)
        opinion = with_contact(with_standing(analysed.opinion, standings), standings, contact)
        if meaning := self.meanings.of(analysed.signature.fingerprint, analysed.channel):
            opinion = reconsidered(opinion, meaning)
        verdict = conclude(opinion, assignment, self.profile, known)
        verdict = copied(verdict, label) if label else verdict
        self._settled.add(assignment.campaign, verdict)
        own = words_of(verdict)
        shown = self._majorities.add(assignment.campaign, reporter_key(entry.reporter), own)
        return Concluded(entry.sequence, entry.received_at, assignment, verdict, "" if shown == own else shown)

    def _met(self, entry: Entry, analysed: Analysed, label: str) -> tuple[tuple[Standing, ...], PriorContact | None]:
        """What was known of the sender before this report, and of its contact with the recipients; it is taken in.

        It counts by what it says alone or by people's word, never by the sender's standing: that would feed on itself.
        """
        if not analysed.shown.names_somebody and not analysed.signature.anchors:
            return (), None
        meeting = Meeting(
            analysed.shown,
            analysed.signature,
            analysed.channel,
            entry.received_at.timestamp(),
            entry.reporter,
            analysed.recipients,
            entry.id,
            entry.sequence,
        )
        found = self._acquaintances.look_up(meeting), self.contacts.look_up(meeting)
        label = label or self._read_as(analysed.opinion.spam)
        self._acquaintances.add(meeting, label)
        self.contacts.add(meeting, label)
        return found

    def _read_as(self, spam: float) -> str:
        bars = self.profile.thresholds
        return "spam" if spam >= bars.spam else "ham" if spam < bars.suspect else ""


def _written(parts: Sequence[Made]) -> Written:
    return Written(
        stored=sum(part.stored for part in parts),
        held=sum(len(part.held) for part in parts),
        inherited=sum(part.inherited for part in parts),
    )


def _assignable(entry: Entry, analysed: Analysed) -> campaign.Entry:
    return campaign.Entry(
        submission_id=entry.id,
        signature=analysed.signature,
        reporter=entry.reporter,
        recipients=analysed.recipients,
        at=entry.received_at.timestamp(),
        channel=analysed.channel,
    )


def _held(entry: Entry, failure: Failure, now: datetime) -> Held:
    return Held(entry=entry, code=failure.code, detail=failure.detail, at=now, attempts=1)


def _quarantine_rows(held: Iterable[Held], sign: int, now: datetime) -> Iterable[bytes]:
    for each in held:
        at = int(now.timestamp() * 1000)
        entry = each.entry
        yield _json(
            {"at": at, "sequence": entry.sequence, "sample": int(entry.sample), "code": each.code, "sign": sign}
        )
