"""Where bytes become submissions, and where what lies within another thing is handed back to be read."""

import re
from datetime import UTC, datetime
from functools import cache
from typing import Any, BinaryIO

from spamatlas.intake import readers
from spamatlas.intake.options import Options
from spamatlas.intake.reader import Filed, Likeness, Reader
from spamatlas.intake.refusal import Refusal, Refused
from spamatlas.intake.reporter import pseudonym
from spamatlas.intake.source import Source
from spamatlas.model import Channel, MeasuringPoint, Rejected, Submission, submission_id
from spamatlas.plugins import pieces

_UNKNOWN = "its kind is not recognised; see `spamatlas report --help` for those that are, and `--mapping` for tables"


class Reading:
    """One reading. ``root`` is the folder that was given, with a slash at its end, or empty.

    ``unpacked_bytes`` is what the archives of one file have given so far.
    """

    def __init__(self, options: Options, root: str = "") -> None:
        self.options = options
        self.root = root
        self.unpacked_bytes = 0

    def submission(  # noqa: PLR0913  what a caller may state of a report
        self,
        body: bytes,
        media_type: str,
        *,
        caller_id: str = "",
        channel: Channel | None = None,
        reporter: str = "",
        measuring_point: MeasuringPoint | None = None,
        tlp: str = "",
    ) -> Submission:
        """What is filed.

        Raises:
            Refused: ``bad-tlp`` or another code of ``Options.mark`` for a label that can't be given.
        """
        options = self.options
        who = pseudonym(options.secret, reporter) if reporter else options.reporter
        return Submission(
            id=submission_id(who, caller_id, body),
            media_type=media_type,
            body=body,
            received_at=datetime.now(UTC),
            reporter=who,
            caller_id=caller_id,
            channel=channel or options.channel,
            measuring_point=measuring_point or options.measuring_point,
            sample=options.sample,
            marking=self._marking(tlp),
        )

    def _marking(self, tlp: str) -> int:
        if self.options.mark is None:
            return 0
        try:
            return self.options.mark(tlp)
        except Rejected as why:
            raise Refused(why.code, why.detail) from why

    def mail(self, name: str, body: bytes) -> Submission:
        """A submission of one mail; ``name`` is its path."""
        caller_id = name.removeprefix(self.root) if self.options.name_by_path else ""
        return self.submission(body, "message/rfc822", caller_id=caller_id)

    def read(self, name: str, stream: BinaryIO, kind: str = "", **place: Any) -> Filed:
        """Everything that a stream holds. ``kind`` names the reader where it is known; ``place`` as for ``Source``.

        What cannot be read becomes a refusal: this never raises ``Refused`` or ``OSError``.
        """
        try:
            source = Source(name, stream, **place)
            reader = self.reader_of(source, kind)
            if self.options.takes_anything and (reader is None or not source.head):
                yield self.mail(name, source.read(self.options.max_report_bytes))
            elif not source.head:
                yield Refusal(name, "there is nothing in it", "empty")
            elif reader is None:
                yield Refusal(name, _UNKNOWN, "unknown-kind")
            else:
                yield from reader.read(source, self)
        except Refused as why:
            yield Refusal(name, why.reason, why.code)
        except OSError as error:
            yield Refusal(name, f"the system says: {error.strerror or 'it cannot be read'}", "not-readable")

    def reader_of(self, source: Source, kind: str = "") -> Reader | None:
        """The reader that knows this best, if any does."""
        if kind:
            return known_readers()[kind]
        best, chosen = Likeness.NONE, None
        for reader in known_readers().values():
            likeness = reader.recognise(source, self.options)
            if likeness > best:
                best, chosen = likeness, reader
            if likeness == Likeness.CERTAIN:
                break
        return chosen


@cache
def known_readers() -> dict[str, Reader]:
    """Every reader by its name.

    Raises:
        ImportError: a reader does not load, or two share a name.
    """
    return pieces(readers, Reader)


def kind_of(media_type: str) -> str:
    """The name of the reader that takes a media type; empty where the content must tell."""
    plain = re.split(r"[;\s]", media_type.strip().lower(), maxsplit=1)[0]
    for reader in known_readers().values():
        if plain in reader.media_types:
            return reader.name
    return ""
