"""A table of reports (CSV) whose columns are named by a mapping file, or carry the names of our keys."""

import msgspec

from spamatlas.intake.mapping import KEYS, Mapping, load
from spamatlas.intake.occurrence import Occurrences
from spamatlas.intake.options import Options
from spamatlas.intake.reader import Filed, Likeness, Reader
from spamatlas.intake.reading import Reading
from spamatlas.intake.refusal import Refusal, Refused
from spamatlas.intake.report_line import report
from spamatlas.intake.source import Source
from spamatlas.intake.table import Row, first_line, folded, header_of, rows


def recognise(source: Source, options: Options) -> Likeness:
    """By a mapping whose columns it has, by columns named as our keys, or by its name."""
    named = Likeness.NAMED if source.file_name.endswith((".csv", ".tsv")) else Likeness.NONE
    if not named and options.mapping is None and b"text" not in first_line(source).lower():
        return Likeness.NONE
    header = set(header_of(source)[0])
    if options.mapping is not None:
        try:
            wanted = {folded(column) for column in load(options.mapping).columns.values()}
        except Refused:
            return named
        return Likeness.CERTAIN if wanted <= header else named
    return Likeness.LIKELY if "text" in header and len(header & KEYS) > 1 else named


def read(source: Source, reading: Reading) -> Filed:
    """One submission a row, made a report line.

    Raises:
        Refused: ``no-mapping``.
    """
    header, delimiter = header_of(source)
    options = reading.options
    mapping = load(options.mapping) if options.mapping else Mapping({name: name for name in header if name in KEYS})
    delimiter = mapping.file.delimiter or delimiter
    missing = [column for column in mapping.columns.values() if folded(column) not in header]
    if missing or ("text" not in mapping.columns and "raw" not in mapping.columns):
        said = f"no column {missing[0]}" if missing else "no column text"
        raise Refused("no-mapping", f"{said}: say with --mapping what the columns mean (docs/intake.md)")
    places = {column: header.index(folded(column)) for column in mapping.columns.values()}
    occurrences = Occurrences("row")
    for row in rows(source, len(header), delimiter, options.max_report_bytes, mapping.file.charset):
        if isinstance(row, Refusal):
            yield row
        else:
            yield from _row(f"{source.name}:{row.line}", row, mapping, places, occurrences, reading)


def _row(  # noqa: PLR0913, PLR0917  what one row needs
    name: str, row: Row, mapping: Mapping, places: dict[str, int], occurrences: Occurrences, reading: Reading
) -> Filed:
    try:
        found = mapping.report({column: row.cells[place] for column, place in places.items()})
    except ValueError:
        yield Refusal(name, "its date is not written as the mapping says", "ill-formed")
        return
    if not found.get("id"):
        found["id"] = occurrences.name(msgspec.json.encode(found))
    yield from report(name, msgspec.json.encode(found), reading)


READER = Reader(
    name="mapped-table",
    summary="any table of reports (CSV) with a mapping file, or with columns named id, channel, text …",
    recognise=recognise,
    read=read,
    media_types=("text/csv", "text/tab-separated-values"),
)
