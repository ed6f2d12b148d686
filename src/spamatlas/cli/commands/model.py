"""Try a changed model in shadow before it counts."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.access import access, begun
from spamatlas.cli.noting import note_changed
from spamatlas.cli.output import print_json, say
from spamatlas.model import Rejected
from spamatlas.settings import Settings

if TYPE_CHECKING:
    from spamatlas.pipeline.folder import Folder
    from spamatlas.pipeline.shadow import Trial

Action = Literal["list", "try", "promote", "drop"]


def model_command(
    action: Annotated[Action, Parameter(name="list|try|promote|drop")] = "list",
    file: Annotated[Path | None, Parameter(name="FILE")] = None,
    /,
    *,
    name: str = "",
    anyway: Annotated[str | None, Parameter(name="--anyway")] = None,
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

        spamatlas model promote --anyway "agreed by both analysts on 3 November"

        spamatlas model drop

    Parameters
    ----------
    action
        `list` says how the two differ so far, `promote` has the one in shadow count from the next report on, once it
        was compared on enough reports that people called wanted, `drop` ends it.
    file
        With try: weights (`make train`) or lessons of another place (`learn export`).
    name
        With try: what to call it (default: the file's name).
    anyway
        With promote: why to have it count although too little is known of it, or too much is lost; the audit trail
        keeps it.
    present
        With drop: go back to the weights that came with the program.
    json
        Print one JSON object; `list` prints one anyway, where a model runs in shadow.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    from spamatlas.pipeline import shadow  # noqa: PLC0415  the model: only here, so that --help is quick
    from spamatlas.pipeline.folder import Folder  # noqa: PLC0415
    from spamatlas.pipeline.promotion import readiness  # noqa: PLC0415

    place = settings.load(data)
    folder = Folder(place.data) if action == "try" else begun(place)
    if action == "list":
        found = _trial(place)
        if found is None and not json:
            say("no model runs in shadow")
        else:
            print_json(
                msgspec.to_builtins(found) | {"promotion": msgspec.to_builtins(readiness(found))} if found else None
            )
        return 0
    if action == "promote":
        return _promote(folder, place, anyway, json)
    if action == "try" and file is not None:
        tried, told = shadow.begin(folder, file, name or file.stem.lower()).name, "in shadow: {tried}"
    elif action == "drop" and present:
        folder.model.unlink(missing_ok=True)
        tried, told = "", "the shipped weights count from the next report on"
    elif action == "drop":
        if not folder.shadow.exists():
            raise Rejected("no-shadow", "no model runs in shadow: there is nothing to drop")
        shadow.drop(folder)
        tried, told = "", "no model runs in shadow"
    else:
        say("spamatlas: model try wants a file", error=True)
        return 2
    print_json({"action": action, "name": tried or None}) if json else say(told.format(tried=tried))
    return 0


def _promote(folder: "Folder", place: Settings, anyway: str | None, json: bool) -> int:
    from spamatlas.pipeline import promotion, shadow  # noqa: PLC0415  as above

    promotion.permit(_trial(place), anyway)
    tried = shadow.promote(folder).name
    note_changed(f"model promote {tried}", place, (anyway or "").strip())
    print_json({"action": "promote", "name": tried}) if json else say(f"counts from the next report on: {tried}")
    return 0


def _trial(place: Settings) -> "Trial | None":
    from spamatlas.pipeline.shadow import Trial  # noqa: PLC0415  as above

    with access(place) as ask:
        return msgspec.convert(ask("shadow"), Trial | None)
