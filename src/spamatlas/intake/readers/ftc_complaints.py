"""The daily table of Do Not Call complaints of the US Federal Trade Commission."""

import msgspec

from spamatlas.intake.occurrence import Occurrences
from spamatlas.intake.options import Options
from spamatlas.intake.reader import Filed, Likeness, Reader
from spamatlas.intake.reading import Reading
from spamatlas.intake.refusal import Refusal, Refused
from spamatlas.intake.source import Source
from spamatlas.intake.table import header_of, rows
from spamatlas.model import Channel

MEDIA_TYPE = "application/vnd.spamatlas.ftc-complaint+json"
COLUMNS = (
    "Company_Phone_Number",
    "Created_Date",
    "Violation_Date",
    "Consumer_City",
    "Consumer_State",
    "Consumer_Area_Code",
    "Subject",
    "Recorded_Message_Or_Robocall",
)
"""As published since 2015: ftc.gov, "Do Not Call (DNC) Reported Calls Data"."""

_FOLDED = [column.lower() for column in COLUMNS]


def recognise(source: Source, _options: Options) -> Likeness:
    """By its columns, all eight, in any order."""
    if b"ompany_" not in source.head[:1024] and b"OMPANY_" not in source.head[:1024]:
        return Likeness.NONE
    return Likeness.CERTAIN if sorted(header_of(source)[0]) == sorted(_FOLDED) else Likeness.NONE


def read(source: Source, reading: Reading) -> Filed:
    """One submission a row: an object of the eight columns as published.

    A complaint has no id, and two people may complain of one call in the same second, so like rows of one
    table count apart.

    Raises:
        Refused: ``wrong-columns`` where the header is another.
    """
    header, delimiter = header_of(source)
    if sorted(header) != sorted(_FOLDED):
        raise Refused("wrong-columns", f"it must have the columns {', '.join(COLUMNS)}")
    names = [COLUMNS[_FOLDED.index(name)] for name in header]
    occurrences = Occurrences("ftc")
    for row in rows(source, len(names), delimiter, reading.options.max_report_bytes):
        if isinstance(row, Refusal):
            yield row
            continue
        body = msgspec.json.encode(dict(zip(names, row.cells, strict=True)))
        yield reading.submission(body, MEDIA_TYPE, caller_id=occurrences.name(body), channel=Channel.VOICE)


READER = Reader(
    name="ftc-complaints",
    summary="the FTC's daily table of Do Not Call complaints (CSV)",
    recognise=recognise,
    read=read,
)
