import functools
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge import lexicon
from spamatlas.judge.concepts import FOLD, LONGEST, MOST, SIZE, alone, concepts, early, found, shipped, together
from spamatlas.judge.disguise import undisguised
from spamatlas.judge.reading import Reading

SAMPLES = json.loads((Path(__file__).parent / "concepts.json").read_text("utf-8"))
NAMES = tuple(lexicon.definitions())


@functools.cache
def _leads() -> dict[str, int]:
    return {run: NAMES.index(name) for run, name in lexicon.leads().items()}


def _plainly(text: str) -> set[tuple[int, int]]:
    """What the vectorised look-up must find, letter by letter: places in the text and concepts."""
    units = [chr(unit) for unit in Reading([text]).units[4:-4]]
    folded = "".join(chr(FOLD[ord(unit)]) for unit in units) + "\0" * LONGEST
    begins = [
        at
        for at in range(len(units))
        if folded[at] != "\0" and (folded[at] >= "\u0e00" or at == 0 or folded[at - 1] == "\0")
    ]
    return {
        (at, _leads()[folded[at : at + length]])
        for at in begins
        for length in range(1, LONGEST + 1)
        if folded[at : at + length] in _leads()
    }


def _found(text: str) -> set[tuple[int, int]]:
    reading = Reading([text])
    at, concept = found(reading, shipped())
    return {(int(place) - 4, int(which)) for place, which in zip(at, concept, strict=True)}


def _names(text: str) -> set[str]:
    return {NAMES[concept] for _, concept in _found(undisguised(text))}


def _features(texts: list[str]) -> list[list[int]]:
    hashed, bounds = concepts(Reading(texts))
    return [hashed[low:high].tolist() for low, high in itertools.pairwise(bounds)]


@functools.cache
def _stems() -> list[str]:
    return sorted(
        stem.replace("$", "")
        for name in lexicon.languages()
        for stems in lexicon.language(name).stems.values()
        for stem in stems
    )


TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.one_of(st.sampled_from(_stems()), st.text(max_size=3), st.just(" ")), max_size=30).map("".join),
    st.lists(st.sampled_from(_stems()), max_size=30).map(" ".join),
)


@pytest.mark.parametrize("name", lexicon.languages())
def test_a_stem_leads_to_one_concept_of_its_language(name: str) -> None:
    assert {run: names for run, names in lexicon.runs(lexicon.language(name)).items() if len(names) > 1} == {}


@pytest.mark.parametrize("name", lexicon.languages())
def test_stems_are_long_enough_to_mean_something(name: str) -> None:
    def least(run: str) -> int:  # Latin and Cyrillic four letters (three with the end of the word), then denser scripts
        return 2 if run >= "\u0e00" else 3 if run >= "\u0530" or "\0" in run else 4

    runs = lexicon.runs(lexicon.language(name))
    assert [run for run in runs if len(run) < least(run) or run[0] == "\0"] == []


@pytest.mark.parametrize("name", lexicon.languages())
def test_most_concepts_have_words_in_each_language(name: str) -> None:
    assert len(lexicon.language(name).stems) >= 0.8 * len(NAMES)


def test_false_friends_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "concepts.toml").write_text('gift = "a gift"\nmedicine = "a medicine"\n')
    (tmp_path / "en.toml").write_text('gift = ["gift$"]\n')
    (tmp_path / "xx.toml").write_text('medicine = ["gift$"]\n')
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="is gift in en and medicine in xx"):
        lexicon.leads()


def test_an_unknown_concept_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "concepts.toml").write_text('bank = "a bank"\n')
    (tmp_path / "xx.toml").write_text('bank = ["bank"]\nbonk = ["bonk"]\n')
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="xx: there is no concept bonk"):
        lexicon.language("xx")


def test_what_a_shorter_run_finds_is_not_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "concepts.toml").write_text('bank = "a bank"\nriver = "its bank"\n')
    (tmp_path / "xx.toml").write_text('bank = ["bank", "banks$", "banking"]\nriver = ["bankside"]\n')
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    assert lexicon.leads() == {"bank": "bank", "bankside": "river"}


def test_the_table_is_made_of_the_files() -> None:
    """After a change of a file: ``python -m spamatlas.judge.lexicon``."""
    made = lexicon.table()
    with np.load(lexicon.TABLE) as stored:
        assert stored.files == list(made)
        for name, array in made.items():
            np.testing.assert_array_equal(stored[name], array)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["text"][:20])
def test_samples_speak_of(sample: dict[str, str]) -> None:
    assert set(sample["speaks_of"].split()) - _names(sample["text"]) == set()


def test_every_language_has_a_sample() -> None:
    assert {sample["language"] for sample in SAMPLES} == set(lexicon.languages())


def test_one_concept_in_any_language_is_one_feature() -> None:
    said = _features(["parcel", "paquete", "päckchen", "ПОСЫЛКА", "包裹", "الطرد"])
    parcel = NAMES.index("parcel")
    assert said == [[parcel * MOST + parcel, parcel * MOST + parcel + MOST]] * 6


def test_features_are_told_apart() -> None:
    every = np.arange(MOST - 1, dtype=np.uint32)
    low, high = (each.astype(np.uint32) for each in np.triu_indices(MOST - 1, 1))
    codes = np.concatenate((alone(every), early(every), together(low, high)))
    assert len(np.unique(codes)) == len(codes)
    assert codes.max() < SIZE


def test_the_beginning_counts() -> None:
    bank = np.array([NAMES.index("bank")], np.uint32)
    assert _features(["My bank", "." * 70 + "My bank"]) == [
        [int(alone(bank)[0]), int(early(bank)[0])],
        [int(alone(bank)[0])],
    ]


def test_whole_words_are_whole() -> None:
    assert "tax" in _names("a tax.")
    assert "tax" not in _names("a taxi to Taxco")


@given(TEXTS)
def test_the_fast_way_finds_what_the_plain_way_finds(text: str) -> None:
    assert _found(text) == _plainly(text)


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_features_are_well_formed_and_the_same_in_a_batch(texts: list[str]) -> None:
    together_ = _features(texts)
    assert together_ == [_features([text])[0] for text in texts]
    for text, features in zip(texts, together_, strict=True):
        assert features == sorted(set(features))
        present = {concept for _, concept in _plainly(text)}
        story = {concept for place, concept in _plainly(text) if place < 600}
        pairs = len(story) * (len(story) - 1) // 2
        assert len(features) - pairs - len(present) == len({concept for place, concept in _plainly(text) if place < 60})
        assert all(feature < SIZE for feature in features)
