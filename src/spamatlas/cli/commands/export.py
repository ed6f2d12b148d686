"""Write reports out, without personal data."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.access import access
from spamatlas.cli.output import counted, csv_text, print_json, say


def export_command(
    format: Annotated[Literal["csv"], Parameter(name="FORMAT")],  # noqa: A002  the contract's word
    /,
    *,
    out: Path | None = None,
    since: str | None = None,
    until: str | None = None,
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Write reports out, one a row, without personal data: no sender, no recipient, no reporter, no text.

    Examples:

        spamatlas export csv --out reports.csv

        spamatlas export csv --since 7d > week.csv

    Parameters
    ----------
    format
        The format.
    out
        The file to write (default: standard output).
    since
        From when: a date, a time, or so long ago (`24h`, `7d`).
    until
        Until when.
    json
        With --out: print one JSON object that says how many reports were written, and where.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    if json and out is None:
        say("spamatlas: export --json wants --out: the reports go to standard output otherwise", error=True)
        return 2
    rows = 0
    with access(settings.load(data)) as ask, out.open("w", newline="") if out else sys.stdout as file:
        page: list[dict[str, object]] = ask("export_rows", since=since, until=until, after=0)
        while page:
            file.write(csv_text(page, header=not rows))
            rows += len(page)
            page = ask("export_rows", since=since, until=until, after=page[-1]["sequence"])
    if json:
        print_json({"format": format, "rows": rows, "out": str(out)})
    elif out:
        say(f"{counted(rows, 'report', 'reports')} written to {out}")
    return 0
