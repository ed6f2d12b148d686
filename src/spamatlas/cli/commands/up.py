"""Run everything on one machine."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.output import print_json, say


def up_command(
    *,
    data: Path | None = None,
    host: str | None = None,
    port: int | None = None,
    sample: Annotated[bool, Parameter(negative="")] = False,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Run everything on one machine; Ctrl-C stops it.

    Examples:

        spamatlas up

        spamatlas up --sample --port 8080

        spamatlas up --data /srv/spamatlas --host 0.0.0.0

    Parameters
    ----------
    data
        The folder that holds everything (default: the platform's data folder, or SPAMATLAS_DATA).
    host
        The address to listen on.
    port
        The port to listen on; 0 takes any that is free.
    sample
        Load the shipped sample reports into an empty node. `spamatlas samples remove` takes them out again.
    json
        Print the address as one JSON object, once it answers.
    """
    from spamatlas.cli.events import tell_events  # noqa: PLC0415
    from spamatlas.pipeline.opening import opened  # noqa: PLC0415  engine and workers: only here, --help is quick
    from spamatlas.pipeline.outlook import sending  # noqa: PLC0415
    from spamatlas.web import serve  # noqa: PLC0415

    chosen = settings.load(data, changes={"host": host, "port": port})
    tell_events()
    with opened(chosen) as answers:
        if sample and answers.is_empty():
            answers.samples_load()
        with sending(answers):
            serve(answers, chosen.host, chosen.port, _tell_json if json else _tell)
    return 0


def _tell(address: str) -> None:
    say(f"Spamatlas is up at {address} (Ctrl-C stops it)")
    sys.stdout.flush()


def _tell_json(address: str) -> None:
    print_json({"address": address})
    sys.stdout.flush()
