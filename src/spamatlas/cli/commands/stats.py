"""Show a statistic, or list them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.access import access
from spamatlas.cli.naming import WrongName, on_list
from spamatlas.cli.output import print_csv, print_json, print_table


def stats_command(
    name: Annotated[str | None, Parameter(name="NAME")] = None,
    /,
    *,
    since: str | None = None,
    until: str | None = None,
    by: str | None = None,
    where: list[str] | None = None,
    json: Annotated[bool, Parameter(negative="")] = False,
    csv: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Show a statistic; without a name, list them.

    Examples:

        spamatlas stats

        spamatlas stats volume --since 7d --by channel

        spamatlas stats reports --by country,channel --where ruling=spam --csv

    Parameters
    ----------
    name
        Which statistic.
    since
        From when: a date, a time, or so long ago (`24h`, `7d`).
    until
        Until when.
    by
        Dimensions to break it down by, with commas between.
    where
        `DIMENSION=VALUE`; may be given several times.
    json
        Print one JSON object with the rows and what they count.
    csv
        Print comma-separated rows.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    with access(settings.load(data)) as ask:
        if name is None:
            known = ask("statistics")
            listed = [{"name": name, "what": each["title"], "unit": each["unit"]} for name, each in known.items()]
            print_json(list(known.values())) if json else print_table("Statistics", listed)
            return 0
        known = ask("statistics")
        on_list("statistic", name, known, "spamatlas stats")
        parameters = _fitted(known[name], _parameters(since, until, by, where or []))
        table = ask("statistic", name=name, parameters=parameters)
    if json:
        print_json(table)
    elif csv:
        print_csv(table["rows"], table["columns"])
    else:
        print_table(table["title"], table["rows"], caption=table["caption"])
    return 0


def _fitted(statistic: Mapping[str, Any], parameters: dict[str, Any]) -> dict[str, Any]:
    """For a statistic that is not broken down as one likes: it may be asked for by what it is told by, and where one
    of its own parameters is something.

    Raises:
        WrongName: a dimension that there is not; what would else be passed over in silence.
    """
    if "{dimensions}" in statistic["sql"]:
        from spamatlas.statistics.cube import DIMENSIONS  # noqa: PLC0415  only where something is broken down

        for each in (*filter(None, parameters.get("by", "").split(",")), *parameters.get("where", ())):
            on_list("dimension", each.strip(), DIMENSIONS)
        return parameters
    by, where = parameters.pop("by", ""), parameters.pop("where", {})
    told, own, name = statistic["dimensions"], statistic["parameters"], statistic["name"]
    if foreign := [each for each in by.split(",") if each and each not in told]:
        raise WrongName(f"{name} is told by {', '.join(told)}, not by {foreign[0]}; 'stats reports --by' by any")
    if foreign := [each for each in where if each not in own]:
        can = f"can be narrowed by {', '.join(own)}" if own else "can't be narrowed"
        raise WrongName(f"{name} {can}, not by {foreign[0]}; 'stats reports --where' can by any")
    return {**parameters, **where}


def _parameters(since: str | None, until: str | None, by: str | None, where: list[str]) -> dict[str, Any]:
    pairs = dict(each.partition("=")[::2] for each in where)
    chosen = {"since": since, "until": until, "by": by, "where": pairs or None}
    return {key: value for key, value in chosen.items() if value is not None}
