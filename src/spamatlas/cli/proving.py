"""What ``spamatlas evidence`` does: have a package made and take it away; look at one; say who stamps here."""

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from spamatlas.cli.access import access, begun
from spamatlas.cli.output import counted, say
from spamatlas.custody.time_stamp import certificates, fingerprint
from spamatlas.custody.verification import verify
from spamatlas.model import Rejected
from spamatlas.pipeline.stamping import known_roots, own_stamper
from spamatlas.settings import Settings

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def export(names: Sequence[str], settings: Settings, out: Path | None, language: str) -> dict[str, Any]:
    """Have a package made and move it to ``out`` (a file, a folder), or here under its own name."""
    with access(settings) as ask:
        packed = ask("package", names=list(names), language=language)
    place = out or Path()
    path = place / packed["name"] if place.is_dir() else place
    try:
        shutil.move(packed["path"], path)
    except OSError as error:
        raise ValueError(f"the package can't be written to {path}: {error.strerror}") from error
    return {**packed, "path": str(path)}


def told(found: Mapping[str, Any]) -> str:
    """What was packed, for a person."""
    beyond = f"; {found['left_out']:,} further reports are left out" if found["left_out"] else ""
    return (
        f"{counted(found['reports'], 'report', 'reports')} in {found['path']}{beyond}\n"
        f"stamped under {found['authority']}: tell those who get it this fingerprint by another way"
    )


def verified(path: Path, settings: Settings, trusted: Sequence[str]) -> dict[str, Any]:
    """What holds of a package. Trusted are this node's authorities, and those that are named by fingerprint or file.

    Raises:
        ValueError: the package or a named file can't be read.
    """
    files = [each for each in trusted if not _FINGERPRINT.fullmatch(_plain(each))]
    known = [*known_roots(settings), *(each for file in files for each in _certificates(file))]
    try:
        with path.open("rb") as file:
            found = verify(file, known, [_plain(each) for each in trusted])
    except OSError as error:
        raise ValueError(f"{path} can't be read: {error.strerror}") from error
    return {"path": str(path), "holds": found.holds, **msgspec.to_builtins(found)}


def tell(found: Mapping[str, Any]) -> None:
    """A line for each thing that was looked at, then what follows from them."""
    words = {True: "holds", False: "FAILS", None: "not looked at"}
    for each in found["assurances"]:
        detail = f" ({each['detail']})" if each["detail"] else ""
        say(f"{words[each['holds']]:<14}{each['name']:<15}{each['text']}{detail}")
    if found["stamped_at"]:
        say(f"\nstamped at    {found['stamped_at']} under {found['authority']}")
    if found["reports"]:
        say(f"reports       {found['reports']:,}, of which {found['sealed']:,} were sealed soon after they came in")
    say(f"\n{_in_short(found)}")


def _in_short(found: Mapping[str, Any]) -> str:
    wrong = [each["name"] for each in found["assurances"] if not each["holds"]]
    if wrong == ["authority"]:
        return "It is whole, but whose it is can't be said here: it does NOT hold before its authority is known."
    return "It does NOT hold." if wrong else "It holds."


def own_authority(settings: Settings) -> dict[str, str]:
    """The fingerprint and certificate of this node's authority, which is made where there is none yet.

    Raises:
        Rejected: ``no-node``.
    """
    begun(settings)
    pem = own_stamper(settings).roots
    return {"fingerprint": fingerprint(certificates(pem)[0]), "certificate": pem.decode()}


def _plain(text: str) -> str:
    """A fingerprint as people copy it: openssl writes it in capitals, with colons."""
    return text.replace(":", "").replace(" ", "").lower()


def _certificates(path: str) -> list[Any]:
    try:
        return list(certificates(Path(path).read_bytes()))
    except OSError as error:
        raise ValueError(f"{path} is no fingerprint (64 hexadecimal digits) and no file that can be read") from error
    except Rejected as why:
        raise ValueError(f"{path}: {why.detail}") from why
