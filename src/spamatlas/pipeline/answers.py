"""Everything that a face may ask of a node; commands, pages and the HTTP API ask the same questions."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

import msgspec

from spamatlas import __version__, intake
from spamatlas.judge import Profile
from spamatlas.model import (
    HOUSE,
    Appearance,
    Channel,
    Contact,
    Graph,
    Marking,
    MeasuringPoint,
    Notice,
    Rejected,
    Sight,
    Signature,
    Submission,
)
from spamatlas.pipeline.actions import OPERATOR
from spamatlas.pipeline.backup_answers import BackupAnswers
from spamatlas.pipeline.campaign_actions import Regrouped
from spamatlas.pipeline.campaign_answers import CampaignAnswers
from spamatlas.pipeline.checking import Checked, Pasted
from spamatlas.pipeline.comparison import Comparison, compared, month_of
from spamatlas.pipeline.door import Receipt
from spamatlas.pipeline.inquiry import Inquiry
from spamatlas.pipeline.manner import Manner
from spamatlas.pipeline.member_answers import MemberAnswers
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.outcome import LookedUp
from spamatlas.pipeline.quarantine_answers import QuarantineAnswers
from spamatlas.pipeline.receipt_answers import ReceiptAnswers
from spamatlas.pipeline.samples import load_samples, remove_samples
from spamatlas.pipeline.seen import SeenNode
from spamatlas.pipeline.seen_campaigns import as_seen
from spamatlas.pipeline.shadow import Trial
from spamatlas.settings import Settings
from spamatlas.statistics import Shared, Statistic, Table, Veil, catalogue, run
from spamatlas.store import reports
from spamatlas.store.campaigns import SPARE
from spamatlas.store.lasting import Lasting

if TYPE_CHECKING:
    from spamatlas.store.seen import SeenStore

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
        "renew",
        "seen_by",
        "settings",
        "subscribe",
        "token",
        "workbench",
    }
)
"""What a page may do but a command does otherwise."""

Mark = Callable[[str], int]
MOST_SIGHTS = 256
"""So many are kept, for as many readers who see something else; what each keeps is small."""


CAREFULLY = Manner(careful=True)


class Answers(CampaignAnswers, ReceiptAnswers, QuarantineAnswers, MemberAnswers, BackupAnswers):
    """The questions are the public methods; each gives plain values or records of them."""

    def __init__(self, node: Node, sight: Sight | None = None) -> None:
        super().__init__(node, sight)
        self.settings: Settings = node.settings
        self.token = node.folder.token()
        self._inquiry = Inquiry(node.whole, partial(reports.sightings, node.whole.store))
        self._seen: dict[Sight, Answers] = {}
        self._lock = Lock()
        whole = node.whole.store  # figures are sums, and count all
        lasting = Lasting(whole.query, whole.changes)
        self._shared = Shared(lasting.query, lambda: node.news.figures)

    def _markings(self) -> Mapping[int, Marking]:
        return self.accounts.markings.every()

    def seen_by(self, sight: Sight) -> "Answers":
        """The same questions, answered of what somebody sees: the one door for faces that others stand before."""
        is_same = sight.is_whole and (sight.owner == HOUSE or len(sight.markings) == 1)
        if is_same and self.node.store.is_own:
            return self
        with self._lock:
            if sight not in self._seen:
                if len(self._seen) >= MOST_SIGHTS:
                    self._seen.clear()
                self._seen[sight] = SeenAnswers(self, sight)
            return self._seen[sight]

    def questions(self) -> Mapping[str, Callable[..., Any]]:
        """Every question that a command may ask, by its name."""
        own = {name: getattr(self, name) for name in dir(self) if name[0] != "_" and name not in UNASKED}
        return self.noted(own)

    def accept(self, submissions: Sequence[Submission]) -> Receipt:
        """Make submissions durable; see ``Door.accept``."""
        return self.node.accept(submissions)

    def read(
        self, body: bytes, media_type: str, reporter: str, channel: Channel | None, mark: Mark | None = None
    ) -> Iterator[Submission | intake.Refusal]:
        """What a request's body holds; ``reporter`` becomes a pseudonym, ``mark`` as in ``intake.Options``."""
        secret = self.node.pseudonym_keys.now()
        options = self._options(channel, reporter=intake.pseudonym(secret, reporter), secret=secret, mark=mark)
        return intake.read_bytes(body, media_type, options)

    def judge(
        self,
        body: bytes,
        media_type: str,
        channel: Channel | None,
        public: bool = True,
        manner: Manner = CAREFULLY,
    ) -> list[dict[str, Any]]:
        """A verdict for each message in a request's body, nothing stored; a part that can't be read says why.

        In ``public`` campaigns that too few people reported are left out of it. Only a message that is alone is
        read for its meaning, where the ``manner`` is careful.
        """
        # Programs ask of mail as it comes in, and complain of none of it.
        options = msgspec.structs.replace(
            self._options(channel), takes_anything=True, measuring_point=MeasuringPoint.ACCEPTED
        )
        found = intake.read_bytes(body, media_type, options)
        return self._inquiry.judge(found, public, manner)

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

    def shadow(self) -> Trial | None:
        """What the model in shadow did beside the present one; None where none is tried."""
        return self.workbench.shadow()

    def end(self) -> int:
        """The place of the newest report in the log."""
        return self.node.log.end()

    def cursor(self) -> int:
        """The place up to which everything is analysed."""
        return self.node.log.cursor()

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
        """One statistic; in ``public`` without what could tell of few reporters, see ``statistics.disclosure``."""
        veil = self.node.veil() if public else Veil()
        return run(self._shared.query, name, parameters or {}, veil)

    def privacy(self, asked: str, arguments: Mapping[str, Any]) -> Any:
        """A question of ``Privacy``, by its name."""
        from spamatlas.pipeline.privacy import answered  # noqa: PLC0415  SQLAlchemy: loaded with the first question

        return answered(self.node, asked, arguments)

    def graph(self, node: str) -> Graph:
        """What lies within two steps of a campaign or a thing; see ``Graphs.graph``."""
        return self._graphs.graph(node)

    def contacts(self, node: str) -> list[Contact]:
        """Who can act on a thing in the graph, as far as is known offline."""
        return self._graphs.contacts(node)

    def notices(self, name: str, language: str = "en") -> list[Notice]:
        """Draft notices about a campaign to those who can act; see ``Graphs.notices``."""
        return self._graphs.notices(self._row(name), language)

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

    def _options(
        self, channel: Channel | None, reporter: str = "", secret: bytes = b"", mark: Mark | None = None
    ) -> intake.Options:
        return intake.Options(
            reporter=reporter,
            secret=secret,
            channel=channel,
            home_country=self.settings.home_country,
            max_report_bytes=self.settings.max_report_bytes,
            max_archive_bytes=self.settings.max_archive_bytes,
            mark=mark,
        )


class SeenAnswers(Answers):
    """Answers of what somebody sees. Figures, accounts and the clock's work are the whole node's."""

    def __init__(self, whole: Answers, sight: Sight) -> None:
        super().__init__(cast("Node", SeenNode(whole.node, sight)), sight)  # the same to ask, with less in it
        self.whole, self._shared = whole, whole._shared  # noqa: SLF001  another of ours

    def campaigns_merge(self, names: Sequence[str], who: str = OPERATOR) -> Regrouped:
        return super().campaigns_merge(self._shown(names), who)

    def campaigns_apart(self, names: Sequence[str], who: str = OPERATOR) -> Regrouped:
        return super().campaigns_apart(self._shown(names), who)

    def campaigns_label(
        self, name: str, label: str | None = None, pinned: bool | None = None, who: str = OPERATOR
    ) -> Regrouped:
        return super().campaigns_label(self._shown([name])[0], label, pinned, who)

    def campaigns_counter(self, name: str, measure: Mapping[str, str], who: str = OPERATOR) -> Regrouped:
        return super().campaigns_counter(self._shown([name])[0], measure, who)

    def _listed(self, filters: Mapping[str, str], limit: int, order: str = "size") -> list[dict[str, Any]]:
        """Some of the largest may not be shown, so more are asked for."""
        found = self.whole._listed(filters, limit and 2 * limit + SPARE, order)  # noqa: SLF001  another of ours
        return as_seen(cast("SeenStore", self.node.store), found, self.settings.min_reporters)[: limit or None]

    def _shown(self, names: Sequence[str]) -> Sequence[str]:
        """These campaigns, all of which are shown.

        Raises:
            Rejected: ``no-such-campaign``.
        """
        if not all(map(self._row, names)):
            raise Rejected("no-such-campaign", "no campaign has this name")
        return names
