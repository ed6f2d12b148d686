"""List campaigns, or show one; join, split, name and pin them, note what was done against one, and undo it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.access import Ask, access
from spamatlas.cli.kin import say_kin
from spamatlas.cli.members import print_json_with_members, print_members
from spamatlas.cli.naming import nearest, on_list
from spamatlas.cli.output import counted, print_json, print_table, say
from spamatlas.cli.regrouping import CHANGES, Options, tell_change, wanted
from spamatlas.locale import languages
from spamatlas.model import CountermeasureKind

MOST_VALUES = 3
"""So many of each kind are shown to people; ``--json`` has more."""


def campaigns_command(
    campaign: Annotated[str | None, Parameter(name="ID|merge|apart|split|name|pin|unpin|countermeasure|undo")] = None,
    words: Annotated[list[str] | None, Parameter(name="WORD")] = None,
    /,
    *,
    wording: Annotated[bool, Parameter(negative="")] = False,
    organisation: str = "",
    taken: str = "",
    effective: str = "",
    note: str = "",
    members: Annotated[bool, Parameter(negative="")] = False,
    limit: int = 0,
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """List campaigns, the largest first, or show one; join, split, name and pin them; note what was done against one.

    Each change can be undone.

    Examples:

        spamatlas campaigns

        spamatlas campaigns C-00f3a1b2c3d4e5f6 --members

        spamatlas campaigns --members --json

        spamatlas campaigns merge C-00f3a1b2c3d4e5f6 C-11f3a1b2c3d4e5f6

        spamatlas campaigns apart C-00f3a1b2c3d4e5f6 C-22f3a1b2c3d4e5f6

        spamatlas campaigns split C-00f3a1b2c3d4e5f6 4f1c 5a2b --wording

        spamatlas campaigns name C-00f3a1b2c3d4e5f6 "Parcel fees"

        spamatlas campaigns pin C-00f3a1b2c3d4e5f6

        spamatlas campaigns unpin C-00f3a1b2c3d4e5f6

        spamatlas campaigns countermeasure C-00f3a1b2c3d4e5f6 host_down pay.example --organisation "Example Hosting"

        spamatlas campaigns undo

    Parameters
    ----------
    campaign
        One campaign's name, or what to do.
    words
        The campaigns to make one (the oldest name stays); the two to keep `apart`, whatever they share; the campaign
        and the reports to take out of it; the campaign and what to call it (nothing: as before); the campaign to `pin`,
        so that the background pass leaves it alone, or to `unpin`; the campaign, what was done (notice, listed,
        blocked, number_shut, host_down, account_closed, filter_rule, warning, court_order, other) and against which
        host, number, network or account (nothing: against all of it); the number of the action to undo (default: the
        latest of these that a person did).
    wording
        With split: take all reports along that say the same as those.
    organisation
        With countermeasure: who acted; never a person.
    taken
        With countermeasure: the day on which it was taken, as 2026-11-26 (UTC; default: today).
    effective
        With countermeasure: the day from which it was in effect, where that is known.
    note
        With countermeasure: what else is to be known of it.
    members
        Name the reports in each: by the caller's id where one was given, else by ours.
    limit
        At most so many campaigns (default: 30 for people, all for --json).
    json
        Print one JSON array.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    if campaign and campaign in CHANGES:
        measure = {"organisation": organisation, "taken_on": taken, "effective_on": effective, "note": note}
        options = Options(wording, {key: said for key, said in measure.items() if said})
        return _change(campaign, words or [], options, data, as_json=json)
    if words or wording:
        near = nearest(campaign or "", CHANGES, {})
        say(
            "spamatlas: campaigns wants one name, or merge, apart, split, name, pin, unpin, countermeasure or undo"
            f"{f'; did you mean {near[0]}?' if near else ''}",
            error=True,
        )
        return 2
    most = limit or (0 if json else 30)
    filters = {"campaign": campaign} if campaign else {}
    with access(settings.load(data)) as ask:
        found = ask("campaigns", filters=filters, limit=most, members=members and not campaign)
        if campaign and members and found:
            _tell_members(ask, found, json)
            return 0
    if campaign and not found:
        say(f"spamatlas: no campaign is called {campaign}; 'spamatlas campaigns' lists them", error=True)
    if json:
        if members:
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
            "name",
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
    return 1 if campaign and not found else 0


def _tell_members(ask: Ask, found: Sequence[Mapping[str, Any]], json: bool) -> None:
    """One campaign and its reports, which are written as they are read."""
    if json:
        print_json_with_members(ask, found)
        return
    _tell(found)
    for each in found:
        print_members(ask, each["campaign"])


def _tell(found: Sequence[Mapping[str, Any]]) -> None:
    """One campaign for a person: what it adds up to, its course, what it is spread over, its wordings."""
    # They draw in the campaigns' room: only where it is told.
    from spamatlas.web.face.course import course  # noqa: PLC0415
    from spamatlas.web.face.effect import effect_told  # noqa: PLC0415

    for each in found:
        kind = " ".join(each[name] for name in ("ruling", "category", "lure"))
        reports = counted(each["size"], "report", "reports")
        reporters = counted(each["reporters"], "reporter", "reporters")
        say(f"{each['campaign']}: {reports} from {reporters}, {kind}")
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
        for done in each["countermeasures"]:
            named = " ".join(filter(None, (done["kind"], done["target"], done["organisation"])))
            say(f"{str(done['taken_on'])[:10]} {named}: {effect_told(done, languages()['en'])}")
        words = [{"newest": row["report"][:12], **_counted(row)} for row in each["variants"]["shown"]]
        print_table(f"Wordings, {each['variants']['distinct']:,} in all", words)


def _counted(row: Mapping[str, Any]) -> dict[str, Any]:
    seen = {name: str(row[f"{name}_seen"])[:10] for name in ("first", "last")}
    return {"reports": row["reports"], "reporters": row["reporters"], **seen}


def _change(what: str, words: Sequence[str], options: Options, data: Path | None, *, as_json: bool) -> int:
    if what == "countermeasure" and len(words) > 1:
        on_list("countermeasure", words[1], [each.value for each in CountermeasureKind])
    if complaint := wanted(what, words):
        say(f"spamatlas: {complaint}", error=True)
        return 2
    change = CHANGES[what]
    with access(settings.load(data)) as ask:
        done = ask(change.question, **change.arguments(words, options))
    tell_change(what, done, as_json=as_json)
    return 0
