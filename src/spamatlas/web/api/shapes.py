"""What the interface answers, as records: the schemas of the OpenAPI document, and a test holds answers to them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from spamatlas.model import CallToAction, Category, Channel, Known, Lure, MeasuringPoint, Origin, Ruling, WaypointKind
from spamatlas.pipeline.checking import Crowd

Share = Annotated[float, Meta(ge=0, le=1)]
Identifier = Annotated[str, Meta(pattern="^[0-9a-f]{32}$", description="32 hexadecimal digits")]
CampaignName = Annotated[str, Meta(pattern="^C-[0-9a-f]{16}$", description="C- and 16 hexadecimal digits")]
Number = Annotated[str, Meta(pattern="^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}-[0-9A-HJKMNP-TV-Z]{2}$")]


class Rejection(Struct, frozen=True):
    """A part that was not accepted: where it stood, and why."""

    path: str
    reason: str
    code: str


class Filed(Struct, frozen=True):
    """What became of reports. ``quarantined`` is null where nobody waited for the analysis (``wait``).

    ``receipts``, in the order of ``ids``, are secrets: who holds one sees its report's fate and can withdraw it.
    """

    accepted: int
    duplicates: int
    quarantined: int | None
    rejected: list[Rejection]
    ids: list[Identifier]
    receipts: list[Number]


class VerdictReason(Struct, frozen=True):
    """``weight`` is in log-odds (natural logarithm), positive towards spam.

    ``text`` is English, whoever asks; ``translation`` says the same in the language of the answer
    (``Content-Language``), and is not there where that is English.
    """

    code: str
    weight: float
    text: str
    translation: str | UnsetType = UNSET


class VerdictEvidence(Struct, frozen=True):
    """Yes, no or unknown; ``score`` is the probability of *yes*."""

    value: Known
    score: Share


class ReasonedEvidence(VerdictEvidence, frozen=True):
    """The same with what it rests on."""

    reasons: list[VerdictReason]


class VerdictLine(Struct, frozen=True):
    """A verdict as the command ``spamatlas judge`` prints it."""

    id: str
    channel: Channel
    spam: Share
    verdict: Ruling
    category: Category
    lure: Lure
    call_to_action: CallToAction
    unsolicited: ReasonedEvidence
    bulk: VerdictEvidence
    language: str
    reasons: list[VerdictReason]
    origin: Origin
    profile: str


class Unjudged(Struct, frozen=True):
    """A message that could not be read."""

    id: str
    error: str
    detail: str


class ReportRow(Struct, frozen=True):
    """A report in a list: without what it says. ``sequence`` orders reports, and is where the next page begins.

    ``marking`` is the number of its owner and label (docs/members.md).
    """

    sequence: int
    id: Identifier
    received_at: datetime
    channel: Channel
    measuring_point: MeasuringPoint
    sample: int
    sender_kind: str
    sender: str
    country: str
    asn: int
    operator: str
    route_class: str
    domains: list[str]
    volume: int
    erased: int
    campaign: CampaignName
    spam: float
    ruling: str
    category: str
    lure: str
    call_to_action: str
    unsolicited: str
    bulk: str
    language: str
    profile: str
    inherited: int
    campaign_label: str
    marking: int = 0


class ReportWhole(Struct, frozen=True):
    """One report through every stage; a stage that it has not come to is not there."""

    log: dict[str, Any]
    evidence: dict[str, Any] | None
    holds: list[dict[str, Any]] | UnsetType = UNSET
    quarantine: dict[str, Any] | UnsetType = UNSET
    report: dict[str, Any] | UnsetType = UNSET
    message: dict[str, Any] | UnsetType = UNSET
    origin: dict[str, Any] | UnsetType = UNSET
    assignment: dict[str, Any] | UnsetType = UNSET
    verdict: dict[str, Any] | UnsetType = UNSET


class Held(Struct, frozen=True):
    """A report in quarantine: accepted, kept, not analysable."""

    id: Identifier
    code: str
    detail: str
    at: datetime
    attempts: int
    bytes: int
    channel: Channel | None
    sample: bool


class MeaningHealth(Struct, frozen=True):
    """Wordings that wait to be read for their meaning, and that were; for how long the oldest that is neither
    ruled ham nor a sample waits. ``off`` says why none are read: no-model, by-setting, crashes; else it is empty.
    """

    off: Literal["", "no-model", "by-setting", "crashes"]
    waiting: int
    behind_seconds: int
    read: int


class Health(Struct, frozen=True):
    """``waiting`` reports are not analysed yet; ``stage_seconds`` are processor seconds since the start."""

    status: Literal["ok", "broken"]
    broken: str
    version: str
    name: str
    accepted: int
    waiting: int
    quarantined: int
    samples: bool
    meaning: MeaningHealth
    stage_seconds: dict[str, float]


class Ready(Struct, frozen=True):
    """Whether reports are taken and analysed."""

    ready: bool


class ReceiptVerdict(Struct, frozen=True):
    """What the report is taken for."""

    ruling: Ruling
    spam: Share
    category: Category
    lure: Lure
    call_to_action: CallToAction
    reasons: list[VerdictReason]


class Said(Struct, frozen=True, forbid_unknown_fields=True):
    """What a receipt's holder says of the message that was reported; *forget* takes it back."""

    said: Literal["spam", "ham", "forget"]


class Standing(Struct, frozen=True, kw_only=True):
    """What became of a report, for whoever holds its receipt.

    ``revised`` says whether the verdict was changed after the first one. ``withdrawn_at`` is when the holder had the
    content erased: the report still counts, and nothing of what it said is left. ``expired_at`` is when it was erased
    because its time was over. ``said`` is what the holder said of the message afterwards.
    """

    number: Number
    state: Literal["waiting", "analysed", "quarantined", "withdrawn"]
    received_at: datetime
    kept_until: datetime | None = None
    withdrawn_at: datetime | None = None
    expired_at: datetime | None = None
    held_as: str = ""
    verdict: ReceiptVerdict | None = None
    revised: bool = False
    campaign: Crowd | None = None
    said: Literal["", "spam", "ham"] = ""


class RouteNode(Struct, frozen=True):
    """A place of the route graph. Its reports are those of the edges in the answer, so they are no totals."""

    id: Annotated[str, Meta(description="What `place` asks for: `network:64500`, `country:FR` …")]
    kind: WaypointKind
    name: str
    country: Annotated[str, Meta(description="ISO 3166-1 alpha-2, or empty")]
    reports_in: int
    reports_out: int


class RouteEdge(Struct, frozen=True):
    """Two places that followed one another; ``certainty`` is that of the less certain end, the mean of the reports."""

    source: str
    target: str
    reports: int
    reporters: int
    volume: int
    certainty: Share


class RouteGraph(Struct, frozen=True):
    """``reports`` and ``reporters`` are all that were counted in the time, ``suppressed`` the edges left out."""

    nodes: list[RouteNode]
    edges: list[RouteEdge]
    since: datetime
    until: datetime
    measuring_point: MeasuringPoint
    sample: bool
    reports: int
    reporters: int
    suppressed: int
    caption: str


class Value(Struct, frozen=True):
    """A thing that reports of a campaign name, in how many of how many people, and when.

    ``name`` is a network's operator.
    """

    value: str
    reports: int
    reporters: int
    first_seen: datetime
    last_seen: datetime
    name: str | UnsetType = UNSET
