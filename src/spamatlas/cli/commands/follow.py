"""Print one report through every stage."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.access import access
from spamatlas.cli.output import print_json


def follow_command(
    identity: Annotated[str, Parameter(name="ID")],
    /,
    *,
    json: Annotated[bool, Parameter(negative="")] = False,  # noqa: ARG001  every command takes --json; this one knows no other form
    data: Path | None = None,
) -> int:
    """Print one report through every stage, as stored.

    Examples:

        spamatlas follow 4f1c22

        make follow ID=4f1c22

    Parameters
    ----------
    identity
        The report's id, its first digits, or the caller's id.
    json
        Print JSON, which is how it prints anyway.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    with access(settings.load(data)) as ask:
        print_json(_said(ask("follow", identity=identity)))
    return 0


def _said(stored: Any) -> Any:
    """What is stored, each reason in its words: the facts, which stay beside it, stand in their places too."""
    match stored:
        case list() | tuple():
            return [_said(each) for each in stored]
        case {"code": _, "text": str(text), "facts": dict(facts)}:
            return stored | {"text": text.format_map(facts)}
        case dict():
            return {name: _said(each) for name, each in stored.items()}
        case _:
            return stored
