"""A node without engine, workers or disk; whatever it shows is as hostile as a stranger can make it."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import mkstemp
from typing import Any

import msgspec

from spamatlas import intake
from spamatlas.judge import Profile
from spamatlas.log import Entry
from spamatlas.model import (
    Channel,
    Cluster,
    Contact,
    Edge,
    EdgeKind,
    Explanation,
    Graph,
    Link,
    Message,
    Notice,
    Origin,
    Party,
    PartyKind,
    Rejected,
    Role,
    Ruling,
    Shared,
    Submission,
    Unavailable,
    Verdict,
    Vertex,
    VertexKind,
)
from spamatlas.model.message import Attachment
from spamatlas.pipeline.actions import OPERATOR, Action, Actions
from spamatlas.pipeline.campaign_actions import Regrouped
from spamatlas.pipeline.checking import Checked, Crowd, Pasted, Thing
from spamatlas.pipeline.comparison import Comparison, Ruled, month_of
from spamatlas.pipeline.decisions import Label
from spamatlas.pipeline.door import Receipt
from spamatlas.pipeline.drift import Week
from spamatlas.pipeline.feedback import Done
from spamatlas.pipeline.packed import Packed
from spamatlas.pipeline.receipts import Receipts
from spamatlas.pipeline.shadow import Share, Trial, Tried
from spamatlas.settings import Settings
from spamatlas.statistics import Statistic, Table, catalogue
from spamatlas.store.evidence import Exhibit
from spamatlas.store.search import Found, Part, Terms

_spec = spec_from_file_location("fake_accounts", Path(__file__).with_name("fake_accounts.py"))
assert _spec
assert _spec.loader
_fake_accounts = module_from_spec(_spec)
_spec.loader.exec_module(_fake_accounts)
FakeAccounts = _fake_accounts.FakeAccounts
HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}\u202egnp.exe\u2066\x00\u200b "
    "javascript:alert(3) http://evil.example/a"
)
ID = "0123456789abcdef0123456789abcdef"
CAMPAIGN = "C-00000000000000aa"
OTHER_CAMPAIGN = "C-00000000000000bb"
NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


class FakeWorkbench:
    """Remembers what was asked and done; the history is a real one, in memory."""

    def __init__(self) -> None:
        self.actions = Actions(Path(":memory:"))
        self.searched: list[Terms] = []
        self.done: list[tuple[str, tuple[str, ...]]] = []
        self.undone: list[int] = []
        self.rows = [REPORT_ROW]
        self.refused: tuple[tuple[str, str, str], ...] = ()

    def search(self, terms: Terms, part: Part) -> Found:
        self.searched.append(terms)
        rows = [row for row in self.rows if row["sequence"] > part.after]
        return Found(rows[: part.limit], 3, 2_000)

    def matching(self, terms: Terms) -> list[str]:
        self.searched.append(terms)
        return [row["id"] for row in self.rows]

    def listed(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["id"] in ids]

    def feedback(self, label: str, ids: Sequence[str], who: str = OPERATOR) -> Done:
        self.done.append((label, tuple(ids)))
        return Done(self.actions.add(label, reports=len(ids), who=who), len(ids), 0, self.refused)

    def undo(self, number: int) -> Done:
        if self.actions.one(number).undone_at:
            raise Rejected("undone-before", "this was undone before")
        self.undone.append(number)
        self.actions.undone(number)
        return Done(number, 1)

    def erase(self, ids: Sequence[str], who: str = OPERATOR) -> Done:
        self.done.append(("erase", tuple(ids)))
        return Done(self.actions.add("erase", reports=len(ids), note=HOSTILE), len(ids))

    def note(self, kind: str, reports: int, note: str = "", who: str = OPERATOR) -> int:
        return self.actions.add(kind, reports=reports, note=note, who=who)

    def messages(self, ids: Sequence[str]) -> list[Message | None]:
        text = Message(submission_id=ID, channel=Channel.SMS, text=HOSTILE)
        other = Message(submission_id=ID, channel=Channel.SMS, text="Pay " + HOSTILE + " now")
        return [[text, other, None][place % 3] for place, _ in enumerate(ids)]

    def drift(self) -> tuple[list[Week], list[tuple[str, float, float]]]:
        one = Week(start=NOW.date(), reports=9, spam=3, log_odds=-1.5, unknown=5, runs=50, told=4, disagreed=1)
        return [one], [("unknown", 0.1, 0.34)]

    def shadow(self) -> Trial | None:
        some = Share(1, 40, 0.004, 0.129)
        tried = Tried(HOSTILE, "weights", NOW)
        return Trial(tried, some, (some, some), (some, some), [(ID, 0.93, "spam", 0.2, "ham")])

    def history(self, report: str) -> list[Action]:
        return self.actions.newest()

    def campaign_days(self, names: Sequence[str], days: int = 14) -> dict[str, list[int]]:
        return {name: [*range(days - 1), 3] for name in names}

    def campaign_edges(self, name: str) -> list[dict[str, Any]]:
        ends = {"source": ("network", f"64500 {HOSTILE}", "KE"), "target": ("gateway", HOSTILE, "FR")}
        return [{**ends, "reports": 4, "reporters": 3, "certainty": 0.6}]


class FakeNode:
    def __init__(self, **settings: Any) -> None:
        self.settings = Settings(**settings)
        self.token = "5ec2e7" * 10
        self.accounts: Any = FakeAccounts()
        self.accepted: dict[str, Submission] = {}
        self.asked: list[tuple[str, bool]] = []
        self.parameters: list[dict[str, Any]] = []
        self.news: asyncio.Queue[dict[str, int]] = asyncio.Queue()
        self.broken = ""
        self.checked: list[Pasted] = []
        self.crowd = Crowd(is_enough=True, floor=3, reports=20, reporters=5)
        self.receipts = Receipts(b"s")
        self.packed: list[str] = []
        self.withdrawn: dict[str, datetime] = {}
        self.told: dict[str, str] = {}
        self.answers: dict[str, tuple[bytes, bytes]] = {}
        self.is_analysing = True
        self.now = 0
        self.full = False
        self.workbench = FakeWorkbench()
        self.around: list[str] = []
        self.replayed: list[tuple[str, ...]] = []
        self.dropped: list[tuple[str, ...]] = []

    def accept(self, submissions: Sequence[Submission]) -> Receipt:
        if self.full:
            raise Unavailable("the disk is full")
        fresh = [each for each in submissions if each.id not in self.accepted]
        self.accepted |= {each.id: each for each in fresh}
        ids = tuple(each.id for each in submissions)
        return Receipt(accepted=len(fresh), duplicates=len(submissions) - len(fresh), ids=ids)

    def read(
        self, body: bytes, media_type: str, reporter: str, channel: Channel | None
    ) -> Iterator[Submission | intake.Refusal]:
        return intake.read_bytes(body, media_type, intake.Options(reporter=reporter, secret=b"s", channel=channel))

    def judge(self, body: bytes, media_type: str, channel: Channel | None, public: bool = True) -> list[dict[str, Any]]:
        found = self.read(body, media_type, "", channel)
        return [{"id": each.caller_id, "spam": 0.5} for each in found if isinstance(each, Submission)]

    def compared(self, first: str, second: str, month: str = "") -> Comparison:
        self.compared_with = (first, second, month)
        since, until = month_of(month, NOW)
        row = Ruled(channel=Channel.EMAIL, rulings=(Ruling.SUSPECT, Ruling.SPAM), excuses=("may-object", ""), reports=7)
        return Comparison(profiles=(first, second), since=since, until=until, reports=9, read=7, rows=(row,))

    def check(self, pasted: Pasted, profiles: Sequence[Profile] = ()) -> Checked:
        self.checked.append(pasted)
        options = intake.Options(secret=b"s", channel=pasted.channel)
        body = pasted.file or pasted.text.encode()
        for each in intake.read_bytes(body, pasted.media_type, options) if pasted.file else ():
            if isinstance(each, intake.Refusal):
                raise Rejected(each.code, each.reason)
        message = self.evidence(ID)
        assert message
        origin = msgspec.convert({**REPORT["origin"], "sightings": ()}, Origin)
        verdict = msgspec.convert(REPORT["verdict"], Verdict)
        under = tuple(msgspec.structs.replace(verdict, profile=each.label) for each in profiles)
        return Checked(
            thing=Thing("message"), message=message, origin=origin, verdict=verdict, crowd=self.crowd, under=under
        )

    def receipt(self, identifier: str) -> str:
        return self.receipts.number(identifier)

    def receipt_report(self, number: str) -> dict[str, Any] | None:
        identifier = self.receipts.identifier(number)
        found = self.report(identifier) if identifier else None
        if found is None:
            return None
        entry = msgspec.structs.replace(found["log"], id=identifier)
        kept = Exhibit(
            "ab" * 32, None if identifier in self.withdrawn else NOW, self.withdrawn.get(identifier), "asked"
        )
        said = self.told.get(identifier, "")
        return {**found, "log": entry, "evidence": kept, "campaign_now": CAMPAIGN_ROW, "said": said}

    def receipt_say(self, number: str, label: str) -> bool:
        identifier = self.receipts.identifier(number)
        if not identifier or self.report(identifier) is None:
            return False
        if label not in ("spam", "ham", "forget"):
            raise Rejected("bad-label", "feedback is spam, ham or forget")
        self.told[identifier] = "" if label == "forget" else label
        return True

    def withdraw(self, number: str) -> bool:
        identifier = self.receipts.identifier(number)
        if not identifier or self.report(identifier) is None:
            return False
        self.withdrawn.setdefault(identifier, NOW)
        return True

    def end(self) -> int:
        return len(self.accepted)

    def cursor(self) -> int:
        return len(self.accepted) if self.is_analysing else 0

    def held_among(self, ids: Sequence[str]) -> int:
        return 1

    def answered(self, key: str, request: bytes) -> bytes | None:
        first, answer = self.answers.get(key, (request, None))
        if first != request:
            raise ValueError
        return answer

    def answer(self, key: str, request: bytes, answer: bytes) -> None:
        self.answers.setdefault(key, (request, answer))

    def statistics(self) -> Mapping[str, Statistic]:
        return catalogue()

    def statistic(self, name: str, parameters: Mapping[str, Any] | None = None, public: bool = False) -> Table:
        self.asked.append((name, public))
        self.parameters.append(dict(parameters or {}))
        by_kind = name == "reports" and (parameters or {}).get("by") == "category"
        rows = ROWS["categories" if by_kind else name]
        statistic = catalogue()[name]
        return Table(
            name=name, title=statistic.title, unit=statistic.unit, counts=statistic.counts, source=statistic.source,
            caveat=statistic.caveat, columns=tuple(rows[0]), dimensions=statistic.dimensions, rows=rows,
            since=NOW - timedelta(days=3), until=NOW, bucket="day", measuring_point="reported", sample=False,
            reports=12, reporters=4, last_report=NOW, suppressed=1, caption="",
        )  # fmt: skip

    def reports(
        self, filters: Mapping[str, str] | None = None, limit: int = 50, before: str | None = None
    ) -> list[dict[str, Any]]:
        return [REPORT_ROW]

    def report(self, identifier: str) -> dict[str, Any] | None:
        if identifier in self.accepted:
            return {"log": msgspec.structs.replace(REPORT["log"], id=identifier), "evidence": None}
        return REPORT if identifier == ID else None

    def evidence(self, identifier: str) -> Message | None:
        party = Party(PartyKind.EMAIL, HOSTILE, HOSTILE)
        link = Link(f"http://evil.example/{HOSTILE}", "evil.example", "evil.example", HOSTILE)
        return Message(
            submission_id=ID, channel=Channel.EMAIL, subject=HOSTILE, text=HOSTILE, hidden_text=HOSTILE, sender=party,
            reply_to=party, links=(link,), attachments=(Attachment(HOSTILE, HOSTILE, 1, "ab" * 32),),
        )  # fmt: skip

    def package(self, names: Sequence[str], language: str = "en", who: str = OPERATOR) -> Packed:
        if names[0] not in {ID, CAMPAIGN}:
            raise Rejected("no-such-report", "no report has this id")
        handle, path = mkstemp(suffix=".zip")
        with os.fdopen(handle, "wb") as file:
            file.write(b"PK package of " + names[0].encode() + b" in " + language.encode())
        self.packed.append(path)
        return Packed(path, f"evidence-{names[0].lower()}.zip", 1, 0, "0" * 64)

    def campaigns(
        self, filters: Mapping[str, str] | None = None, limit: int = 50, members: bool = False, order: str = "size"
    ) -> list[dict[str, Any]]:
        return [CAMPAIGN_ROW]

    def campaign(self, name: str, members: bool = False) -> dict[str, Any] | None:
        return (
            {**CAMPAIGN_ROW, **LIVED, "kin": KIN, "joined": KIN[:1], "wordings": WORDINGS} if name == CAMPAIGN else None
        )

    def campaign_pair(self, first: str, second: str) -> dict[str, Any] | None:
        mine, theirs = self.campaign(first), self.campaign(CAMPAIGN) if second == OTHER_CAMPAIGN else None
        return {**PAIR, "first": mine, "second": {**theirs, "campaign": second}} if mine and theirs else None

    def campaigns_merge(self, names: Sequence[str], who: str = OPERATOR) -> Regrouped:
        self.workbench.done.append(("merge", tuple(names)))
        return Regrouped(self.workbench.actions.touch("campaign-merge", names, " ".join(names)), CAMPAIGN)

    def campaigns_apart(self, names: Sequence[str], who: str = OPERATOR) -> Regrouped:
        self.workbench.done.append(("apart", tuple(names)))
        return Regrouped(self.workbench.actions.touch("campaign-apart", names, " ".join(names)), CAMPAIGN)

    def campaigns_split(
        self, name: str, reports: Sequence[str], by_wording: bool = False, who: str = OPERATOR
    ) -> Regrouped:
        self.workbench.done.append(("split-wording" if by_wording else "split", (name, *reports)))
        return Regrouped(self.workbench.actions.touch("campaign-split", [name], name), CAMPAIGN, len(reports))

    def campaigns_label(
        self, name: str, label: str | None = None, pinned: bool | None = None, who: str = OPERATOR
    ) -> Regrouped:
        self.workbench.done.append(("label", (name, str(label), str(pinned))))
        return Regrouped(self.workbench.actions.touch("campaign-name", [name], f"{name}\n\n{HOSTILE}"), CAMPAIGN)

    def campaigns_undo(self, action: int = 0) -> int:
        return action

    def campaign_labels(self) -> dict[str, Label]:
        return {CAMPAIGN: Label(HOSTILE[:80], is_pinned=True)}

    def graph(self, node: str) -> Graph:
        if node == "nothing":
            raise Rejected("not-in-graph", "no report here has this; paste a campaign, a number, a link or an account")
        self.around.append(node)
        return GRAPH

    def contacts(self, node: str) -> list[Contact]:
        return [
            Contact(Role.NETWORK_ABUSE, HOSTILE, HOSTILE),
            Contact(Role.REGISTRY, "https://data.iana.org/rdap/dns.json", HOSTILE, "look_up"),
        ]

    def notices(self, name: str, language: str = "en") -> list[Notice]:
        if name != CAMPAIGN:
            raise Rejected("no-such-campaign", "no campaign has this name")
        return [
            Notice(
                reference="N-0123456789ab", role=Role.PLATFORM, contact=self.contacts("")[0], things=(HOSTILE,),
                subject=HOSTILE, text=HOSTILE, machine=HOSTILE, media_type="message/feedback-report", language=language,
            )
        ]  # fmt: skip

    def quarantine(self, limit: int = 100, code: str = "") -> list[dict[str, Any]]:
        return [
            {"id": ID, "code": "damaged", "detail": HOSTILE, "at": NOW, "attempts": 1, "bytes": 9, "channel": None,
             "sample": False}
        ]  # fmt: skip

    def quarantine_show(self, identity: str) -> dict[str, Any]:
        if identity != ID:
            raise Rejected("not-in-quarantine", "nothing in quarantine has this id")
        body = HOSTILE.encode() + bytes(range(256)) * 20
        return {**self.quarantine()[0], "media_type": HOSTILE, "body": body}

    def quarantine_replay(self, identities: Sequence[str] = (), code: str = "") -> dict[str, int]:
        self.replayed.append(tuple(identities))
        return {"passed": 1, "still held": 0}

    def quarantine_drop(self, identities: Sequence[str] = (), code: str = "") -> dict[str, int]:
        self.dropped.append(tuple(identities))
        return {"dropped": len(identities)}

    async def subscribe(self, *, figures: bool = False) -> AsyncIterator[dict[str, int]]:
        while True:
            yield await self.news.get()

    def edition(self) -> int:
        return self.now

    def health(self) -> dict[str, Any]:
        status = "broken" if self.broken else "ok"
        return {"status": status, "broken": self.broken, "accepted": 3, "waiting": 0, "samples": False,
                "meaning": {"off": "", "waiting": 7, "behind_seconds": 30, "read": 2},
                "stage_seconds": {"parse": 0.5}}  # fmt: skip

    def ready(self) -> bool:
        return not self.broken


_VERTICES = (
    Vertex(id=f"campaign:{CAMPAIGN}", kind=VertexKind.CAMPAIGN, name=CAMPAIGN, reports=9, ruling="spam"),
    Vertex(id="campaign:C-00000000000000bb", kind=VertexKind.CAMPAIGN, name="C-00000000000000bb", category=HOSTILE),
    *(
        Vertex(
            id=f"{kind}:{HOSTILE}", kind=kind, name=HOSTILE, reports=5, reporters=2, campaigns=2, first_seen=NOW,
            last_seen=NOW, telling=0.5, note=HOSTILE, is_hub=kind is VertexKind.HOST,
        )
        for kind in VertexKind if kind is not VertexKind.CAMPAIGN
    ),
)  # fmt: skip
GRAPH = Graph(
    start=_VERTICES[0].id,
    vertices=_VERTICES,
    edges=tuple(
        Edge(
            source=campaign.id, target=thing.id, kind=EdgeKind.NAMES, reports=3, reporters=2, first_seen=NOW,
            last_seen=NOW, certainty=0.4, known_by=HOSTILE, is_shared=True,
        )
        for campaign in _VERTICES[:2] for thing in _VERTICES[2:]
    ),
    clusters=(
        Cluster(
            name="E-00000000000000aa", campaigns=(CAMPAIGN, "C-00000000000000bb"), certainty=0.7,
            shared=(Shared(f"number:{HOSTILE}", 2, 0.5),),
            explanations=(Explanation(code="same_maker", summary=HOSTILE, certainty=1.0, tells_apart=HOSTILE),),
        ),
    ),
    left_out=3,
)  # fmt: skip

_COUNTS = {"reports": 9, "reporters": 4}
_SEEN = {"first_seen": NOW, "last_seen": NOW}
ROWS: dict[str, list[dict[str, Any]]] = {
    "volume": [
        {"time": NOW - timedelta(days=2, hours=12), "channel": "sms", "reports": 9, "reporters": 4},
        {"time": NOW - timedelta(hours=12), "channel": "email", "reports": 3, "reporters": 1},
    ],
    "volume_usual": [
        {"time": NOW.replace(hour=0) - timedelta(days=2), "reports": 9, "reporters": 4, "weeks": 2, "usual": 3.0,
         "least": 2, "most": 4},
        {"time": NOW.replace(hour=0) - timedelta(days=1), "reports": 3, "reporters": 3, "weeks": 0, "usual": 0.0,
         "least": 0, "most": 0},
    ],
    "category_change": [
        {"category": "phishing", "before": 2, **_COUNTS}, {"category": "not_spam", "before": 1, **_COUNTS}
    ],
    "rewritten_share": [
        {"time": NOW, "channel": "sms", "rewritten": 3, "percent": 33.3, **_COUNTS},
        {"time": NOW, "channel": "email", "reports": 4, "rewritten": 0, "percent": 0.0, "reporters": 3},
    ],
    "rising_lures": [{"lure": "parcel", "before": 0, **_COUNTS}],
    "rising_domains": [{"domain": f"evil.example{HOSTILE}", "before": 3, **_COUNTS}],
    "new_campaigns": [
        {"campaign": CAMPAIGN, "category": "phishing", "ruling": "spam", "lure": "parcel", "channels": ["sms"],
         **_COUNTS, **_SEEN}
    ],
    "campaigns_of_country": [
        {"campaign": CAMPAIGN, "category": "fraud", "ruling": "spam", "lure": "none", "channels": ["sms"],
         **_COUNTS, **_SEEN}
    ],
    "categories": [{"category": "phishing", "ruling": "spam", **_COUNTS}],
    "origins_by_country": [{"country": "KE", **_COUNTS}, {"country": "", **_COUNTS}],
    "origins_by_network": [{"asn": 64500, "operator": HOSTILE, "country": "KE", **_COUNTS}],
    "languages": [{"language": "sw", **_COUNTS}],
    "link_domains": [{"domain": f"evil.example{HOSTILE}", **_COUNTS, **_SEEN}],
    "lures": [{"lure": "parcel", "call_to_action": "link", **_COUNTS}],
    "campaigns": [
        {"campaign": CAMPAIGN, "category": "phishing", "ruling": "spam", "lure": "parcel", "channels": ["sms"],
         **_COUNTS, "last_day": 5, "day_before": 2, **_SEEN}
    ],
    "routes": [{"source": "KE", "transit": "NL GB", "destination": "FR", "route_class": "sim_box", **_COUNTS}],
    "country_pairs": [
        {"source": "KE", "destination": "FR", "route_class": "sim_box", **_COUNTS},
        {"source": "FR", "destination": "FR", "route_class": "on_net", **_COUNTS},
    ],
    "route_edges": [
        {"from_kind": "network", "from": f"64500 {HOSTILE}", "from_country": "KE", "to_kind": "gateway", "to": HOSTILE,
         "to_country": "", "certainty": 0.4, "volume": 9, **_COUNTS},
        {"from_kind": "gateway", "from": HOSTILE, "from_country": "", "to_kind": "country", "to": "FR",
         "to_country": "FR", "certainty": 0.85, "volume": 9, **_COUNTS},
    ],
    "places_on_the_way": [
        {"kind": "gateway", "place": HOSTILE, "country": "KE", "sources": 2, "channels": ["sms"], "certainty": 0.85,
         **_COUNTS}
    ],
    "verdicts": [{"ruling": "spam", "unsolicited": "yes", "bulk": "unknown", **_COUNTS}],
    "coverage": [{"known_by": "number_plan", **_COUNTS, **_SEEN}],
    "quarantine": [{"code": "damaged", "reports": 1, "last_seen": NOW}],
    "reports": [{"channel": "=HYPERLINK(1)", **_COUNTS}],
}  # fmt: skip
REPORT_ROW: dict[str, Any] = {
    "sequence": 7, "id": ID, "received_at": NOW, "channel": "email", "measuring_point": "reported", "sample": False,
    "sender_kind": "email", "sender": HOSTILE, "country": "KE", "asn": 64500, "operator": HOSTILE,
    "route_class": "unknown", "domains": [HOSTILE], "volume": 1, "erased": 0,
    "campaign": CAMPAIGN, "spam": 0.93, "ruling": "spam",
    "category": "phishing", "lure": "parcel", "call_to_action": "link", "unsolicited": "yes", "bulk": "unknown",
    "language": "sw", "profile": "neutral/1", "inherited": False,
}  # fmt: skip
CAMPAIGN_ROW: dict[str, Any] = {
    "campaign": CAMPAIGN, "size": 9, "reporters": 4, "first_seen": NOW, "last_seen": NOW, "channels": ["sms"],
    "languages": ["sw"], "countries": ["KE"], "domains": [HOSTILE], "route_classes": ["sim_box"], "spam": 0.93,
    "ruling": "spam", "category": "phishing", "lure": "parcel", "call_to_action": "link",
    "last_day": 5, "day_before": 2, "name": HOSTILE[:80], "is_pinned": True,
}  # fmt: skip
_SPAN = {"reports": 2, "reporters": 1, **_SEEN}
_DAY = NOW.date()
_SHOWN = [
    {"sequence": 7, "report": ID, **_SPAN, "days": [{"day": _DAY, "reports": 2}]},
    {"report": ID[::-1], **_SPAN, "reports": 1, "days": [{"day": _DAY, "reports": 1}]},
    {"report": "", **_SPAN, "days": [{"day": _DAY, "reports": 2}]},
]
LIVED: dict[str, Any] = {
    "ties": [{"value": "shared_link", "words": HOSTILE, "reports": 2, "alike": 0.5, "joined": 1}],
    "life": {
        "phase": "quiet", "week": 0, "week_before": 3, "quiet_since": _DAY + timedelta(days=1),
        "stretches": [
            {"first": _DAY - timedelta(days=60), "last": _DAY - timedelta(days=50), "reports": 12,
             "peak": _DAY - timedelta(days=55), "peak_reports": 9},
            {"first": _DAY, "last": _DAY, "reports": 9, "peak": _DAY, "peak_reports": 9},
        ],
        "days": [{"day": _DAY - timedelta(days=60), "reports": 3, "reporters": 2},
                 {"day": _DAY, "reports": 9, "reporters": 4}],
    },
    "spread": {
        "looked_at": 2,
        **{name: [{"value": HOSTILE, **_SPAN}] for name in ("hosts", "numbers", "senders", "brands")},
        "countries": [{"value": "KE", **_SPAN}], "destinations": [], "routes": [{"value": "sim_box", **_SPAN}],
        "operators": [{"value": "64500", "name": HOSTILE, **_SPAN}], "channels": [{"value": "sms", **_SPAN}],
        "languages": [{"value": "sw", "first": _DAY, "last": _DAY}],
    },
    "variants": {"distinct": 40, "reports": 9, "shown": _SHOWN},
}  # fmt: skip
_BOTH = {"value": HOSTILE, "first": 3, "second": 1}
_COMMON = {"in_first": 4, "in_second": 2, "in_both": 1, "both": [_BOTH], "first": [_BOTH], "second": [_BOTH]}
PAIR: dict[str, Any] = {
    "common": {
        **dict.fromkeys(("hosts", "numbers", "senders", "wordings"), _COMMON),
        "operators": {**_COMMON, "both": [{**_BOTH, "value": "64500", "name": HOSTILE}], "first": [], "second": []},
    },
    "joins": [{"value": "near_copy", "words": HOSTILE, "alike": 0.6}],
    "nearest": {"first": ID, "second": ID[::-1], "alike": 0.7},
}
KIN = [
    {"campaign": "C-0000000000000009", "likeness": 0.91, "shared": ["page_path"], "differing": ["network"],
     "shared_words": ["the same page path"], "differing_words": [HOSTILE]},
    {"campaign": "C-000000000000000a", "likeness": 0.6, "shared": [], "differing": [], "shared_words": [],
     "differing_words": []},
]  # fmt: skip
WORDINGS = {"read": 5, "rewritten": 2}
_REASON = {"code": "x", "weight": 1.5, "text": "Odd: {message} {what}", "facts": {"message": HOSTILE, "what": HOSTILE}}
_EVIDENCE = {"value": "yes", "score": 0.9, "reasons": [_REASON]}
REPORT: dict[str, Any] = {
    "log": Entry(sequence=7, id=ID, media_type=HOSTILE, received_at=NOW, reporter="r", caller_id="", channel=None),
    "evidence": None,
    "quarantine": {"code": "damaged", "detail": HOSTILE},
    "report": {"channel": "email", "campaign": CAMPAIGN, "received_at": NOW, "sample": 0},
    "message": {
        "authentication": [{"server": HOSTILE, "method": HOSTILE, "result": "fail", "domain": HOSTILE}],
    },
    "origin": {
        "country": "KE", "asn": 64500, "operator": HOSTILE, "known_by": HOSTILE, "certainty": 0.4,
        "route_class": "peer", "source_address": "192.0.2.1", "authenticated_domain": HOSTILE,
        "route": [
            {"name": HOSTILE, "address": HOSTILE, "asn": 1, "operator": HOSTILE, "country": "KE", "trusted": True}
        ],
        "contacts": [{"role": "network_abuse", "address": HOSTILE, "organisation": HOSTILE}],
        "sightings": [{"subject": HOSTILE, "value": HOSTILE, "known_by": HOSTILE, "certainty": 0.5, "detail": HOSTILE}],
    },
    "assignment": {"campaign": CAMPAIGN, "size": 2},
    "verdict": {
        "spam": 0.93, "ruling": "spam", "category": "phishing", "lure": "parcel", "call_to_action": "link",
        "language": "sw", "unsolicited": _EVIDENCE, "bulk": _EVIDENCE, "reasons": [_REASON], "profile": "neutral/1",
        "model": "m", "inherited": True,
    },
}  # fmt: skip
