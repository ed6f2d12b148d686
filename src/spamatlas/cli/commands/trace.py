"""Say where a message, an address, a number or a domain comes from, who can act on it, and what it is tied to."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.output import print_json, print_table, say


def trace_command(
    target: Annotated[str, Parameter(name="ADDRESS|NUMBER|DOMAIN|URL|NETWORK|COUNTRY|ACCOUNT|CAMPAIGN|FILE")],
    /,
    *,
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Say what is known of an address, a number, a domain, a link, an account, or where a message file came from.

    Of a network (AS and its number) or a country (two capital letters) the routes of the last 30 days are told: which
    places messages came through, how many reports and reporters, and how sure.

    Nothing leaves the machine: every answer comes from data on it. Where reports of this node name the thing, it says
    which campaigns do and what else these share, with competing explanations. A campaign can be named as well.

    Examples:

        spamatlas trace 192.0.2.7

        spamatlas trace +447700900123

        spamatlas trace https://parcel-fee.example/pay

        spamatlas trace AS64500

        spamatlas trace FR

        spamatlas trace C-77aa17d489153656

        spamatlas trace message.eml

    Parameters
    ----------
    target
        What to trace.
    json
        Print one JSON object.
    data
        The data folder whose sightings are told (default: the platform's, or SPAMATLAS_DATA).
    """
    from spamatlas.cli.tracing import edge_line, trace_target  # noqa: PLC0415  address data: only here, so that --help is quick

    found = trace_target(target, settings.load(data))
    if json:
        print_json(found)
        return 0
    facts = [
        {"what": key, "value": value} for key, value in found.items() if value and not isinstance(value, list | dict)
    ]
    print_table(target, facts)
    for name, rows in found.items():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            print_table(name, [edge_line(row) for row in rows] if name == "edges" else rows)
    if not found.get("seen", found.get("edges", True)):
        say("Not seen in any report on this node.")
    return 0
