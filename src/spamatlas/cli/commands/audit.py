"""Verify the audit trail, or list the newest of it."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.joining import membership
from spamatlas.cli.output import counted, print_json, print_table, say


def audit_command(
    action: Annotated[Literal["list", "verify"], Parameter(name="ACTION")] = "list",
    /,
    *,
    until: str = "",
    limit: int = 100,
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Who changed what, and who read what is restricted; `verify` says whether any line was touched.

    Each line holds the hash of the line before it. Note down the `head` that `verify` prints, away from the node: given
    as `--until` later, it shows that nothing was cut off before it either.

    Examples:

        spamatlas audit

        spamatlas audit verify

        spamatlas audit verify --until 5f0c6d2a9e... --json

    Parameters
    ----------
    action
        What to do.
    until
        With `verify`: a head that was noted down earlier, all 64 digits.
    limit
        With `list`: so many lines.
    json
        Print JSON.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    with membership(settings.load(data)) as question:
        if action == "list":
            rows = question("audit", {"limit": limit})
            print_json(rows) if json else print_table("Audit trail", [_row(each) for each in rows])
            return 0
        found = question("audit_verified", {"until": until})
    if json:
        print_json(found)
    elif found["holds"]:
        say(f"whole: {counted(found['entries'], 'line', 'lines')}, head {found['head']}")
    else:
        say(f"broken: {found['broken']}", error=True)
    return 0 if found["holds"] else 1


def _row(deed: dict[str, object]) -> dict[str, object]:
    told = {name: deed[name] for name in ("number", "at", "who", "what", "about", "why")}
    return told | {"at": str(deed["at"])[:19].replace("T", " ")}
