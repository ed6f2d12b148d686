"""Try a changed model in shadow before it counts."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.access import access, begun
from spamatlas.cli.output import print_json, say

Action = Literal["list", "try", "promote", "drop"]


def model_command(
    action: Annotated[Action, Parameter(name="list|try|promote|drop")] = "list",
    file: Annotated[Path | None, Parameter(name="FILE")] = None,
    /,
    *,
    name: str = "",
    present: Annotated[bool, Parameter(negative="")] = False,
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Have a changed model judge the reports beside the present one; only the present one counts.

    Examples:

        spamatlas model try retrained.npz

        spamatlas model try theirs.npz --name operator-b

        spamatlas model list

        spamatlas model promote

        spamatlas model drop

    Parameters
    ----------
    action
        `list` says how the two differ so far, `promote` has the one in shadow count from the next report on, `drop`
        ends it.
    file
        With try: weights (`make train`) or lessons of another place (`learn export`).
    name
        With try: what to call it (default: the file's name).
    present
        With drop: go back to the weights that came with the program.
    json
        Print one JSON object; `list` prints one anyway.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    from spamatlas.pipeline import shadow  # noqa: PLC0415  the model: only here, so that --help is quick
    from spamatlas.pipeline.folder import Folder  # noqa: PLC0415

    place = settings.load(data)
    folder = Folder(place.data) if action == "try" else begun(place)
    if action == "list":
        with access(place) as ask:
            print_json(msgspec.to_builtins(ask("shadow")))
        return 0
    if action == "try" and file is not None:
        tried, told = shadow.begin(folder, file, name or file.stem.lower()).name, "in shadow: {tried}"
    elif action == "promote":
        tried, told = shadow.promote(folder).name, "counts from the next report on: {tried}"
    elif action == "drop" and present:
        folder.model.unlink(missing_ok=True)
        tried, told = "", "the shipped weights count from the next report on"
    elif action == "drop":
        shadow.drop(folder)
        tried, told = "", "no model runs in shadow"
    else:
        say("spamatlas: model try wants a file", error=True)
        return 2
    print_json({"action": action, "name": tried or None}) if json else say(told.format(tried=tried))
    return 0
