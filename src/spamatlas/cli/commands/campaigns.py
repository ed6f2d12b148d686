"""List campaigns, or show one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.access import access
from spamatlas.cli.output import print_json, print_table, say
from spamatlas.locale import languages

MOST_VALUES = 3
"""So many of each kind are shown to people; ``--json`` has more."""


def campaigns_command(
    campaign: Annotated[str | None, Parameter(name="ID")] = None,
    /,
    *,
    members: Annotated[bool, Parameter(negative="")] = False,
    limit: int = 0,
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """List campaigns, the largest first, or show one.

    Examples:

        spamatlas campaigns

        spamatlas campaigns C-00f3a1b2c3d4e5f6 --members

        spamatlas campaigns --members --json

    Parameters
    ----------
    campaign
        One campaign's name.
    members
        Name the reports in each: by the caller's id where one was given, else by ours.
    limit
        At most so many campaigns (default: 30 for people, all for --json).
    json
        Print one JSON array.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    most = limit or (0 if json else 30)
    filters = {"campaign": campaign} if campaign else {}
    with access(settings.load(data)) as ask:
        found = ask("campaigns", filters=filters, limit=most, members=members)
    if json:
        if members and not campaign:
            # The contract's three keys come first; what else is known follows.
            found = [
                {"campaign": each["campaign"], "size": each["size"], "members": each["members"], **each}
                for each in found
            ]
        print_json(found)
    elif campaign:
        _tell(found)
    else:
        columns = (
            "campaign",
            "size",
            "reporters",
            "ruling",
            "category",
            "channels",
            "domains",
            "last_day",
            "day_before",
        )
        print_table("Campaigns", [{name: each[name] for name in columns} for each in found])
    return 0


def _tell(found: Sequence[Mapping[str, Any]]) -> None:
    """One campaign for a person: what it adds up to, its course, what it is spread over, its wordings."""
    from spamatlas.web.face.course import course  # noqa: PLC0415  draws in the campaigns' room: only where it is told

    for each in found:
        kind = " ".join(each[name] for name in ("ruling", "category", "lure"))
        say(f"{each['campaign']}: {each['size']:,} reports from {each['reporters']:,} reporters, {kind}")
        if "life" not in each:
            continue
        say(course(each["life"], languages()["en"]))
        values = [
            {"what": what, "value": " ".join(filter(None, (row["value"], row.get("name")))), **_counted(row)}
            for what, rows in each["spread"].items()
            if what not in ("looked_at", "languages")
            for row in rows[:MOST_VALUES]
        ]
        print_table(f"Spread, out of its {each['spread']['looked_at']:,} newest reports", values)
        words = [{"newest": row["report"][:12], **_counted(row)} for row in each["wordings"]["shown"]]
        print_table(f"Wordings, {each['wordings']['distinct']:,} in all", words)


def _counted(row: Mapping[str, Any]) -> dict[str, Any]:
    seen = {name: str(row[f"{name}_seen"])[:10] for name in ("first", "last")}
    return {"reports": row["reports"], "reporters": row["reporters"], **seen}
