"""A model in shadow counts once its false positives are known, or when somebody says why it must all the same."""

from datetime import UTC, datetime

import pytest

from spamatlas.judge import wilson
from spamatlas.model import Rejected
from spamatlas.pipeline.promotion import BUDGET, LEAST_HAM, permit, readiness
from spamatlas.pipeline.shadow import Share, Trial, Tried


def trial(lost: int, ham: int) -> Trial:
    none = Share(0, 0, 0.0, 1.0)
    tried = Tried("x", "weights", datetime.now(UTC))
    return Trial(tried, none, (none, none), (none, none), [], Share(lost, ham, *wilson(lost, ham)))


@pytest.mark.parametrize(
    ("lost", "ham", "lacks"),
    [
        (0, 0, "too-few"),
        (0, LEAST_HAM - 1, "too-few"),
        (1, 40, "too-few"),
        (0, LEAST_HAM, ""),
        (1, LEAST_HAM, ""),
        (2, LEAST_HAM, "too-many-lost"),
        (2, 40, "too-many-lost"),
        (10, 1_000, ""),
        (11, 1_000, "too-many-lost"),
    ],
)
def test_enough_ham_and_few_of_it_newly_lost(lost: int, ham: int, lacks: str) -> None:
    assert readiness(trial(lost, ham)).lacks == lacks
    if not lacks:
        permit(trial(lost, ham))
        return
    with pytest.raises(Rejected) as refused:
        permit(trial(lost, ham))
    assert str(ham) in refused.value.detail
    assert "--anyway" in refused.value.detail


def test_what_is_missing_is_said() -> None:
    with pytest.raises(Rejected, match="has judged 7, and needs 100") as few:
        permit(trial(0, 7))
    with pytest.raises(Rejected, match=r"rules 5 of 200 wanted reports spam.*1\.1% to 5\.7%.*above 1%") as lost:
        permit(trial(5, 200))
    assert (few.value.code, lost.value.code) == ("shadow-untested", "shadow-loses-ham")
    assert BUDGET == 0.01


def test_a_reason_lets_it_through_and_none_does_not() -> None:
    permit(trial(0, 0), "both analysts looked")
    for reason in ("", "  ", "x" * 301):
        with pytest.raises(Rejected, match="bad-reason"):
            permit(trial(0, 0), reason)
    with pytest.raises(Rejected, match="no-shadow"):
        permit(None, "both analysts looked")
