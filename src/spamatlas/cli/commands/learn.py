"""Teach the judge, and undo it."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.output import print_json, say


def learn_command(
    label: Annotated[Literal["spam", "ham", "forget"], Parameter(name="spam|ham|forget")],
    paths: Annotated[list[Path], Parameter(name="PATH")],
    /,
    *,
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Tell the judge what messages are; a running node uses it from its next report on.

    The same message told again changes nothing; told otherwise, the first lesson is undone.

    Examples:

        spamatlas learn spam missed.eml

        spamatlas learn ham newsletters/

        spamatlas learn forget missed.eml

    Parameters
    ----------
    label
        What the messages are, or `forget` to undo what was told of them.
    paths
        Files and folders.
    json
        Print one JSON object.
    data
        The data folder whose learned weights change (default: the platform's, or SPAMATLAS_DATA).
    """
    from spamatlas.cli.teaching import teach  # noqa: PLC0415  the model: only here, so that --help is quick

    result = teach(label, paths, settings.load(data))
    if json:
        print_json(result)
    else:
        for refusal in result["rejected"]:
            say(f"rejected: {refusal['path']}: {refusal['reason']}", error=True)
        say(f"{result['learnt']:,} learnt, {result['forgotten']:,} forgotten, {result['unchanged']:,} unchanged")
    return 1 if result["rejected"] else 0
