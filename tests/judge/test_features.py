import numpy as np
import pytest

from spamatlas.judge.concepts import concepts
from spamatlas.judge.grams import Features, chosen, grams
from spamatlas.judge.reading import Reading
from spamatlas.judge.topics import folded, topic_features
from spamatlas.judge.words import words

TEXTS = ["", "Win win WIN a prize", "验证码 4821，请勿告诉他人", "ok", "!!! ???", "pay £5, pay £5", "สวัสดี hello", ""]


def row(found: Features, place: int) -> list[int]:
    hashed, bounds = found
    return hashed[bounds[place] : bounds[place + 1]].tolist()


@pytest.mark.parametrize("features", [grams, words])
def test_a_text_has_the_same_features_in_any_batch(features) -> None:  # type: ignore[no-untyped-def]
    together = features(Reading(TEXTS))
    for place, text in enumerate(TEXTS):
        assert row(together, place) == row(features(Reading([text])), 0), text
    assert together[1][-1] == len(together[0])


@pytest.mark.parametrize("features", [grams, words, concepts])
def test_chosen_features_are_those_of_the_chosen_texts_alone(features) -> None:  # type: ignore[no-untyped-def]
    rows = [6, 0, 1]
    picked, alone = chosen(features(Reading(TEXTS)), rows), features(Reading([TEXTS[place] for place in rows]))
    assert [each.tolist() for each in picked] == [each.tolist() for each in alone]


def test_short_texts_that_were_read_have_the_topics_features_of_texts_read_anew() -> None:
    reading = Reading(TEXTS)
    again = folded(words(reading), grams(reading), concepts(reading))
    for read, anew in zip(again, topic_features(TEXTS), strict=True):
        assert [each.tolist() for each in read] == [each.tolist() for each in anew]


@pytest.mark.parametrize("features", [grams, words])
def test_features_are_distinct_and_in_order(features) -> None:  # type: ignore[no-untyped-def]
    found = features(Reading(TEXTS))
    for place in range(len(TEXTS)):
        assert row(found, place) == sorted(set(row(found, place)))


def test_words_are_counted_with_the_pairs_of_one_message_only() -> None:
    apart, joined = words(Reading(["one two", "three"])), words(Reading(["one two three"]))
    assert np.diff(apart[1]).tolist() == [3, 1]
    assert np.diff(joined[1]).tolist() == [5]
