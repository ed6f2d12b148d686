"""Pack reports as evidence, and verify such a package."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.naming import is_language
from spamatlas.cli.output import print_json, say

Action = Literal["export", "verify", "authority"]


def evidence_command(
    action: Annotated[Action, Parameter(name="ACTION")],
    names: Annotated[list[str] | None, Parameter(name="CAMPAIGN|REPORT|PATH")] = None,
    /,
    *,
    out: Path | None = None,
    authority: list[str] | None = None,
    lang: Annotated[str, Parameter(validator=is_language)] = "en",
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Pack campaigns or reports as evidence, or verify a package: what holds of it, and what does not.

    A package is a zip archive: the original bytes, a manifest, the chain of who did what with them, time stamps
    (RFC 3161), a PDF, and how to verify all of it with openssl and sha256sum alone.

    Examples:

        spamatlas evidence export C-00f3a1b2c3d4e5f6 --out campaign.zip

        spamatlas evidence export 4f1c22aa09 5b7e01cc12 --lang fr

        spamatlas evidence verify campaign.zip

        spamatlas evidence verify campaign.zip --authority their-authority.pem

        spamatlas evidence authority

    Parameters
    ----------
    action
        `export`, `verify`, or `authority` for the fingerprint of this node's time-stamp authority, which others need.
    names
        Export: campaigns' names, reports' ids, their first digits, or callers' ids. Verify: the package.
    out
        Export: the file or folder to write to (default: here, under a name of its own).
    authority
        Verify: whose stamps are trusted beside this node's: a fingerprint (SHA-256) or a file of certificates.
    lang
        Export: the language of the texts.
    json
        Print one JSON object.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    from spamatlas.cli import proving  # noqa: PLC0415  certificates and stamps: only here, so that --help is quick

    place, given = settings.load(data), names or []
    if action == "export" and given:
        found = proving.export(given, place, out, lang)
        print_json(found) if json else say(proving.told(found))
        return 0
    if action == "verify" and len(given) == 1:
        looked = proving.verified(Path(given[0]), place, authority or [])
        print_json(looked) if json else proving.tell(looked)
        return 0 if looked["holds"] else 1
    if action == "authority" and not given:
        known = proving.own_authority(place)
        print_json(known) if json else say(known["fingerprint"])
        return 0
    say("spamatlas: evidence export wants campaigns or reports, verify one file, authority nothing", error=True)
    return 2
