"""``spamatlas campaigns``"""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.access import access
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
    with access(settings.load(data)) as ask:
        found = ask("campaigns", campaign=campaign, members=members, limit=most)
    if json:
        print_json(found)
    else:
        print_table("Campaigns", found)
    return 0
