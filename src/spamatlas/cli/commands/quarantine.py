"""What can't be analysed: list, show, replay, drop."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.access import access
from spamatlas.cli.output import print_json, print_table, say


def quarantine_command(
    action: Annotated[Literal["list", "show", "replay", "drop"], Parameter(name="ACTION")] = "list",
    ids: Annotated[list[str] | None, Parameter(name="ID")] = None,
    /,
    *,
    code: str = "",
    limit: int = 100,
    raw: Annotated[bool, Parameter(negative="")] = False,
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """What was accepted but can't be analysed: list it, show it, analyse it again, or drop it.

    Examples:

        spamatlas quarantine

        spamatlas quarantine show 4f1c

        spamatlas quarantine show 4f1c --raw > message.eml

        spamatlas quarantine replay --code crashed

        spamatlas quarantine drop 4f1c

    Parameters
    ----------
    action
        What to do; `replay` without an id takes all (of --code), `drop` wants ids or --code.
    ids
        The first digits of ids are enough.
    code
        Only what is held for this reason.
    limit
        List at most so many.
    raw
        With show: the bytes as they came, to standard output.
    json
        Print JSON.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    if action in {"show", "drop"} and not ids and not (code and action == "drop"):
        wanted = "ids or --code" if action == "drop" else "an id"
        say(f"spamatlas: quarantine {action} wants {wanted} ('spamatlas quarantine list' names them)", error=True)
        return 2
    with access(settings.load(data)) as ask:
        if action == "list":
            held = ask("quarantine", code=code, limit=limit)
            print_json(held) if json else print_table("Quarantine", held)
        elif action == "show":
            for identity in ids or ():
                shown = ask("quarantine_show", identity=identity)
                if raw:
                    sys.stdout.buffer.write(shown["body"])
                else:
                    shown["body"] = shown["body"].decode("utf-8", "backslashreplace")[:4000]
                    print_json(shown)
        else:
            result = ask(f"quarantine_{action}", identities=ids or [], code=code)
            print_json(result) if json else say(", ".join(f"{count:,} {what}" for what, count in result.items()))
    return 0
