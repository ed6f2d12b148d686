"""Who wrote to whom before, as each reporter's own filings show it."""

import secrets
import struct
from collections import deque
from collections.abc import Iterable
from hashlib import blake2b
from threading import Lock

from msgspec import Struct

from spamatlas.model import PriorContact, Unavailable
from spamatlas.pipeline.acquaintance import Meeting, Remembered
from spamatlas.pipeline.contacts_file import ContactsFile, Row

MOST = 100_000
"""So many ties, and so many messages that could be answered, are kept in mind; what was unused longest goes first."""
MOST_UNWRITTEN = 4 * MOST
"""So many changes wait for a disk that is full; of more the oldest are not kept over a restart."""
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
    opted_out_at: int = 0


class _Letter(Struct, frozen=True, gc=False):
    """A message that could be answered: who wrote it, and the newest report of it."""

    writer: int
    report: int


class _Change(Struct, frozen=True, gc=False):
    """What the file was not told yet; ``place`` is that of the report in the log."""

    place: int
    is_tie: bool
    row: Row


class Contacts:
    """Ties between senders and recipients, and Message-IDs with who wrote each: 64-bit hashes under a ``key``.

    With a ``file`` they are known again after a restart; what is new is written there behind (``keep``). What a report
    taught is forgotten with it, in both. One thread adds and looks up, and nothing is added while another forgets.

    Everything is kept apart by reporter, so that nobody can file made-up letters and have another's spam look like
    answers. Of mail only what somebody vouches for counts: who a message is said to be from anyone can write.
    """

    def __init__(self, most: int = MOST, key: bytes = b"", file: ContactsFile | None = None) -> None:
        self._keyed = blake2b(digest_size=8, key=key or secrets.token_bytes(32))
        self._ties: Remembered[_Tie] = Remembered(most)
        self._letters: Remembered[_Letter] = Remembered(most)
        self._file, self._writing = file, Lock()
        self._unwritten: deque[_Change] = deque(maxlen=MOST_UNWRITTEN)
        for row in file.ties() if file else ():
            self._ties.put(row.key, _unpacked(row))
        for row in file.letters() if file else ():
            self._letters.put(row.key, _Letter(row.value, row.report))

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
        known = (self._letters.get(self._of(reporter, each, 0)) for each in shown.answers)
        wrote = {each.writer for each in known if each is not None}
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
                    tie = _opted_out(before, report, int(meeting.sent_at))
                else:
                    tie = _Tie(label == "ham" or (before is not None and before.is_wanted), report)
                self._ties.put(key, tie)
                self._note(_Change(meeting.place, True, Row(key, _packed(tie), report)))
        if shown.message_id and not shown.is_opt_out:
            key = self._of(reporter, shown.message_id, 0)
            letter = self._letters.put(key, _Letter(self._of(reporter, shown.writer, 1), report))
            self._note(_Change(meeting.place, False, Row(key, letter.writer, report)))

    def forget(self, reports: Iterable[str]) -> None:
        """Know nothing more of what these reports (ids) were the newest to show; all of it is looked through once.

        Raises:
            Unavailable: the file can't be written; then it still has them.
        """
        gone = {self._of(each, 0, 0) for each in reports}
        self._ties.drop(lambda tie: tie.report in gone)
        self._letters.drop(lambda letter: letter.report in gone)
        with self._writing:
            kept = [each for each in self._unwritten if each.row.report not in gone]
            self._unwritten.clear()
            self._unwritten.extend(kept)
            if self._file and gone:
                self._file.drop(gone)

    def keep(self, until: int) -> None:
        """Write to the file what reports up to this place in the log showed; durable on return.

        What the store does not have yet waits: a node that is killed reads those reports again, and must not find
        that it met them before.

        Raises:
            Unavailable: the file can't be written; they wait for the next time.
        """
        with self._writing:
            changes: list[_Change] = []
            while self._unwritten and self._unwritten[0].place <= until:
                changes.append(self._unwritten.popleft())
            if not self._file or not changes:
                return
            try:
                ties = [each.row for each in changes if each.is_tie]
                self._file.put(ties, [each.row for each in changes if not each.is_tie])
            except Unavailable:
                room = MOST_UNWRITTEN - len(self._unwritten)
                self._unwritten.extendleft(reversed(changes[max(0, len(changes) - room) :]))
                raise

    def cut(self) -> None:
        """See ``Notes.cut``, of the file."""
        if self._file:
            self._file.cut()

    def _note(self, change: _Change) -> None:
        if self._file:
            self._unwritten.append(change)

    def _of(self, whose: str, one: int, other: int) -> int:
        digest = self._keyed.copy()
        digest.update(_PAIR.pack(one, other) + whose.encode("utf-8", "surrogatepass"))
        return int.from_bytes(digest.digest(), "little", signed=True)


def _opted_out(before: _Tie | None, report: int, at: int) -> _Tie:
    """The tie after an opt-out. Between people who talked, such a word may have meant something else: it ends the
    contact, and only the next one is taken at its word.
    """
    is_wanted = before is not None and before.is_wanted
    has_talked = before is not None and before.is_contact
    return _Tie(is_wanted, report, is_contact=False, opted_out_at=0 if has_talked else at)


def _is_after(at: float, opted_out_at: int) -> bool:
    return opted_out_at > 0 and at - opted_out_at > _CONFIRMED_WITHIN_SECONDS


def _packed(tie: _Tie) -> int:
    """What the file keeps of a tie: two bits and the seconds."""
    return tie.is_wanted | tie.is_contact << 1 | tie.opted_out_at << 2


def _unpacked(row: Row) -> _Tie:
    return _Tie(bool(row.value & 1), row.report, bool(row.value & 2), row.value >> 2)
