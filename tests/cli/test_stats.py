"""What a statistic is asked for by its own dimensions and parameters, and what is not passed over."""

from typing import Any

import pytest

from spamatlas.cli.commands.stats import _fitted
from spamatlas.statistics import catalogue


def fitted(name: str, **parameters: Any) -> Any:
    found = catalogue()[name]
    known = {"name": name, "sql": found.sql, "dimensions": found.dimensions, "parameters": found.parameters}
    return _fitted(known, parameters)


def test_a_statistic_of_its_own_is_narrowed_by_its_own_parameters() -> None:
    asked = fitted("volume", since="7d", by="channel", where={"channel": "email"})
    assert asked == {"since": "7d", "channel": "email"}
    assert fitted("volume", by="time,channel") == {}


def test_the_one_that_is_told_by_any_is_asked_as_it_was() -> None:
    asked = {"by": "country,channel", "where": {"ruling": "spam"}}
    assert fitted("reports", **asked) == asked


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": "country"}, "volume is told by time, channel, not by country"),
        ({"by": "channel,nonsense"}, "not by nonsense"),
        ({"where": {"asn": "1"}}, "volume can be narrowed by channel, category, country, not by asn"),
    ],
)
def test_what_it_can_not_do_is_refused_with_what_it_can(asked: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        fitted("volume", **asked)
