"""A node without engine, workers or disk; whatever it shows is as hostile as a stranger can make it."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from tempfile import mkstemp
from typing import Any

import msgspec
from tests.web import fake_privacy as private
from tests.web.fake_accounts import FakeAccounts
from tests.web.fake_campaigns import FakeCampaigns
from tests.web.fake_workbench import FakeWorkbench
from tests.web.shown.campaigns import CAMPAIGN_ROW, MEANINGS, WORDINGS
from tests.web.shown.figures import ROWS
from tests.web.shown.graph import GRAPH
from tests.web.shown.names import CAMPAIGN, HOSTILE, ID, NOW, OTHER_CAMPAIGN
from tests.web.shown.reports import REPORT, REPORT_ROW

from spamatlas import intake
from spamatlas.judge import Profile
from spamatlas.model import (
    Channel,
    Contact,
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
    Sight,
    Submission,
    Unavailable,
    Verdict,
)
from spamatlas.model.message import Attachment
from spamatlas.pipeline.checking import Checked, Crowd, Pasted, Thing
from spamatlas.pipeline.comparison import Comparison, Ruled, month_of
from spamatlas.pipeline.door import Receipt
from spamatlas.pipeline.manner import Manner
from spamatlas.pipeline.packed import Packed
from spamatlas.pipeline.receipts import Receipts
from spamatlas.settings import Settings
from spamatlas.statistics import Statistic, Table, catalogue
from spamatlas.store.evidence import Exhibit

__all__ = [
    "CAMPAIGN",
    "CAMPAIGN_ROW",
    "GRAPH",
    "HOSTILE",
    "ID",
    "MEANINGS",
    "NOW",
    "OTHER_CAMPAIGN",
    "REPORT",
    "REPORT_ROW",
    "ROWS",
    "WORDINGS",
    "FakeNode",
]
"""What tests find in the fixture ``fake``."""


class FakeNode(FakeCampaigns):
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
        self.manner: Manner | None = None
        self.crowd = Crowd(is_enough=True, floor=3, reports=20, reporters=5)
        self.receipts = Receipts(b"s")
        self.packed: list[str] = []
        self.withdrawn: dict[str, datetime] = {}
        self.told: dict[str, str] = {}
        self.answers: dict[str, tuple[bytes, bytes]] = {}
        self.is_analysing = True
        self.now = 0
        self.sights: list[Sight] = []
        self.full = False
        self.workbench = FakeWorkbench()
        self.around: list[str] = []
        self.replayed: list[tuple[str, ...]] = []
        self.dropped: list[tuple[str, ...]] = []
        self.private: list[tuple[str, dict[str, Any]]] = []

    def seen_by(self, sight: Sight) -> "FakeNode":
        self.sights.append(sight)
        return self

    def accept(self, submissions: Sequence[Submission]) -> Receipt:
        if self.full:
            raise Unavailable("the disk is full")
        fresh = [each for each in submissions if each.id not in self.accepted]
        self.accepted |= {each.id: each for each in fresh}
        ids = tuple(each.id for each in submissions)
        return Receipt(accepted=len(fresh), duplicates=len(submissions) - len(fresh), ids=ids)

    def read(
        self, body: bytes, media_type: str, reporter: str, channel: Channel | None, mark: Any = None
    ) -> Iterator[Submission | intake.Refusal]:
        options = intake.Options(reporter=reporter, secret=b"s", channel=channel, mark=mark)
        return intake.read_bytes(body, media_type, options)

    def judge(
        self,
        body: bytes,
        media_type: str,
        channel: Channel | None,
        public: bool = True,
        manner: Manner | None = None,
    ) -> list[dict[str, Any]]:
        found, self.manner = self.read(body, media_type, "", channel), manner
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

    def privacy(self, asked: str, arguments: dict[str, Any]) -> Any:
        self.private.append((asked, arguments))
        return private.answer(asked)

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
        return {**found, "log": entry, "evidence": kept, "campaign_now": self.crowd, "said": said}

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
            reply_to=party, links=(link,),
            attachments=(Attachment(HOSTILE, HOSTILE, 1, "ab" * 32, "archive", ("macros",), 99, (HOSTILE,)),),
        )  # fmt: skip

    def leaving(self, identities: Sequence[str]) -> Sequence[Mapping[str, Any]]:
        return [{**row, "tlp": ""} for row in self.workbench.listed(identities)]

    def package(self, names: Sequence[str], language: str = "en", who: str = "operator") -> Packed:
        if names[0] not in {ID, CAMPAIGN}:
            raise Rejected("no-such-report", "no report has this id")
        handle, path = mkstemp(suffix=".zip")
        with os.fdopen(handle, "wb") as file:
            file.write(b"PK package of " + names[0].encode() + b" in " + language.encode())
        self.packed.append(path)
        return Packed(path, f"evidence-{names[0].lower()}.zip", 1, 0, "0" * 64)

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
