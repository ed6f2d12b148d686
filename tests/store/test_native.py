"""What is written in the engine's Native form is read by the engine itself."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spamatlas.store import Store, native
from spamatlas.store.native import Form

ANY = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
WORD, TEXTS = Form("LowCardinality(String)", native.words), Form("Array(String)", native.lists)


def read_back(store: Store, form: Form, columns: list[list[Any]], kept_as: str = "") -> list[Any]:
    """The values of several blocks as the engine has them once they are stored as one."""
    store.command("DROP TABLE IF EXISTS native")
    store.command(f"CREATE TABLE native (place UInt32, value {kept_as or form.type}) ENGINE = MergeTree ORDER BY place")
    blocks, place = [], 0
    for values in columns:
        places = native.numbers("I")(range(place, place + len(values)))
        written = native.head("place", Form("UInt32", bytes)) + places + native.head("value", form) + form.write(values)
        blocks.append(native.block(len(values), 2, written))
        place += len(values)
    store._insert("native", b"".join(blocks), "once", "Native")
    assert store.query("SELECT count() AS n FROM system.parts WHERE table = 'native' AND active")[0]["n"] == 1
    return [row["value"] for row in store.query("SELECT value FROM native ORDER BY place")]


@ANY
@given(st.lists(st.lists(TEXT, min_size=1), min_size=1, max_size=3))
def test_texts_and_words_come_back(store: Store, columns: list[list[str]]) -> None:
    values = [value for column in columns for value in column]
    assert read_back(store, Form("String", native.texts), columns) == values
    assert read_back(store, WORD, columns) == values


@ANY
@given(st.lists(st.lists(st.lists(TEXT, max_size=4), min_size=1), min_size=1, max_size=3))
def test_lists_come_back(store: Store, columns: list[list[list[str]]]) -> None:
    values = [value for column in columns for value in column]
    assert [list(each) for each in read_back(store, TEXTS, columns)] == values
    assert [list(each) for each in read_back(store, TEXTS, columns, "Array(LowCardinality(String))")] == values


@pytest.mark.parametrize("many", [1, 255, 256, 257, 70_000])
def test_many_words_come_back(store: Store, many: int) -> None:
    values = [f"word {number}" for number in range(many)]
    assert read_back(store, WORD, [values, values]) == 2 * values


@pytest.mark.parametrize("size", [0, 127, 128, 4_095, 4_096, 20_000])
def test_texts_of_every_length_come_back(store: Store, size: int) -> None:
    assert read_back(store, Form("String", native.texts), [["x" * size, "é" * size]]) == ["x" * size, "é" * size]


def test_a_lone_surrogate_becomes_the_sign_for_what_is_none(store: Store) -> None:
    assert read_back(store, WORD, [["a\ud800", "b"]]) == ["a\ufffd", "b"]
    assert read_back(store, TEXTS, [[["a\ud800", "b"]]]) == [["a\ufffd", "b"]]


def test_an_identity_of_another_length_moves_no_other(store: Store) -> None:
    write = native.letters(4)
    assert read_back(store, Form("FixedString(4)", write), [["abcd", "efgh"]]) == [b"abcd", b"efgh"]
    for values in (["abc", "abcde"], ["abcé"]):
        with pytest.raises(ValueError):
            write(values)
