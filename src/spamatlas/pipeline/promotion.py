"""Whether enough is known of a model in shadow to have it count."""

from typing import Literal

from msgspec import Struct

from spamatlas.model import Rejected
from spamatlas.pipeline.shadow import Trial

LEAST_HAM = 100
"""So many reports that people here called ham the shadow must have judged: fewer can't tell whether it keeps to
``BUDGET``, as one of them would be more than that."""
BUDGET = 0.01
"""The most of those that the shadow may rule spam and the present model does not: the false positives at which
docs/evaluation.md states what is caught. Both figures are set by judgement."""
MOST_REASON = 300
_CODES = {"too-few": "shadow-untested", "too-many-lost": "shadow-loses-ham"}


class Readiness(Struct, frozen=True):
    """What a trial says of promoting: how many reports called ham were judged by both, and how many of these the
    shadow alone rules spam, with the 95 % interval of their share.
    """

    lacks: Literal["", "too-few", "too-many-lost"]
    ham: int
    lost: int
    low: float
    high: float
    least: int = LEAST_HAM
    budget: float = BUDGET


def readiness(trial: Trial) -> Readiness:
    """Whether the trial is long enough and its new false positives within the budget."""
    found = trial.ham_newly_lost
    lacks: Literal["", "too-few", "too-many-lost"] = ""
    if found.hits > BUDGET * max(found.number, LEAST_HAM):
        lacks = "too-many-lost"  # already more than LEAST_HAM of them may lose
    elif found.number < LEAST_HAM:
        lacks = "too-few"
    return Readiness(lacks, found.number, found.hits, found.low, found.high)


def permit(trial: Trial | None, anyway: str | None = None) -> None:
    """Let a promotion through: by what the trial found, or by somebody's reason to do it ``anyway``.

    Raises:
        Rejected: ``no-shadow``, ``shadow-untested``, ``shadow-loses-ham``, or ``bad-reason`` for an empty or long one.
    """
    if trial is None:
        raise Rejected("no-shadow", "no model runs in shadow; 'spamatlas model try FILE' begins it")
    if anyway is not None:
        if not 0 < len(anyway.strip()) <= MOST_REASON:
            raise Rejected("bad-reason", f"--anyway wants a reason of 1 to {MOST_REASON} characters")
        return
    found = readiness(trial)
    if found.lacks:
        raise Rejected(_CODES[found.lacks], _lacking(found))


def _lacking(found: Readiness) -> str:
    override = "'spamatlas model promote --anyway \"WHY\"' has it count all the same, and the audit trail keeps why"
    if found.lacks == "too-few":
        return (
            f"of reports that people here called wanted it has judged {found.ham}, and needs {found.least}; keep the "
            f"node up, call more of them wanted in the console, and see 'spamatlas model list'; {override}"
        )
    return (
        f"it rules {found.lost} of {found.ham} wanted reports spam that the present model does not (95 % interval "
        f"{found.low:.1%} to {found.high:.1%}), above {found.budget:.0%}; 'spamatlas model list' names "
        f"reports that differ, 'spamatlas model drop' ends the trial; {override}"
    )
