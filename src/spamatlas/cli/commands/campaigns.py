"""List campaigns, or show one."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.access import access
from spamatlas.cli.kin import say_kin
from spamatlas.cli.output import print_json, print_table


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
        say_kin(found)
    return 0
