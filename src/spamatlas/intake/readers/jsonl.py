"""JSON lines: one report a line."""

from spamatlas.intake.options import Options
from spamatlas.intake.reader import Filed, Likeness, Reader
from spamatlas.intake.reading import Reading
from spamatlas.intake.refusal import Refusal, Refused
from spamatlas.intake.report_line import report
from spamatlas.intake.source import HEAD_BYTES, Source
from spamatlas.intake.structure import first_objects

MOST_EMPTY_LINES = 1000

_SUFFIXES = (".jsonl", ".ndjson", ".jsonlines")


def recognise(source: Source, _options: Options) -> Likeness:
    """By its name, or a first line that is a whole object."""
    if source.file_name.endswith(_SUFFIXES):
        return Likeness.LIKELY if source.head.lstrip()[:1] == b"{" else Likeness.POSSIBLE
    return Likeness.LIKELY if first_objects(source.head) else Likeness.NONE


def read(source: Source, reading: Reading) -> Filed:
    """Every line in order; line n is named ``path:n``. Empty lines at the end are no lines.

    Raises:
        Refused: ``ill-formed`` where empty lines do not end.
    """
    stream = source.open()
    most = reading.options.max_report_bytes
    empty: list[int] = []
    number = 0
    while line := stream.readline(most + 2):
        number += 1
        line = line.rstrip(b"\r\n") if line[-1:] == b"\n" else line
        if len(line) <= most and not line.strip():
            empty.append(number)
            if len(empty) > MOST_EMPTY_LINES:
                raise Refused(
                    "ill-formed", f"more than {MOST_EMPTY_LINES} empty lines in a row from line {empty[0]} on"
                )
            continue
        if empty:
            yield from (Refusal(f"{source.name}:{each}", "an empty line", "empty") for each in empty)
            empty = []
        if len(line) > most:
            while line and line[-1:] != b"\n":
                line = stream.readline(HEAD_BYTES)
            yield Refusal(f"{source.name}:{number}", f"the line has more than {most:,} bytes", "too-large")
            continue
        yield from report(f"{source.name}:{number}", line, reading)


READER = Reader(
    name="jsonl",
    summary="JSON lines: one object a line with id, channel and text",
    recognise=recognise,
    read=read,
    media_types=("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"),
)
