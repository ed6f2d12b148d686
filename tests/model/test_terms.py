import inspect
import re
from enum import StrEnum

import pytest

from spamatlas.model import vocabulary
from spamatlas.model.terms import term

VOCABULARIES = [
    kind for _, kind in inspect.getmembers(vocabulary, inspect.isclass) if kind.__module__ == vocabulary.__name__
]
VALUES = [value for kind in VOCABULARIES for value in kind]


def test_every_vocabulary_is_looked_at() -> None:
    assert {kind.__name__ for kind in VOCABULARIES} >= {"Channel", "Category", "Lure", "RouteClass", "PartyKind"}


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{type(value).__name__}.{value}")
def test_every_value_has_a_name_and_a_definition(value: StrEnum) -> None:
    words = term(value)
    assert re.fullmatch(r"[A-Z][^.]{1,40}", words.name)
    assert re.fullmatch(r"[A-Z].{15,160}\.", words.definition)
    assert words.definition.count(".") <= 2, "one sentence"


@pytest.mark.parametrize("kind", VOCABULARIES)
def test_no_two_values_of_a_vocabulary_share_their_words(kind: type[StrEnum]) -> None:
    assert len({term(value).name for value in kind}) == len(kind)
    assert len({term(value).definition for value in kind}) == len(kind)


def test_values_that_are_spelt_alike_keep_their_own_words() -> None:
    assert term(vocabulary.Channel.OTHER).name == "Other channel"
    assert term(vocabulary.Category.OTHER).name == "Other spam"
    assert term(vocabulary.Known.UNKNOWN) != term(vocabulary.PartyKind.UNKNOWN)
