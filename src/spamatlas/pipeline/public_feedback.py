"""What those who report say of their reports, and reports as lessons where a node takes them so."""

from collections.abc import Callable, Sequence

from spamatlas.judge import Taken, take
from spamatlas.log import EmbeddedLog, Entry
from spamatlas.model import Rejected
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.outcome import Failure, Shown
from spamatlas.pipeline.public_lessons import PublicLessons, Teaching

SAYINGS = ("spam", "ham", "forget")
AT_ONCE = 64

Show = Callable[[Sequence[Entry]], Sequence[Shown | Failure]]


class PublicFeedback:
    """Teaching by people whom nobody here knows."""

    def __init__(self, folder: Folder, log: EmbeddedLog, show: Show) -> None:
        self._log, self._show = log, show
        self._lessons = PublicLessons(folder, self._taken)

    def close(self) -> None:
        self._lessons.close()

    def said(self, report: str) -> str:
        """What was said of a report by whoever holds its receipt: spam, ham, or nothing."""
        return self._lessons.said(report)

    def say(self, report: str, label: str) -> None:
        """Take a receipt holder's word on a report, or take it back (forget); its verdict stays as it is.

        Raises:
            Rejected: ``bad-label``; ``evidence-erased`` when there is no message left to learn from.
            Unavailable: it was learnt and the message is gone, so it can't come off again.
        """
        if label not in SAYINGS:
            raise Rejected("bad-label", "feedback is spam, ham or forget")
        if label == "forget":
            self._lessons.forget(report)
            return
        (entry,) = self._log.find(report)[:1]
        if not isinstance(self._show([entry])[0], Shown):
            raise Rejected("evidence-erased", "the message is gone, so nothing can be learnt from it")
        self._lessons.teach([Teaching(report, entry.reporter, label == "spam")])

    def take_up_reports(self) -> int:
        """Take the next reports that are analysed as lessons of spam, a few at a time; how many were looked at."""
        after, end = self._lessons.taken_up_to(), self._log.cursor()
        entries = self._log.read(after, AT_ONCE, 2**40) if after < end else []
        entries = [entry for entry in entries if entry.sequence <= end]
        if entries:
            teachings = [Teaching(each.id, each.reporter, True, "report") for each in entries if not each.sample]
            self._lessons.teach(teachings, entries[-1].sequence)
        return len(entries)

    def _taken(self, reports: Sequence[str]) -> list[Taken | None]:
        entries = {report: found[0] for report in reports if (found := self._log.find(report))}
        shown = dict(zip(entries, self._show(list(entries.values())), strict=True)) if entries else {}
        messages = {report: each.message for report, each in shown.items() if isinstance(each, Shown)}
        features = dict(zip(messages, take(list(messages.values())), strict=True))
        return [features.get(report) for report in reports]
