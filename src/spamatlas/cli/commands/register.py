"""Registers of refusals, consents and dear number ranges: load, list, remove."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.access import begun
from spamatlas.cli.noting import note_changed
from spamatlas.cli.output import counted, print_json, print_table, say

KINDS = ("do-not-call", "do-not-contact", "consent", "dear-range")


def register_command(
    action: Annotated[Literal["add", "list", "remove"], Parameter(name="ACTION")] = "list",
    what: Annotated[str | None, Parameter(name="KIND|NAME")] = None,
    path: Annotated[Path | None, Parameter(name="FILE")] = None,
    /,
    *,
    name: str = "",
    source: str = "",
    country: str | None = None,
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Load lists that say who wants no messages, who consented to whom, and which numbers are dear to call.

    They are evidence for *unsolicited* (and for premium-rate traps) from the next message on. Numbers and addresses of
    people are kept as keyed hashes, never as they are; a list that is loaded again under its name takes the old one's
    place, whole or not at all. Numbers may be written with their country code or, where the country is known, without;
    a message's own numbers are read in the plan of the setting home_country.

    | KIND | a line of FILE (text or CSV, `#` begins a remark) | what a match says |
    |---|---|---|
    | do-not-call | a number | unsolicited: yes, for calls, texts and fax |
    | do-not-contact | a number or mail address | unsolicited: yes, on every channel |
    | consent | sender, recipient | unsolicited: no; the sender may be a mail domain |
    | dear-range | the beginning of a number, as +88213 | a number that is dear to call |

    Examples:

        spamatlas register add do-not-call numbers.csv --name national --source "Regulator, 2026-11"

        spamatlas register add do-not-call numbers.csv --country GB

        spamatlas register add consent consents.csv

        spamatlas register add dear-range premium-ranges.txt

        spamatlas register list --json

        spamatlas register remove national

    Parameters
    ----------
    action
        What to do.
    what
        With `add` the kind of register, with `remove` its name.
    path
        With `add`, the list.
    name
        What to call it (default: the kind); letters, digits and hyphens.
    source
        Whose list it is and of when, as it will be listed.
    country
        In whose plan the list's numbers without a country code are read, as GB (default: the setting home_country).
    json
        Print JSON.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    from spamatlas.parse.numbers import has_plan  # noqa: PLC0415
    from spamatlas.pipeline import registering  # noqa: PLC0415  heavy: only here, so that --help is quick
    from spamatlas.pipeline.folder import Folder  # noqa: PLC0415

    if country is not None and not has_plan(country.upper()):
        say("spamatlas: --country wants a country's two letters, as GB (ISO 3166-1 alpha-2)", error=True)
        return 2
    chosen = settings.load(data, changes={"home_country": country.upper() if country else None})
    folder = Folder(chosen.data) if action == "add" else begun(chosen)
    if action == "list":
        rows = registering.loaded(folder)
        print_json(rows) if json else print_table("Registers", rows)
        return 0
    if action == "remove" and what:
        there_was_one = registering.remove(folder, what)
        if there_was_one:
            note_changed(f"register remove {what}", chosen)
        return _removed(there_was_one, what, json)
    if action == "remove" or path is None or what not in KINDS:
        wants = "a NAME" if action == "remove" else f"one of {', '.join(KINDS)}, and a FILE"
        say(f"spamatlas: register {action} wants {wants}", error=True)
        return 2
    given = registering.List(
        kind=registering.kind_of(what), path=path, name=name or what, source=source, home_country=chosen.home_country
    )
    added = registering.add(folder, given)
    note_changed(f"register add {added.register.name}", chosen)
    if json:
        print_json(added)
        return 1 if added.refused else 0
    say(f"{added.register.name}: {counted(added.register.entries, 'entry', 'entries')} loaded")
    if added.refused:
        lines = ", ".join(map(str, added.lines))
        refused = counted(added.refused, "line that is no entry", "lines that are no entries")
        say(f"rejected: {refused} ({'line' if added.refused == 1 else 'lines'} {lines})", error=True)
        for line, why in zip(added.lines, added.reasons, strict=True):
            say(f"  line {line}: {why}", error=True)
    return 1 if added.refused else 0


def _removed(there_was_one: bool, name: str, json: bool) -> int:
    if json:
        print_json({"removed": name if there_was_one else None})
    else:
        say(f"{name}: removed" if there_was_one else f"no register is called {name}", error=not there_was_one)
    return 0 if there_was_one else 1
