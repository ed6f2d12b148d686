"""Measure a judge by the TREC spam-track protocol."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.output import print_json, print_table, say


def evaluate_command(
    index: Annotated[Path, Parameter(name="INDEX")],
    /,
    *,
    feedback: Literal["immediate", "delayed", "none"] = "immediate",
    model: str = "empty",
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Judge the mails of an index one by one, each before its label is told, and say how well that went.

    An index has lines `spam PATH` or `ham PATH`, paths relative to the index's folder.

    Examples:

        spamatlas evaluate corpus/index

        spamatlas evaluate corpus/index --feedback delayed --model shipped

        spamatlas evaluate corpus/index --feedback none --model weights.npz --json

    Parameters
    ----------
    index
        The index file.
    feedback
        immediate: the label is told after each mail; delayed: for the first half only; none: never.
    model
        What judges to begin with: `empty` (nothing read yet), `shipped`, or a file of learned weights.
    json
        Print one JSON object.
    data
        The data folder, for its settings.
    """
    from spamatlas.cli.evaluating import evaluate  # noqa: PLC0415  the model: only here, so that --help is quick

    found = evaluate(index, feedback, model, settings.load(data), quiet=json)
    if json:
        print_json(found)
        return 0
    low, high = found["interval_percent"] or (None, None)
    say(f"1-ROCA {found['one_minus_roca_percent']} % (95 % interval {low} to {high})")
    say(f"ham misclassified {found['ham_misclassified_percent']} %, spam {found['spam_misclassified_percent']} %")
    for lost, missed in found["spam_missed_at_ham_percent"].items():
        say(f"spam missed where {lost} % of ham is lost: {missed} %")
    if found["unread"]:
        say(f"{found['unread']} could not be read", error=True)
    print_table("Learning curve", [{"messages": at, "1-ROCA %": area} for at, area in found["curve"]])
    return 1 if found["unread"] else 0
