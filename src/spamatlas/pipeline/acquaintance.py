"""What the writer knows of senders: whom it saw before, who reported them, and how they behave."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from math import sqrt
from typing import Generic, TypeVar

from msgspec import Struct

from spamatlas.judge.brands import is_known
from spamatlas.model import ON_PLATFORMS, Appearance, Channel, Signature, Standing, short_digest
from spamatlas.model.standing import StandingKind
from spamatlas.statistics import Veil

MOST_DISTINCT = 64
SENDERS = 50_000
"""Most senders, and most records by reporter, that are kept in mind; the one that was quiet longest goes first."""
ENOUGH = 1_000
"""Where fewer senders are known, that one is new says nothing."""
WEEK_SECONDS, HOUR_SECONDS = 7 * 86_400.0, 3_600.0
_LEAST_GAPS = 10
_LEADS = ("number:", "account:", "domain:", "link:")
_LEAST_DIGITS = 8
_NUMBERED = frozenset({Channel.SMS, Channel.MMS, Channel.RCS, Channel.VOICE})

Kept = TypeVar("Kept")


class Meeting(Struct, frozen=True, gc=False):
    """A message as it comes to be known: what it shows, and who filed it when (seconds since 1970).

    ``reporter`` and ``recipients`` are pseudonyms, ``report`` is an id and ``place`` where it stands in the log; nobody
    files what is only asked about.
    """

    shown: Appearance
    signature: Signature
    channel: Channel
    at: float
    reporter: str = ""
    recipients: tuple[str, ...] = ()
    report: str = ""
    place: int = 0

    @property
    def sent_at(self) -> float:
        """When it was sent, as far as it says, else filed."""
        return self.shown.at or self.at


class Distinct:
    """How many different hashes there were, exactly up to ``MOST_DISTINCT``."""

    __slots__ = ("_first", "_more")

    def __init__(self) -> None:
        self._first = 0
        self._more: array[int] | None = None  # most have one at most

    def __len__(self) -> int:
        return bool(self._first) + (len(self._more) if self._more else 0)

    def __contains__(self, value: int) -> bool:
        return value == self._first or (self._more is not None and value in self._more)

    def add(self, value: int) -> None:
        """Count one; 0 is nobody."""
        if not value or value in self:
            return
        if not self._first:
            self._first = value
        elif self._more is None:
            self._more = array("Q", (value,))
        elif len(self._more) < MOST_DISTINCT - 1:
            self._more.append(value)


class Remembered(Generic[Kept]):
    """The ``most`` things that were used last, by key."""

    def __init__(self, most: int) -> None:
        self._kept: OrderedDict[object, Kept] = OrderedDict()
        self._most = most

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: object) -> Kept | None:
        """What is kept under a key, None where nothing is; asking is no use of it."""
        return self._kept.get(key)

    def put(self, key: object, value: Kept) -> Kept:
        """Keep it as the last used."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return value

    def take(self, key: object) -> bool:
        """Keep it no more; whether it was kept."""
        return self._kept.pop(key, None) is not None

    def drop(self, is_gone: Callable[[Kept], bool]) -> None:
        """Keep nothing of which this holds."""
        for key in [key for key, value in self._kept.items() if is_gone(value)]:
            del self._kept[key]


class Reputation:
    """What all reporters filed of one sender."""

    __slots__ = ("accusers", "clearers", "first", "messages", "recipients", "reporters")

    def __init__(self, first: float) -> None:
        self.messages, self.first = 0, first
        self.reporters, self.accusers, self.clearers = Distinct(), Distinct(), Distinct()
        self.recipients = Distinct()

    def standing(self, kind: StandingKind, at: float) -> Standing:
        return Standing(
            kind=kind,
            messages=self.messages,
            age_seconds=max(0.0, at - self.first),
            reporters=len(self.reporters),
            accusers=len(self.accusers),
            clearers=len(self.clearers),
            recipients=len(self.recipients),
        )


class Lead:
    """Whose messages led to one number, account or place, by what they read like."""

    __slots__ = ("accusers", "clearers")

    def __init__(self) -> None:
        self.accusers, self.clearers = Distinct(), Distinct()

    def standing(self) -> Standing:
        accusers, clearers = len(self.accusers), len(self.clearers)
        return Standing(kind="anchor", reporters=max(accusers, clearers), accusers=accusers, clearers=clearers)


class Record:
    """What one reporter filed of one caller, device, signer or post within a while."""

    __slots__ = (
        *("answered", "began", "cells", "gaps", "last", "mean", "messages", "networks", "rang_once", "received"),
        *("recipients", "senders", "square", "young"),
    )

    def __init__(self, began: float) -> None:
        self.began = self.last = began
        self.messages = self.answered = self.rang_once = self.received = self.gaps = 0
        self.mean = self.square = 0.0
        self.recipients, self.senders, self.young = Distinct(), Distinct(), Distinct()
        self.cells, self.networks = Distinct(), Distinct()

    def add(self, shown: Appearance, at: float) -> None:
        """Count a message in. Gaps by Welford's method (Technometrics 4, 1962)."""
        if self.messages and at > self.last:
            self.gaps += 1
            step = (at - self.last) - self.mean
            self.mean += step / self.gaps
            self.square += step * ((at - self.last) - self.mean)
        self.last = max(self.last, at)
        self.messages += 1
        self.answered += shown.outcome == "answered"
        self.rang_once += shown.outcome == "rang_once"
        self.senders.add(shown.sender)
        self.young.add(shown.sender if shown.is_young else 0)
        self.cells.add(shown.cell)
        self.networks.add(shown.network)
        for recipient in shown.recipients:
            self.recipients.add(recipient)

    def standing(self, kind: StandingKind, shown: Appearance) -> Standing:
        even = sqrt(self.square / self.gaps) / self.mean if self.gaps >= _LEAST_GAPS and self.mean > 0 else None
        return Standing(
            kind=kind,
            messages=self.messages,
            recipients=len(self.recipients),
            senders=len(self.senders),
            young_senders=len(self.young),
            cells=len(self.cells),
            networks=len(self.networks),
            is_new_network=bool(shown.network) and shown.network not in self.networks,
            is_mobile=shown.is_mobile,
            answered=self.answered,
            rang_once=self.rang_once,
            received=self.received,
            gap_spread=even,
        )


class Acquaintances:
    """Senders as all reporters know them, and callers, devices and posts as each reporter's own records have them.

    What is said of a sender to everybody needs several reporters (``judge.habits``), and what one reporter's records
    show is said of that reporter's own messages alone: nobody can make a sender bad for others by themselves.
    The same messages in the same order give the same answers.
    """

    def __init__(self) -> None:
        self._reputations: Remembered[Reputation] = Remembered(SENDERS)
        self._records: Remembered[Record] = Remembered(SENDERS)
        self._leads: Remembered[Lead] = Remembered(SENDERS)

    def look_up(self, meeting: Meeting) -> tuple[Standing, ...]:
        """What was seen before of what a message shows; only what all know where no reporter is named."""
        found = list(self._known(meeting.shown, meeting.at))
        leads = map(self._leads.get, anchors_of(meeting.signature))
        found.extend(lead.standing() for lead in leads if lead is not None)
        if meeting.reporter:
            for kind, key, length in _own(meeting):
                record = self._records.get((kind, key, meeting.reporter))
                if record is not None and abs(meeting.sent_at - record.began) < length:
                    found.append(record.standing(kind, meeting.shown))
        return tuple(found)

    def add(self, meeting: Meeting, label: str = "") -> None:
        """Take a message in: ``label`` is spam, ham or nothing, by what it says alone or by a person's word."""
        shown, reporter = meeting.shown, meeting.reporter
        who, people = _person(reporter), [_person(each) for each in meeting.recipients[:MOST_DISTINCT]]
        for key in (shown.sender, shown.domain):
            if key:
                self._count(key, meeting.at, who, people, label)
        self._lead(meeting.signature, who, label)
        if reporter:
            for kind, own, length in _own(meeting):
                self._record((kind, own, reporter), meeting.sent_at, length).add(shown, meeting.sent_at)
            if meeting.channel in _NUMBERED and not shown.is_opt_out:
                self._reached(shown, reporter)

    def forget(self, erased: Iterable[Meeting]) -> set[int]:
        """Know nothing of the senders and domains of these messages, nor of what a reporter's records count them in.

        Returns the senders and domains that were known, for ``recount`` to say what is left of them. The records begin
        anew, which are of a week at most, and so does what is known of where the messages led.
        """
        gone: set[int] = set()
        for meeting in erased:
            for anchor in anchors_of(meeting.signature):
                self._leads.take(anchor)
            gone |= {key for key in (meeting.shown.sender, meeting.shown.domain) if self._reputations.take(key)}
            for kind, own, length in _own(meeting):
                key = (kind, own, meeting.reporter)
                record = self._records.get(key)
                if record is not None and abs(meeting.sent_at - record.began) < length:
                    self._records.take(key)
        return gone

    def recount(self, meeting: Meeting, label: str, only: Collection[int]) -> None:
        """Take a message in again for those of its sender and domain that are to be counted anew."""
        who, people = _person(meeting.reporter), [_person(each) for each in meeting.recipients[:MOST_DISTINCT]]
        for key in (meeting.shown.sender, meeting.shown.domain):
            if key in only:
                self._count(key, meeting.at, who, people, label)

    def _known(self, shown: Appearance, at: float) -> Iterator[Standing]:
        sender, domain = self._reputations.get(shown.sender), self._reputations.get(shown.domain)
        if sender is not None:
            yield sender.standing("sender", at)
        elif shown.sender and len(self._reputations) >= ENOUGH and (domain is None or not domain.messages):
            yield Standing(kind="sender")
        if domain is not None:
            yield domain.standing("domain", at)

    def _count(self, key: int, at: float, who: int, recipients: Sequence[int], label: str) -> None:
        known = self._reputations.put(key, self._reputations.get(key) or Reputation(at))
        known.messages += 1
        known.reporters.add(who)
        for recipient in recipients:
            known.recipients.add(recipient)
        if label:
            (known.accusers if label == "spam" else known.clearers).add(who)

    def _lead(self, signature: Signature, who: int, label: str) -> None:
        if not label:
            return
        for anchor in anchors_of(signature):
            lead = self._leads.put(anchor, self._leads.get(anchor) or Lead())
            (lead.accusers if label == "spam" else lead.clearers).add(who)

    def _record(self, key: object, at: float, length: float) -> Record:
        record = self._records.get(key)
        if record is None or abs(at - record.began) >= length:
            record = Record(at)
        return self._records.put(key, record)

    def _reached(self, shown: Appearance, reporter: str) -> None:
        """Count a message as received by those of its recipients that send themselves."""
        for recipient in shown.recipients:
            record = self._records.get(("caller", recipient, reporter))
            if record is not None:
                record.received += 1


def anchors_of(signature: Signature) -> Sequence[str]:
    """Where a message leads, as far as it is somebody's own: what campaigns are known by (``campaign.anchors``, which
    leaves out hosts that many share), but no short number, which is a service's, and no known name's own domain.
    """
    return [each for each in signature.anchors if each.startswith(_LEADS) and _is_somebodys(each)]


@lru_cache(maxsize=16_384)
def _is_somebodys(anchor: str) -> bool:
    kind, _, value = anchor.partition(":")
    if kind == "number":
        return sum(map(str.isdigit, value)) >= _LEAST_DIGITS
    return kind != "domain" or not is_known(value)


@lru_cache(maxsize=65_536)
def _person(pseudonym: str) -> int:
    return short_digest(pseudonym) or 1 if pseudonym else 0


def _own(meeting: Meeting) -> Iterator[tuple[StandingKind, int | str, float]]:
    """What a reporter's own records are kept by, and for how long."""
    shown, signature, channel = meeting.shown, meeting.signature, meeting.channel
    if channel in _NUMBERED:
        if shown.caller:
            yield "caller", shown.caller, WEEK_SECONDS
        if shown.device:
            yield "device", shown.device, WEEK_SECONDS
        if shown.signer:
            yield "signer", shown.signer, WEEK_SECONDS
    elif channel in ON_PLATFORMS and shown.sender:
        if signature.fingerprint:
            yield "words", signature.fingerprint, HOUR_SECONDS
        for anchor in signature.anchors:
            if anchor.startswith(("domain:", "domains:", "link:")):
                yield "place", anchor, HOUR_SECONDS


def told(standings: Sequence[Standing], shown: Appearance, veil: Veil) -> list[Standing]:
    """Those that everybody may know of: of enough reporters, by what each is of, however that was written."""
    of = {"sender": shown.sender, "domain": shown.domain}
    return [each for each in standings if each.reporters >= veil.least(f"{each.kind} {of.get(each.kind, '')}")]
