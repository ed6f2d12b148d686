"""National profiles: list, show, compare two on messages or on a month."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.naming import is_month, is_profile
from spamatlas.cli.output import print_json, print_table, say


def profiles_command(
    action: Annotated[Literal["list", "show", "compare"], Parameter(name="ACTION")] = "list",
    first: Annotated[str | None, Parameter(name="A", validator=is_profile)] = None,
    second: Annotated[str | None, Parameter(name="B", validator=is_profile)] = None,
    paths: Annotated[list[Path] | None, Parameter(name="PATH")] = None,
    /,
    *,
    month: Annotated[str, Parameter(validator=is_month)] = "",
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """What each country's law calls spam, and what two of them make of the same messages.

    With paths, `compare` judges those messages and stores nothing. Without, it rules the reports of a month again under
    both: the newest million at most, with the evidence as it stood when each was judged.

    Examples:

        spamatlas profiles

        spamatlas profiles show us

        spamatlas profiles compare us de mails/

        spamatlas profiles compare us de --month 2026-11 --json

    Parameters
    ----------
    action
        What to do.
    first
        A profile: a country's code, or `neutral`.
    second
        With `compare`, the other one.
    paths
        With `compare`, files and folders of messages.
    month
        With `compare` and no path: which month, as 2026-11 (default: this one).
    json
        Print JSON.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    from spamatlas.cli import profiling  # noqa: PLC0415  the judges: only here, so that --help is quick

    if action == "list":
        rows = profiling.listed()
        print_json(rows) if json else print_table("Profiles", rows)
        return 0
    if first is None or (action == "compare" and second is None):
        say(f"spamatlas: profiles {action} wants {'two profiles' if action == 'compare' else 'a profile'}", error=True)
        return 2
    if action == "show":
        print_json(profiling.shown(first))
        return 0
    chosen = settings.load(data, changes={"profile": first})
    pair = first, second or ""
    if paths:
        return profiling.compare_messages(pair, paths, chosen, json)
    return profiling.compare_month(pair, month, chosen, json)
