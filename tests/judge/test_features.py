import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge.concepts import concepts
from spamatlas.judge.grams import Features, chosen, grams, parted
from spamatlas.judge.reading import Reading
from spamatlas.judge.scores import see
from spamatlas.judge.topics import MOST_CHARACTERS, folded, topic_features
from spamatlas.judge.words import words
from spamatlas.model import Channel, Message, Origin

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


@pytest.mark.parametrize("features", [grams, words, concepts])
@pytest.mark.parametrize("many", range(1, len(TEXTS)))
def test_parted_features_are_those_of_each_part_alone(features, many: int) -> None:  # type: ignore[no-untyped-def]
    parts = parted(features(Reading(TEXTS)), many)
    for part, texts in zip(parts, (TEXTS[:many], TEXTS[many:]), strict=True):
        assert [each.tolist() for each in part] == [each.tolist() for each in features(Reading(texts))]


@pytest.mark.parametrize("many", range(1, len(TEXTS) + 1))
def test_the_first_of_a_reading_are_as_if_read_alone(many: int) -> None:
    first, alone = Reading(TEXTS).first(many), Reading(TEXTS[:many])
    for name in ("units", "starts", "lengths", "capitals", "bounds"):
        assert getattr(first, name).tolist() == getattr(alone, name).tolist()


@given(st.lists(st.sampled_from([*TEXTS, "Your parcel waits, pay the fee. " * 10, "中" * 300, "é😀"]), max_size=12))
def test_a_text_alone_is_seen_as_in_a_batch_and_its_beginning_as_if_read_anew(pieces: list[str]) -> None:
    message = Message(submission_id="", channel=Channel.EMAIL, text=" ".join(pieces))
    alone, together = see([message], [Origin()]), see([message] * 2, [Origin()] * 2)
    for found, both in zip(
        (alone.words, alone.grams, alone.concepts), (together.words, together.grams, together.concepts), strict=True
    ):
        assert row(found, 0) == row(both, 0) == row(both, 1)
    assert alone.shape.tolist() * 2 == together.shape.tolist()
    assert alone.lengths.tolist() * 2 == together.lengths.tolist()
    assert bool(alone.beginning) == (len(alone.texts[0]) > MOST_CHARACTERS)
    if alone.beginning:
        for read, anew in zip(folded(*alone.beginning), topic_features(alone.texts), strict=True):
            assert [each.tolist() for each in read] == [each.tolist() for each in anew]


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
