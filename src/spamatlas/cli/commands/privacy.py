"""See what is kept of people, for how long; answer their requests; put evidence under a legal hold."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli import respecting
from spamatlas.cli.output import say


def privacy_command(
    action: Annotated[str, Parameter(name="ACTION")] = "map",
    words: Annotated[list[str] | None, Parameter(name="WORD")] = None,
    /,
    *,
    reason: str = "",
    role: list[str] | None = None,
    days: int = 0,
    out: Path | None = None,
    yes: Annotated[bool, Parameter(negative="")] = False,
    markdown: Annotated[bool, Parameter(negative="")] = False,
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """See what is kept of people, for how long; answer their requests; put evidence under a legal hold.

    An address or number that is looked up is kept nowhere: the register of requests and the audit trail have a keyed
    hash of it.

    | ACTION | WORDs |
    |---|---|
    | map | nothing: every column that tells of people; `--json` has all of them |
    | find | ADDRESS or NUMBER; with `--out` a package for whoever asked |
    | erase | ADDRESS or NUMBER, with `--reason` and `--role`: opens a request and says what it found; `--yes` erases |
    | erase | a request's number, with `--yes`: erases what it found |
    | requests, decline | decline: a request's number, with `--reason` |
    | hold | `report` ID, `campaign` NAME or `request` NUMBER, with `--reason` and `--days` |
    | holds, release | release: a hold's number, with `--reason` |
    | retention, deletions, pseudonyms | nothing |

    Examples:

        spamatlas privacy map

        spamatlas privacy find ann@example.org --out theirs.zip

        spamatlas privacy erase +12025550123 --reason "asked by letter" --role recipient

        spamatlas privacy requests

        spamatlas privacy erase 7 --yes

        spamatlas privacy decline 7 --reason "could not show who they are"

        spamatlas privacy hold campaign C-00f3a1b2c3d4e5f6 --reason "proceedings 12/26" --days 365

        spamatlas privacy holds

        spamatlas privacy release 2 --reason "proceedings ended"

        spamatlas privacy retention

        spamatlas privacy deletions --json

        spamatlas privacy pseudonyms

    Parameters
    ----------
    action
        What to do.
    words
        To what.
    reason
        Why; it is kept, so it names nobody.
    role
        Of an erasure, once for each: as what the person is in the reports: `recipient`, `reporter` (these two where
        nothing is said), `sender`, `named`.
    days
        Of a hold: it ends by itself after so many (default: when it is released).
    out
        Of `find`: the file or folder to write the package to.
    yes
        Of `erase`: do it.
    markdown
        Of `map`: as docs/data_map.md.
    json
        Print JSON.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    given = words or []
    if not respecting.fits(action, len(given)):
        say(f"spamatlas: privacy {respecting.usage(action)}", error=True)
        return 2
    asked = respecting.Asked(
        given, reason=reason, role=role or [], days=days, out=out, yes=yes, as_json=json, markdown=markdown
    )
    return respecting.do(action, asked, settings.load(data))
