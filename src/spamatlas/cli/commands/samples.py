"""Load or remove the sample reports."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.access import access
from spamatlas.cli.output import counted, print_json, say
from spamatlas.cli.progress import Progress


def samples_command(
    action: Annotated[Literal["load", "remove"], Parameter(name="ACTION")],
    /,
    *,
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Load the shipped sample reports into an empty node, or take every trace of them out again.

    Examples:

        spamatlas samples load

        spamatlas samples remove

    Parameters
    ----------
    action
        What to do.
    json
        Print JSON.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    doing = "loading the samples" if action == "load" else "taking the samples out"
    with access(settings.load(data), begins=action == "load") as ask, Progress(doing, 0, quiet=json, counts=""):
        result = ask(f"samples_{action}")
    print_json(result) if json else say(
        f"{counted(result['samples'], 'sample', 'samples')} {'loaded' if action == 'load' else 'removed'}"
    )
    return 0
