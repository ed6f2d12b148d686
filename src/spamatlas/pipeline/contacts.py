"""Who wrote to whom before, as each reporter's own filings show it."""

import secrets
import struct
from collections.abc import Iterable
from hashlib import blake2b

from msgspec import Struct

from spamatlas.model import PriorContact
from spamatlas.pipeline.acquaintance import Meeting, Remembered

MOST = 100_000
"""So many ties, and so many messages that could be answered, are kept in mind; what was unused longest goes first."""
_FEWER_RECIPIENTS = 4
# An opt-out may be confirmed, by one message within five minutes (47 CFR 64.1200(a)(12)).
_CONFIRMED_WITHIN_SECONDS = 300.0
_PAIR = struct.Struct("<QQ")


class _Tie(Struct, frozen=True, gc=False):
    """That somebody wrote to somebody: whether any of it read like wanted mail, and the newest report of it.

    ``is_contact`` is whether it was more than a wish to get no more, as ``opted_out_at`` is when that wish was all that
    was ever written, or all that was written since (seconds since 1970, 0 for never).
    """

    is_wanted: bool
    report: int
    is_contact: bool = True
    opted_out_at: float = 0.0


class _Writer(Struct, frozen=True, gc=False):
    who: int
    report: int


class Contacts:
    """Ties between senders and recipients, and Message-IDs with who wrote each: 64-bit hashes under a key that only
    this memory has and that goes with it. Nothing of it is stored, and what a report taught is forgotten with it.

    Everything is kept apart by reporter, so that nobody can file made-up letters and have another's spam look like
    answers. Of mail only what somebody vouches for counts: who a message is said to be from anyone can write.
    """

    def __init__(self, most: int = MOST) -> None:
        self._keyed = blake2b(digest_size=8, key=secrets.token_bytes(32))
        self._ties: Remembered[_Tie] = Remembered(most)
        self._writers: Remembered[_Writer] = Remembered(most)

    def look_up(self, meeting: Meeting) -> PriorContact | None:
        """What there was before a message; None where nothing is known, or nobody files it."""
        shown, reporter = meeting.shown, meeting.reporter
        if not reporter or not shown.writer:
            return None
        people = [each for each in shown.recipients[:_FEWER_RECIPIENTS] if each != shown.writer]
        back = [self._ties.get(self._of(reporter, each, shown.writer)) for each in people]
        opted_out = any(each is not None and _is_after(meeting.sent_at, each.opted_out_at) for each in back)
        if not shown.is_vouched:
            return PriorContact(opted_out=True) if opted_out else None
        known = (self._writers.get(self._of(reporter, each, 0)) for each in shown.answers)
        wrote = {each.who for each in known if each is not None}
        had = (self._ties.get(self._of(reporter, shown.writer, each)) for each in people)
        found = PriorContact(
            answers_own=any(self._of(reporter, each, 1) in wrote for each in people) if wrote else False,
            was_written_to=any(each is not None and each.is_contact for each in back),
            had_wanted=any(each is not None and each.is_wanted for each in had),
            opted_out=opted_out,
        )
        return found if found != PriorContact() else None

    def add(self, meeting: Meeting, label: str) -> None:
        """Take a message in; ``label`` is spam, ham or nothing, as ``Acquaintances.add`` has it.

        What reads like spam ties nobody: to have had spam is no relation, and its ids are the spammer's own. An opt-out
        is no contact, whatever it reads like, and ends what contact there was.
        """
        shown, reporter = meeting.shown, meeting.reporter
        is_spam = label == "spam" and not shown.is_opt_out
        if not reporter or not shown.writer or not shown.is_vouched or is_spam:
            return
        report = self._of(meeting.report, 0, 0)
        for each in shown.recipients[:_FEWER_RECIPIENTS]:
            if each != shown.writer:
                key = self._of(reporter, shown.writer, each)
                before = self._ties.get(key)
                if shown.is_opt_out:
                    self._ties.put(key, _opted_out(before, report, meeting.sent_at))
                else:
                    self._ties.put(key, _Tie(label == "ham" or (before is not None and before.is_wanted), report))
        if shown.message_id and not shown.is_opt_out:
            key = self._of(reporter, shown.message_id, 0)
            self._writers.put(key, _Writer(self._of(reporter, shown.writer, 1), report))

    def forget(self, reports: Iterable[str]) -> None:
        """Know nothing more of what these reports (ids) were the newest to show; all of it is looked through once."""
        gone = {self._of(each, 0, 0) for each in reports}
        self._ties.drop(lambda tie: tie.report in gone)
        self._writers.drop(lambda writer: writer.report in gone)

    def _of(self, whose: str, one: int, other: int) -> int:
        digest = self._keyed.copy()
        digest.update(_PAIR.pack(one, other) + whose.encode("utf-8", "surrogatepass"))
        return int.from_bytes(digest.digest(), "little")


def _opted_out(before: _Tie | None, report: int, at: float) -> _Tie:
    """The tie after an opt-out. Between people who talked, such a word may have meant something else: it ends the
    contact, and only the next one is taken at its word.
    """
    is_wanted = before is not None and before.is_wanted
    has_talked = before is not None and before.is_contact
    return _Tie(is_wanted, report, is_contact=False, opted_out_at=0.0 if has_talked else at)


def _is_after(at: float, opted_out_at: float) -> bool:
    return opted_out_at > 0 and at - opted_out_at > _CONFIRMED_WITHIN_SECONDS
