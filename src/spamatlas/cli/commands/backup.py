"""Back a whole node up, and make a node of a backup."""

from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.output import print_json, print_lines, say

Action = Literal["create", "verify", "restore", "erasures"]


def backup_command(
    action: Annotated[Action, Parameter(name="ACTION")],
    path: Annotated[str, Parameter(name="PATH", allow_leading_hyphen=True)] = "",
    /,
    *,
    erasures: Path | None = None,
    since: str = "",
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Back the whole node up into one file while it goes on, and make a node of such a file again.

    A backup holds everything of the data folder as it was at one moment: what was filed, with its keys, what was found,
    members, secrets. It is as confidential as the node: encrypt it (`-` is standard output), and keep it no longer than
    evidence is kept. Erased content comes back with an older backup unless it is erased again: keep the list of
    `erasures`, away from the node, beside the backups.

    Examples:

        spamatlas backup create

        spamatlas backup create - | age -r age1... > node.tar.zst.age

        spamatlas backup verify spamatlas-20261126T120000Z.tar.zst

        spamatlas backup erasures --since 2026-11-26T12:00Z > erasures.jsonl

        spamatlas backup restore spamatlas-20261126T120000Z.tar.zst --erasures erasures.jsonl --data /srv/spamatlas

    Parameters
    ----------
    action
        `create`, `verify`, `restore`, or `erasures` for what was erased, one JSON object a line.
    path
        The backup; with `create` also a folder (default: here), or `-` for standard output.
    erasures
        With `restore`: what to erase again in what is restored.
    since
        With `erasures`: those since then.
    json
        Print JSON.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA); with `restore` an empty one.
    """
    from spamatlas.cli import keeping  # noqa: PLC0415  archives and the store: only here, so that --help is quick

    place = settings.load(data)
    if action == "erasures" and not path:
        rows = keeping.erasures(place, since)
        print_json(rows) if json else print_lines([_line(each) for each in rows])
        return 0
    if action == "create":
        done = keeping.create(place, path, quiet=json)
        if path != keeping.PIPE:
            print_json(done) if json else say(_told("backed up into {file}", done))
        return 0
    if action == "verify" and path:
        done = keeping.verify(Path(path), quiet=json)
        print_json(done) if json else say(_told("{file} is whole", done))
        return 0
    if action == "restore" and path:
        done = keeping.restore(Path(path), place, erasures, quiet=json)
        print_json(done) if json else say(_told("restored to {folder}", done) + _unerased(erasures, done))
        return 0
    say("spamatlas: backup verify and restore want a file, erasures none", error=True)
    return 2


def _told(what: str, done: dict[str, Any]) -> str:
    said = (
        f"{what.format(**done)}: {done['entries']:,} entries, {done['reports']:,} reports stored, "
        f"{done['size_bytes'] / 1e6:,.1f} MB, as at {done['taken_at']}"
    )
    if done["elsewhere"]:
        said += f"\nnot in it, for it lies on a server: {', '.join(done['elsewhere'])}"
    return said


def _unerased(erasures: Path | None, done: dict[str, Any]) -> str:
    if erasures:
        return f"\nerased again: {done['erased_again']:,}"
    return "\nwhat was erased since is back: give --erasures to erase it again"


def _line(row: dict[str, Any]) -> bytes:
    import msgspec  # noqa: PLC0415  as above

    return msgspec.json.encode(row)
