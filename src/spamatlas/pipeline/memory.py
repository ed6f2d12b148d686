"""What the writer knows of campaigns beside its ledger, and how the ledger is read back from the store."""

import base64
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from spamatlas.campaign import Entry, Ledger
from spamatlas.judge import all_habits, appearance, of_sender, settled
from spamatlas.model import Channel, Message, Origin, PartyKind, Signature, Verdict
from spamatlas.pipeline.acquaintance import Meeting
from spamatlas.pipeline.agreement import Word, copy_of
from spamatlas.store import Store
from spamatlas.store.structure import Structure

PAGE_REPORTS = 50_000
REMEMBERED_REPORTS = 200_000
"""So many of the newest reports tell a node that starts whom it met before."""
_ENTRIES = (
    "SELECT sequence, toString(id) AS id, fingerprint, sketch, anchors, reporter, recipients, channel, campaign, "
    "toUnixTimestamp64Milli(received_at) / 1000 AS at FROM report"
)
_MET = (
    "SELECT sequence, channel, sender_kind, sender, authenticated_domain, reporter, recipients, anchors, "
    "toUnixTimestamp64Milli(received_at) / 1000 AS at FROM report "
    "WHERE sequence > {after:UInt64} AND sequence <= {until:UInt64} "
    "AND (sender != '' OR notEmpty(anchors))"
)
_MET_IN = (
    "SELECT toString(id) AS id, channel, sender, authenticated_domain, reporter, fingerprint, anchors, message, "
    "toUnixTimestamp64Milli(received_at) / 1000 AS at, toUnixTimestamp64Milli(sent_at) / 1000 AS sent FROM report "
    "WHERE id IN {ids:Array(String)} AND erased = 0"
)
_OWN_SPAM = (
    "SELECT sequence, spam FROM judgement FINAL WHERE sequence > {after:UInt64} AND sequence <= {until:UInt64} "
    "AND NOT multiSearchAny(verdict, {codes:Array(String)})"
)
_ATTESTED = (
    "SELECT sequence FROM report WHERE sequence > {after:UInt64} AND sequence <= {until:UInt64} AND channel = 'voice' "
    "AND JSONExtractString(message, 'call', 'attestation') = 'A' "
    "AND JSONExtractString(message, 'call', 'verification') IN ('', 'passed')"
)
_VOTED = (
    "SELECT campaign, reporter_key, concat(toString(spam), '\\t', ruling, '\\t', category, '\\t', lure, '\\t', "
    "call_to_action) AS words FROM judgement FINAL WHERE sequence > {after:UInt64} ORDER BY sequence"
)
VOTES = 50_000
"""So many of the newest members tell a node that starts how campaigns are shown."""
MEMBERS = 8
"""So many verdicts of a campaign settle it, or nothing does."""
CAMPAIGNS = 200_000
"""Most campaigns whose verdicts are kept in mind; the one that was quiet longest is forgotten first."""


class SettledVerdicts:
    """The verdict that each campaign's first members agreed on, if they did."""

    def __init__(self) -> None:
        self._members: OrderedDict[int, list[Verdict]] = OrderedDict()
        self._settled: dict[int, Verdict] = {}

    def of(self, campaign: int) -> Verdict | None:
        """The settled verdict, None while there is none."""
        return self._settled.get(campaign)

    def add(self, campaign: int, verdict: Verdict) -> None:
        """Take a member's own verdict into account; inherited ones say nothing new."""
        members = self._members.get(campaign)
        if members is None:
            self._open(campaign, verdict)
            return
        self._members.move_to_end(campaign)
        if verdict.inherited or len(members) >= MEMBERS:
            return
        members.append(verdict)
        if agreed := settled(members):
            self._settled[campaign] = agreed

    def _open(self, campaign: int, verdict: Verdict) -> None:
        self._members[campaign] = [] if verdict.inherited else [verdict]
        if len(self._members) > CAMPAIGNS:
            forgotten, _ = self._members.popitem(last=False)
            self._settled.pop(forgotten, None)


class Told:
    """What people here said that holds for others than the report it was said of."""

    def __init__(self) -> None:
        self._copies: dict[str, str] = {}
        self._campaigns: dict[int, Verdict] = {}

    def copy(self, signature: Signature) -> str:
        """What was said of an exact copy: spam, ham, or nothing."""
        return self._copies.get(copy_of(signature), "") if self._copies else ""

    def campaign(self, number: int) -> Verdict | None:
        """The verdict that a campaign follows, None where it follows none."""
        return self._campaigns.get(number)

    def tell(self, words: Sequence[Word], campaigns: Mapping[int, Verdict | None]) -> None:
        """Take in all words that stand, and what these campaigns follow now."""
        self._copies = {word.copy: word.label for word in sorted(words, key=lambda word: word.sequence) if word.copy}
        self._campaigns |= {number: verdict for number, verdict in campaigns.items() if verdict is not None}
        for number in [number for number, verdict in campaigns.items() if verdict is None]:
            self._campaigns.pop(number, None)


class Aliases:
    """Which campaigns became part of which, as the store was told it."""

    def __init__(self) -> None:
        self._newest = 0
        self._untold: dict[int, int] = {}

    def recall(self, ledger: Ledger, stored: Iterable[Mapping[str, int]]) -> None:
        """Begin with a ledger that was read back from the store, and with what the store knows.

        What the ledger knows otherwise the next news tell, with revisions above all that the store has.
        """
        known = {row["campaign"]: (row["known_as"], row["revision"]) for row in stored}
        self._newest = max((revision for _, revision in known.values()), default=0)
        ledger.news()
        homes = {campaign: ledger.resolve(campaign) for campaign in {*known, *ledger.aliases}}
        self._untold = {one: home for one, home in homes.items() if known.get(one, (one, 0))[0] != home}

    def next_revision(self) -> int:
        """One above all that the store was told."""
        return self._newest + 1

    def heard(self, ledger: Ledger, revision: int) -> None:
        """The store was told of all that changed by somebody else, under this revision."""
        ledger.news()
        self._newest = max(self._newest, revision)

    def news(self, ledger: Ledger) -> list[dict[str, int]]:
        """What the store was not told of yet."""
        found, self._untold = self._untold | ledger.news(), {}
        if found:
            self._newest += 1
        return [{"campaign": one, "known_as": home, "revision": self._newest} for one, home in found.items()]


def ledger_entries(store: Store, after: int = 0) -> Iterator[Entry]:
    """The facts that a ledger is built from, those after a place, in the order in which they were assigned."""
    while page := store.query(
        _ENTRIES + " WHERE sequence > {after:UInt64} ORDER BY sequence LIMIT {limit:UInt32}",
        {"after": after, "limit": PAGE_REPORTS},
        seconds=120,
    ):
        yield from map(_entry, page)
        after = page[-1]["sequence"]


def entries_of(store: Store, ids: Sequence[str]) -> list[Entry]:
    """The same of these reports."""
    return [_entry(row) for row in store.query(_ENTRIES + " WHERE id IN {ids:Array(String)}", {"ids": list(ids)}, 120)]


class Sender(Struct, frozen=True):
    """Whom a stored report is of, as it was written and as what is known of senders keeps it."""

    sender: str
    domain: str
    meeting: Meeting


def met_before(store: Store, of: Sequence[Sender] | None = None) -> Iterator[tuple[Meeting, float | None]]:
    """The senders of the newest reports and each report's probability, the oldest first; only of some, where named.

    Records by reporter begin anew: they are of days.

    A report whose verdict its sender's standing had a part in says nothing more of that sender: None.
    """
    newest = store.query("SELECT max(sequence) AS newest FROM report")[0]["newest"]
    only, named = "", {}
    if of is not None:
        only = " AND (lower(sender) IN {senders:Array(String)} OR authenticated_domain IN {domains:Array(String)})"
        named["senders"] = sorted({each.sender.lower() for each in of})
        named["domains"] = sorted({each.domain for each in of if each.domain})
    for after in range(max(0, newest - REMEMBERED_REPORTS), newest, PAGE_REPORTS):
        span = {"after": after, "until": after + PAGE_REPORTS}
        rows = store.query(_MET + only + " ORDER BY sequence", span | named, seconds=120)
        judged = _judged(store, span, rows) if rows else {}
        signed = _signed(store, span) if any(row["channel"] == Channel.VOICE for row in rows) else set()
        yield from ((_met(row, row["sequence"] in signed), judged.get(row["sequence"])) for row in rows)


def voted_before(store: Store) -> Iterator[tuple[int, int, str]]:
    """The newest members' campaigns, as they were stored, with who filed them and their words, the oldest first."""
    newest = store.query("SELECT max(sequence) AS newest FROM report")[0]["newest"]
    for row in store.query(_VOTED, {"after": max(0, newest - VOTES)}, seconds=120):
        yield row["campaign"], row["reporter_key"], row["words"]


def met_in(store: Store, ids: Sequence[str]) -> list[Sender]:
    """The same of these reports, as far as they were not erased, with the caller, device and signer of a call."""
    rows = store.query(_MET_IN, {"ids": list(ids)}, seconds=120)
    return [Sender(row["sender"], row["authenticated_domain"], _met_in(row)) for row in rows]


def _judged(store: Store, span: Mapping[str, int], rows: Sequence[Mapping[str, Any]]) -> dict[int, float]:
    codes = sorted(f'"{name}"' for name in all_habits())
    within = {"after": rows[0]["sequence"] - 1, "until": rows[-1]["sequence"]}
    spam = store.query(_OWN_SPAM, {**span, **within, "codes": codes}, seconds=120)
    return {row["sequence"]: row["spam"] for row in spam}


def _signed(store: Store, span: Mapping[str, int]) -> set[int]:
    """The calls of a span whose caller is fully attested, as ``judge.appearance`` has it."""
    return {row["sequence"] for row in store.query(_ATTESTED, span, seconds=120)}


def _met(row: dict[str, Any], is_signed: bool) -> Meeting:
    shown = of_sender(PartyKind(row["sender_kind"]), row["sender"], row["authenticated_domain"], is_signed)
    recipients = tuple(row["recipients"])
    signature = Signature(0, anchors=tuple(row["anchors"]))
    return Meeting(shown, signature, Channel.OTHER, row["at"], row["reporter"], recipients)


def _met_in(row: dict[str, Any]) -> Meeting:
    form = msgspec.json.decode(row["message"], type=Structure)
    channel = Channel(row["channel"])
    sent_at = datetime.fromtimestamp(row["sent"], UTC) if row["sent"] else None
    message = Message(submission_id=row["id"], channel=channel, sender=form.sender, call=form.call, sent_at=sent_at)
    shown = appearance(message, Origin(authenticated_domain=row["authenticated_domain"]))
    return Meeting(
        shown, Signature(row["fingerprint"], anchors=tuple(row["anchors"])), channel, row["at"], row["reporter"]
    )


def _entry(row: dict) -> Entry:  # type: ignore[type-arg]
    signature = Signature(row["fingerprint"], base64.b64decode(row["sketch"]), tuple(row["anchors"]))
    return Entry(
        submission_id=row["id"],
        signature=signature,
        reporter=row["reporter"],
        recipients=tuple(row["recipients"]),
        at=row["at"],
        channel=Channel(row["channel"]),
        campaign=row["campaign"],
    )
