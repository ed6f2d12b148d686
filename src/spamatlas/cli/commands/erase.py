"""Erase what reports hold of people."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.access import access
from spamatlas.cli.output import counted, print_json, say


def erase_command(
    ids: Annotated[list[str], Parameter(name="ID")],
    /,
    *,
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Erase what reports hold of people: the evidence's key and the personal columns. Counts stay.

    Examples:

        spamatlas erase 4f1c22aa09

    Parameters
    ----------
    ids
        The reports' ids, or their first digits.
    json
        Print JSON.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    with access(settings.load(data)) as ask:
        result = ask("erase", identities=ids)
    print_json(result) if json else say(f"{counted(result['erased'], 'report', 'reports')} erased")
    return 0
