"""Which of two messages a verdict is on where one carries the other."""

import pytest

from spamatlas.judge import AROUND, Profile, conclude, noted, worse
from spamatlas.judge.carried import CARRIED
from spamatlas.judge.unread import OF_CARRIER
from spamatlas.model import Opinion, Ruling

NEUTRAL = Profile.load()


def of(*odds: float) -> list[Opinion]:
    return [Opinion(spam=each) for each in odds]


@pytest.mark.parametrize(
    ("carried", "around", "place"),
    [
        (0.01, (0.99,), 1),
        (0.99, (0.01,), 0),
        (0.95, (0.999,), 0),  # both are spam: who passes it on is not accused
        (0.01, (0.02, 0.99, 0.3), 2),
        (0.02, (0.1,), 1),
        (0.1, (0.02,), 0),
    ],
)
def test_the_worse_rules_and_the_carried_one_where_both_are_spam(
    carried: float, around: tuple[float, ...], place: int
) -> None:
    found, opinion = worse(Opinion(spam=carried), of(*around), NEUTRAL)
    assert found == place
    assert opinion.spam == (carried, *around)[place]
    assert [each.code for each in opinion.reasons] == [AROUND if place else CARRIED]
    assert sum(each.weight for each in opinion.reasons) == 0


def test_of_one_message_alone_nothing_is_said() -> None:
    alone = Opinion(spam=0.4)
    assert worse(alone, [], NEUTRAL) == (0, alone)
    assert noted(alone, [], NEUTRAL) is alone


def test_of_a_report_the_message_stays_and_is_not_ham_where_what_stands_around_it_is_spam() -> None:
    opinion = noted(Opinion(spam=0.01), of(0.2, 0.99), NEUTRAL)
    assert opinion.spam == 0.01
    assert [each.code for each in opinion.reasons] == [OF_CARRIER]
    assert conclude(opinion, None, NEUTRAL).ruling is Ruling.SUSPECT


@pytest.mark.parametrize(("carried", "around"), [(0.99, 0.999), (0.01, 0.05), (0.01, 0.6)])
def test_a_report_s_opinion_is_as_it_was_otherwise(carried: float, around: float) -> None:
    opinion = Opinion(spam=carried)
    assert noted(opinion, of(around), NEUTRAL) is opinion
