"""File reports."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.naming import is_label
from spamatlas.cli.output import print_json, say
from spamatlas.cli.progress import Progress
from spamatlas.model import Channel, MeasuringPoint


def report_command(
    paths: Annotated[list[Path], Parameter(name="PATH")],
    /,
    *,
    channel: Channel | None = None,
    reporter: str = "local",
    mapping: Path | None = None,
    measuring_point: MeasuringPoint = MeasuringPoint.REPORTED,
    tlp: Annotated[str, Parameter(validator=is_label)] = "",
    named: list[int] | None = None,
    wait: bool = True,
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """File reports: mails, mailboxes, folders, archives, ARF, XARF, JSONL, CSV, call records, DMARC and TLS reports.

    What was filed before counts as a duplicate, so an interrupted run is resumed by running it again.

    Examples:

        spamatlas report spam.eml

        spamatlas report --reporter abuse-desk inbox.mbox archive.tar.gz

        spamatlas report --channel sms --json texts.jsonl

        spamatlas report --mapping columns.toml complaints.csv

    Parameters
    ----------
    paths
        Files and folders; what they hold is told from their content.
    channel
        The channel, where the reports do not say it themselves.
    reporter
        Who reports; kept as a pseudonym only.
    mapping
        A TOML file that says which column of a CSV is what (docs/intake.md).
    measuring_point
        Where the messages were counted.
    tlp
        Whom they may be shown to, where a line does not say it: `clear`, `green`, `amber`, `amber+strict` or `red`
        (TLP 2.0; default: as who runs the node has said).
    named
        The person whom they are for, by number, once for each: they are `red` then.
    wait
        Wait until the reports are analysed, and count those that could not be.
    json
        Print one JSON object.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    from spamatlas import intake  # noqa: PLC0415  the readers: only here, so that --help is quick
    from spamatlas.cli.filing import filing, house_marks  # noqa: PLC0415

    chosen = settings.load(data)
    began = time.monotonic()
    with ExitStack() as stack:
        desk = stack.enter_context(filing(chosen))
        progress = stack.enter_context(Progress("Filing", intake.size_of(paths), quiet=json))
        options = intake.Options(
            reporter=intake.pseudonym(desk.secret, reporter),
            secret=desk.secret,
            channel=channel,
            mapping=mapping,
            home_country=chosen.home_country,
            measuring_point=measuring_point,
            max_report_bytes=chosen.max_report_bytes,
            max_archive_bytes=chosen.max_archive_bytes,
            mark=house_marks(chosen, tlp, named or ()),
        )
        refusals: list[intake.Refusal] = []
        found = (each for path in paths for each in intake.read(path, options, progress.advance))
        filed = desk.file(_submissions(found, refusals), progress)
        if filed.stopped:
            refusals.append(intake.Refusal("the rest", filed.stopped, "unavailable"))
        quarantined = desk.quarantined(filed.ids, progress) if wait and not filed.stopped else 0
    answer = {
        "accepted": filed.accepted,
        "duplicates": filed.duplicates,
        "quarantined": quarantined,
        "rejected": [{"path": each.path, "reason": each.reason} for each in refusals],
        "seconds": round(time.monotonic() - began, 3),
    }
    if json:
        print_json(answer)
    else:
        _tell(answer, waited=wait)
    return 1 if refusals or quarantined else 0


def _submissions(found: Iterator[object], refusals: list) -> Iterator:  # type: ignore[type-arg]
    from spamatlas import intake  # noqa: PLC0415

    for each in found:
        if isinstance(each, intake.Refusal):
            refusals.append(each)
        else:
            yield each


def _tell(answer: dict, waited: bool) -> None:  # type: ignore[type-arg]
    for refusal in answer["rejected"]:
        say(f"rejected: {refusal['path']}: {refusal['reason']}", error=True)
    say(f"{answer['accepted']:,} accepted, {answer['duplicates']:,} filed before, in {answer['seconds']:.1f} s")
    if answer["quarantined"]:
        say(f"{answer['quarantined']:,} can't be analysed: kept in quarantine ('spamatlas quarantine list' says why)")
    if not waited:
        say("not waited for: the analysis goes on in the node")
