"""Score messages without storing them."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.naming import is_language, is_profile
from spamatlas.cli.output import print_lines, say
from spamatlas.cli.progress import Progress

if TYPE_CHECKING:
    from spamatlas.locale import Language


def judge_command(
    paths: Annotated[list[Path] | None, Parameter(name="PATH")] = None,
    /,
    *,
    format: Literal["auto", "eml", "mbox", "jsonl"] = "auto",  # noqa: A002  the contract's word
    jobs: int = 0,
    profile: Annotated[str | None, Parameter(validator=is_profile)] = None,
    careful: Annotated[bool, Parameter(negative="")] = False,
    words: Annotated[bool, Parameter(negative="")] = False,
    language: Annotated[str | None, Parameter(validator=is_language)] = None,
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Score messages without storing them: one JSON object a line, in the order of the input.

    A folder is read in name order, and its messages' ids are their paths within it. Beside a node that is up on the
    data folder, what the node knows of campaigns is evidence for *bulk*; without one, *bulk* is unknown.

    Examples:

        spamatlas judge message.eml

        cat texts.jsonl | spamatlas judge --format jsonl -

        spamatlas judge mails/ > verdicts.jsonl

        spamatlas judge --jobs 4 --profile neutral mails/

        spamatlas judge --profile us,de message.eml

        spamatlas judge --careful message.eml

        spamatlas judge --words message.eml

        spamatlas judge --language fr message.eml

    Parameters
    ----------
    paths
        Files and folders; `-` or nothing reads standard input.
    format
        What the input is; auto tells from the content.
    jobs
        Worker processes (default: one for a few messages, else one a processor).
    profile
        The profile that turns evidence into a verdict; of several, with commas between, the first gives the verdict
        and `under` tells what each makes of it. `spamatlas profiles` lists them.
    careful
        Read each message for its meaning too, by a language model on this machine: better at telling what kind of spam
        it is, at 25 to 150 ms a message in place of a fraction of one.
    words
        Print each verdict for a person to read, with its reasons and their weights, in place of JSON.
    language
        The language of that: ar, en, es, fr, ru or zh (default: that of your locale, where it is one of these, else
        English). Naming one asks for words; with --json each reason has a `translation` beside its English text.
    json
        Print JSON, which is how it prints where no words are asked for.
    data
        The data folder whose learned weights are used (default: the platform's, or SPAMATLAS_DATA).
    """
    if not paths and sys.stdin.isatty():
        say("reading a message from here: Ctrl-D ends it; 'spamatlas judge --help' has examples", error=True)
    paths, jobs = paths or [Path("-")], jobs or os.cpu_count() or 1
    from spamatlas.cli.judging import found_in, verdict_lines  # noqa: PLC0415  --help is quick
    from spamatlas.pipeline.manner import Manner  # noqa: PLC0415

    tongue = _tongue(language) if language or (words and not json) else None
    told = _worded(tongue) if tongue and not json else _whole

    manner = Manner(careful=careful and _is_there(), language=tongue)
    first, *others = [each.strip() for each in profile.split(",")] if profile else [None]
    chosen = settings.load(data, changes={"profile": first})
    found = found_in(paths, format, chosen)
    judged = rejected = 0
    # Where the lines themselves are watched, a bar would run through them.
    with Progress("judging", 0, quiet=sys.stdout.isatty(), counts="messages") as progress:
        for line in verdict_lines(found, chosen, jobs, [each for each in others if each], manner):
            if isinstance(line, bytes):
                print_lines([told(line)])
                judged += 1
                progress.count(1)
            else:
                rejected += 1
                say(f"rejected: {line.path}: {line.reason}", error=True)
    sys.stdout.flush()
    if not judged and not rejected:
        say(f"nothing to judge: no message in {', '.join(map(str, paths))}", error=True)
    return 1 if rejected else 0


def _tongue(code: str | None) -> "Language":
    """The language of that code, else the one of the reader's locale."""
    from spamatlas.locale import languages, of_environment  # noqa: PLC0415  as above

    return of_environment(os.environ) if code is None else languages()[code]


def _worded(language: "Language") -> Callable[[bytes], bytes]:
    from spamatlas.cli.wording import worded  # noqa: PLC0415  as above

    return lambda line: worded(line, language).encode("utf-8", "replace")


def _whole(line: bytes) -> bytes:
    return line


def _is_there() -> bool:
    """Whether there is a model to read meanings with; else it is said, and the messages are judged without."""
    from spamatlas.campaign.embedding import is_available  # noqa: PLC0415  only where it is asked for

    if not is_available():
        say(
            "careful: off (no-model): judged by words alone; there is no model of meanings for this machine", error=True
        )
    return is_available()
