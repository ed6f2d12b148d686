"""Everything that a face may ask of a node; commands, pages and the HTTP API ask the same questions."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from spamatlas import __version__, intake
from spamatlas.judge import Profile
from spamatlas.log import Held
from spamatlas.model import (
    Appearance,
    Channel,
    Contact,
    Graph,
    Message,
    Notice,
    Rejected,
    Signature,
    Submission,
    Unavailable,
)
from spamatlas.pipeline.actions import OPERATOR
from spamatlas.pipeline.campaign_answers import CampaignAnswers, named_entry
from spamatlas.pipeline.checking import Checked, Pasted
from spamatlas.pipeline.comparison import Comparison, compared, month_of
from spamatlas.pipeline.door import Receipt, bundles
from spamatlas.pipeline.graphs import Graphs
from spamatlas.pipeline.inquiry import Inquiry
from spamatlas.pipeline.member_answers import MemberAnswers
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.outcome import Item, Shown
from spamatlas.pipeline.packed import Packed, is_campaign
from spamatlas.pipeline.receipts import Receipts
from spamatlas.pipeline.samples import load_samples, remove_samples
from spamatlas.pipeline.shadow import Trial
from spamatlas.pipeline.withdrawal import withdraw
from spamatlas.pipeline.writer import LookedUp
from spamatlas.settings import Settings
from spamatlas.statistics import Shared, Statistic, Table, catalogue, moment, run
from spamatlas.store import campaigns, reports
from spamatlas.store.lasting import Lasting

if TYPE_CHECKING:
    from spamatlas.pipeline.packing import Packing

REPLAY_REPORTS = 256
UNASKED = frozenset(
    {
        "accept",
        "accounts",
        "answer",
        "answered",
        "check",
        "edition",
        "node",
        "noted",
        "questions",
        "read",
        "settings",
        "subscribe",
        "token",
        "workbench",
    }
)
"""What a page may do but a command does otherwise."""


class Answers(CampaignAnswers, MemberAnswers):
    """The questions are the public methods; each gives plain values or records of them."""

    def __init__(self, node: Node) -> None:
        CampaignAnswers.__init__(self, node)
        MemberAnswers.__init__(self, node.folder, node.settings)
        self.settings: Settings = node.settings
        self.token = node.folder.token()
        self._receipts = Receipts(node.folder.secret())
        self._inquiry = Inquiry(node, self.sightings)
        self._graphs = Graphs(node)
        lasting = Lasting(node.store.query, node.store.changes)
        self._shared = Shared(lasting.query, lambda: node.news.figures)

    def questions(self) -> Mapping[str, Callable[..., Any]]:
        """Every question that a command may ask, by its name."""
        own = {name: getattr(self, name) for name in dir(self) if name[0] != "_" and name not in UNASKED}
        return self.noted(own)

    def accept(self, submissions: Sequence[Submission]) -> Receipt:
        """Make submissions durable; see ``Door.accept``."""
        return self.node.accept(submissions)

    def read(
        self, body: bytes, media_type: str, reporter: str, channel: Channel | None
    ) -> Iterator[Submission | intake.Refusal]:
        """What a request's body holds; ``reporter`` becomes a pseudonym."""
        secret = self.node.folder.secret()
        options = self._options(channel, reporter=intake.pseudonym(secret, reporter), secret=secret)
        return intake.read_bytes(body, media_type, options)

    def judge(self, body: bytes, media_type: str, channel: Channel | None, public: bool = True) -> list[dict[str, Any]]:
        """A verdict for each message in a request's body, nothing stored; a part that can't be read says why.

        In ``public`` campaigns that too few people reported are left out of it.
        """
        return self._inquiry.judge(intake.read_bytes(body, media_type, self._options(channel)), public)

    def check(self, pasted: Pasted, profiles: Sequence[Profile] = ()) -> Checked:
        """What one pasted or chosen thing is, nothing stored; see ``Inquiry.check``."""

        def read(body: bytes, media_type: str, channel: Channel | None) -> Iterator[Submission | intake.Refusal]:
            return intake.read_bytes(body, media_type, self._options(channel))

        return self._inquiry.check(pasted, read, profiles)

    def compared(self, first: str, second: str, month: str = "") -> Comparison:
        """The reports of a month (``2026-11``; this one) ruled under two profiles; see ``comparison.compared``."""
        pair = Profile.load(first), Profile.load(second)
        return compared(self.node.store, pair, *month_of(month, datetime.now(UTC)))

    def looked_up(self, asked: Sequence[Any]) -> list[LookedUp]:
        """For each (signature, channel, appearance) its campaign, that campaign's settled verdict, and the sender's
        standings; nothing changes.
        """
        return self.node.look_up(msgspec.convert(asked, list[tuple[Signature, Channel, Appearance]]))

    def receipt(self, identifier: str) -> str:
        """The receipt number of a report."""
        return self._receipts.number(identifier)

    def receipt_report(self, number: str) -> dict[str, Any] | None:
        """The report behind a receipt number, with ``campaign_now`` and what was ``said``; None for no receipt."""
        identifier = self._receipts.identifier(number)
        found = self.report(identifier) if identifier else None
        if found and found.get("report"):
            named = {"campaign": found["report"]["campaign"]}
            found["campaign_now"] = next(iter(campaigns.listed(self.node.store, named, 1)), None)
            found["said"] = self.node.public.said(identifier)
        return found

    def withdraw(self, number: str) -> bool:
        """Erase what a receipt's holder filed; see ``withdrawal.withdraw``. False for what is no receipt."""
        identifier = self._receipts.identifier(number)
        if identifier and self.node.log.find(identifier):
            with suppress(Unavailable):  # where the message is gone, its lesson is nothing but counts
                self.node.public.say(identifier, "forget")
        return bool(identifier) and withdraw(self.node, identifier)

    def receipt_say(self, number: str, label: str) -> bool:
        """Take a receipt holder's word (spam, ham, forget); see ``PublicFeedback.say``. False for no receipt."""
        identifier = self._receipts.identifier(number)
        if not identifier or not self.node.log.find(identifier):
            return False
        self.node.public.say(identifier, label)
        return True

    def shadow(self) -> Trial | None:
        """What the model in shadow did beside the present one; None where none is tried."""
        return self.workbench.shadow()

    def end(self) -> int:
        """The place of the newest report in the log."""
        return self.node.log.end()

    def cursor(self) -> int:
        """The place up to which everything is analysed."""
        return self.node.log.cursor()

    def held_among(self, ids: Sequence[str]) -> int:
        """How many of these reports are in quarantine."""
        return self.node.log.held_among(ids)

    def answered(self, key: str, request: bytes) -> bytes | None:
        """The answer once given under an idempotency key; ValueError when that was for another request."""
        return self.node.log.answered(key, request)

    def answer(self, key: str, request: bytes, answer: bytes) -> None:
        """Remember the answer given under an idempotency key."""
        self.node.log.answer(key, request, answer)

    def subscribe(self, *, figures: bool = False) -> AsyncIterator[dict[str, int | str]]:
        """What happens from now on, or with ``figures`` only what changes them; see ``News.follow``."""
        return self.node.news.follow(figures=figures)

    def edition(self) -> int:
        """Which edition of the news changed figures last: while it is the same, nothing was stored."""
        return self.node.news.figures

    def drain(self) -> None:
        """Wait until everything accepted so far is analysed."""
        self.node.drain()

    def is_empty(self) -> bool:
        """Whether nothing was ever accepted."""
        return not self.node.log.end()

    def health(self) -> dict[str, Any]:
        """How the node is: what it holds, what waits, what is wrong."""
        log, end = self.node.log, self.node.log.end()
        return {
            "status": "broken" if self.node.broken else "ok",
            "broken": self.node.broken,
            "version": __version__,
            "name": self.settings.node_name,
            "accepted": log.accepted(),
            "waiting": end - log.cursor(),
            "quarantined": sum(log.held_counts().values()),
            "samples": self.node.store.has_only_samples(),
            "meaning": self.node.meaning.health(),
            "stage_seconds": {stage: round(spent, 3) for stage, spent in self.node.seconds.items()},
        }

    def ready(self) -> bool:
        """Whether reports are taken and analysed."""
        return not self.node.broken

    def statistics(self) -> dict[str, Statistic]:
        """Every statistic there is, by name."""
        return catalogue()

    def statistic(self, name: str, parameters: Mapping[str, Any] | None = None, public: bool = False) -> Table:
        """One statistic; cells of too few reporters are left out in ``public``."""
        floor = self.settings.min_reporters if public else 0
        return run(self._shared.query, name, {**(parameters or {}), "min_reporters": floor})

    def reports(
        self, filters: Mapping[str, str] | None = None, limit: int = 50, before: str | None = None
    ) -> list[dict[str, Any]]:
        """The newest reports first, without what they say."""
        return reports.recent(self.node.store, filters or {}, limit, int(before or 0))

    def report(self, identifier: str) -> dict[str, Any] | None:
        """One report as stored, with its evidence and, where it is there, its quarantine; None where there is none."""
        try:
            entry = named_entry(self.node, identifier)
        except Rejected:
            return None
        held = self.node.log.held_one(entry.sequence)
        return {
            "log": entry,
            "evidence": self.node.vault.describe(entry.id),
            **({"quarantine": _held_row(held)} if held else {}),
            **(reports.one(self.node.store, entry.id) or {}),
        }

    def follow(self, identity: str) -> dict[str, Any]:
        """One report through every stage, in the order of the path."""
        found = self.report(named_entry(self.node, identity).id)
        return found | {"log": msgspec.structs.asdict(found["log"])} if found else {}

    def evidence(self, identifier: str) -> Message | None:
        """A report's message, read again from its evidence by a worker; None where it can't be."""
        outcome = self.node.ask("show", [Item(named_entry(self.node, identifier))]).outcomes[0]
        return outcome.message if isinstance(outcome, Shown) else None

    def package(self, names: Sequence[str], language: str = "en", who: str = OPERATOR) -> Packed:
        """An evidence package of campaigns and reports, as a file to be moved away; see ``Packing.pack``."""
        reports = [named_entry(self.node, each) for each in names if not is_campaign(each)]
        return self._packing.pack([each for each in names if is_campaign(each)], reports, language, who)

    def sightings(self, kind: str, value: str) -> dict[str, Any]:
        """How often, when and in which campaigns reports named an address, a network, a domain or a number."""
        return reports.sightings(self.node.store, kind, value)

    def graph(self, node: str) -> Graph:
        """What lies within two steps of a campaign or a thing; see ``Graphs.graph``."""
        return self._graphs.graph(node)

    def contacts(self, node: str) -> list[Contact]:
        """Who can act on a thing in the graph, as far as is known offline."""
        return self._graphs.contacts(node)

    def notices(self, name: str, language: str = "en") -> list[Notice]:
        """Draft notices about a campaign to those who can act; see ``Graphs.notices``."""
        return self._graphs.notices(self._row(name), language)

    def quarantine(self, limit: int = 100, code: str = "") -> list[dict[str, Any]]:
        """What can't be analysed, newest first, and why."""
        return [_held_row(each) for each in self.node.log.held(limit, code)]

    def quarantine_show(self, identity: str) -> dict[str, Any]:
        """One entry in quarantine with its bytes."""
        held = self._held([identity], "")[0]
        return {**_held_row(held), "media_type": held.entry.media_type, "body": self.node.vault.get(held.entry.id)}

    def quarantine_replay(self, identities: Sequence[str] = (), code: str = "") -> dict[str, int]:
        """Analyse again; what passes leaves the quarantine."""
        entries = [each.entry for each in self._held(identities, code)]
        written = [self.node.replay(bundle) for bundle in bundles(entries, REPLAY_REPORTS)]
        return {"passed": sum(each.stored for each in written), "still held": sum(each.held for each in written)}

    def quarantine_drop(self, identities: Sequence[str] = (), code: str = "") -> dict[str, int]:
        """Take entries out for good, bytes and all."""
        held = self._held(identities, code)
        self.node.writer.drop(held)
        self.node.vault.erase([each.entry.id for each in held])
        self.node.log.drop([each.entry.sequence for each in held])
        return {"dropped": len(held)}

    def samples_load(self) -> dict[str, int]:
        """Load the shipped samples into an empty node."""
        loaded = load_samples(self.node)
        self.node.drain()
        return {"samples": loaded}

    def samples_remove(self) -> dict[str, int]:
        """Take every sample out again."""
        removed = remove_samples(self.node)
        self.node.news.tell(removed=removed)
        return {"samples": removed}

    def erase(self, identities: Sequence[str]) -> dict[str, int]:
        """Destroy the evidence's key and blank the personal columns; counts stay."""
        ids = [named_entry(self.node, each).id for each in identities]
        self.node.erase(ids)
        return {"erased": len(ids)}

    def export_rows(self, since: str | None = None, until: str | None = None, after: int = 0) -> list[dict[str, Any]]:
        """Reports in order without personal data, a page at a time."""
        now = datetime.now(UTC)
        span = moment(since, now) or datetime.fromtimestamp(0, UTC), moment(until, now) or now + timedelta(days=1)
        return reports.export(self.node.store, *span, after)

    @cached_property
    def _packing(self) -> "Packing":
        from spamatlas.pipeline.packing import Packing  # noqa: PLC0415  stamps and PDFs: loaded with the first package

        return Packing(self.node)

    def _options(self, channel: Channel | None, reporter: str = "", secret: bytes = b"") -> intake.Options:
        return intake.Options(
            reporter=reporter,
            secret=secret,
            channel=channel,
            home_country=self.settings.home_country,
            max_report_bytes=self.settings.max_report_bytes,
            max_archive_bytes=self.settings.max_archive_bytes,
        )

    def _held(self, identities: Sequence[str], code: str) -> list[Held]:
        held = self.node.log.held(limit=1_000_000, code=code)
        if not identities:
            return held
        chosen = [each for each in held if any(each.entry.id.startswith(identity) for identity in identities)]
        if not chosen:
            raise Rejected("not-in-quarantine", "nothing in quarantine has this id; 'spamatlas quarantine' lists it")
        return chosen


def _held_row(held: Held) -> dict[str, Any]:
    return {
        "id": held.entry.id,
        "code": held.code,
        "detail": held.detail,
        "at": held.at,
        "attempts": held.attempts,
        "bytes": held.entry.body_bytes,
        "channel": held.entry.channel,
        "sample": held.entry.sample,
    }
