"""Our own training texts: closed vocabularies, known places, and no place that gives the class away."""

import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from spamatlas.model import CallToAction, Category, Channel, Lure

TRAINING = Path(__file__).parents[2] / "training"
SLOTS = tomllib.loads((TRAINING / "slots.toml").read_text("utf-8"))
FILES = sorted((TRAINING / "texts").glob("*.jsonl"))
PLACE = re.compile(r"\{(\w+)\}")


def texts(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def places(held: dict[str, Any]) -> set[str]:
    return set(PLACE.findall(held.get("subject", "") + held["text"]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_text_keeps_to_the_vocabularies(path: Path) -> None:
    for held in texts(path):
        assert held["family"].startswith(f"{path.stem}-") and held["lang"].startswith(path.stem), held["family"]
        assert held["label"] in ("spam", "ham"), held["family"]
        Channel(held["channel"])
        Category(held.get("category", "not_spam"))
        Lure(held.get("lure", "none"))
        CallToAction(held.get("cta", "none"))
        assert (held["label"] == "ham") == (held.get("category", "not_spam") == "not_spam"), held["family"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_place_can_be_filled(path: Path) -> None:
    for held in texts(path):
        assert places(held) <= set(SLOTS["any"]) | set(SLOTS.get(held["lang"], {})), held["family"]


def test_no_family_stands_twice() -> None:
    families = Counter(held["family"] for path in FILES for held in texts(path))
    assert families.most_common(1)[0][1] == 1


def test_no_place_gives_the_class_away() -> None:
    seen = Counter((place, held["label"]) for path in FILES for held in texts(path) for place in places(held))
    for place in {place for place, _ in seen}:
        spam, ham = seen[place, "spam"], seen[place, "ham"]
        if spam + ham >= 30:
            assert 0.1 < spam / (spam + ham) < 0.9, (place, spam, ham)
