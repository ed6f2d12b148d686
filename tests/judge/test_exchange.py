"""What another place learnt is taken in whole, comes off to the last bit, and is looked at before."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge import Learned, content_of, read_foreign, take
from spamatlas.model import Channel, Message


def learned(*lessons: tuple[str, bool]) -> Learned:
    layer = Learned()
    for words, is_spam in lessons:
        layer.learn(take([Message(submission_id="x", channel=Channel.SMS, text=words)])[0], is_spam)
    return layer


OURS = learned(("cheap pills for sale today", True), ("lunch at seven with anna", False))
THEIRS = learned(("cheap pills for sale now", True), ("cheap pills", True), ("lunch at eight", False))


def state(layer: Learned) -> list[Any]:
    return [table.tobytes() for table in layer.tables().values()] + layer.texts


def test_an_import_comes_off_to_the_last_bit_whatever_was_learnt_since() -> None:
    both, alone = learned(), learned()
    for layer in (both, alone):
        layer.add(OURS)
    both.add(THEIRS)
    extra = take([Message(submission_id="x", channel=Channel.SMS, text="a fresh lesson")])[0]
    lesson = both.learn(extra, True)
    alone.repeat(extra, lesson)
    both.take_off(THEIRS)
    assert state(both) == state(alone)


def test_what_one_text_alone_had_is_not_shown() -> None:
    shown = THEIRS.common()
    assert shown.texts == THEIRS.texts
    for mine, theirs in ((shown.grams.seen, THEIRS.grams.seen), (shown.words.seen, THEIRS.words.seen)):
        common = theirs.sum(axis=0) >= 2
        assert 0 < common.sum() < (theirs.sum(axis=0) > 0).sum()
        assert (mine[:, common] == theirs[:, common]).all()
        assert not mine[:, ~common].any()
    assert shown.weights[THEIRS.grams.seen.sum(axis=0) >= 2].any()
    assert not shown.weights[THEIRS.grams.seen.sum(axis=0) < 2].any()


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    THEIRS.write(tmp_path / "theirs.npz")
    assert state(read_foreign(tmp_path / "theirs.npz")) == state(THEIRS)


@pytest.mark.parametrize(
    "change",
    [
        {"grams_at": [2**22], "grams": [1]},
        {"grams_at": [-1], "grams": [1]},
        {"grams_at": [5], "grams": [10**6]},
        {"words_at": [5], "words": [-1]},
        {"weights_at": [5], "weights": [2**62]},
        {"weights_at": [5], "weights": [0.5]},
        {"weights_at": [5, 6], "weights": [1]},
        {"grams_at": [5], "grams": [2**32 + 1]},
        {"layout": 1},
        {"texts": [1]},
        {"texts": [-1, 4]},
        {"origin": [1.5] * 32},
        {"origin": np.frombuffer(b"../" * 11, np.uint8)},
        {"origin": np.frombuffer(b"\xff" * 32, np.uint8)},
    ],
)
def test_figures_that_no_lessons_give_are_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    THEIRS.write(tmp_path / "theirs.npz")
    with np.load(tmp_path / "theirs.npz") as held:
        values = {name: held[name] for name in held.files}
    np.savez(tmp_path / "changed.npz", **{**values, **{name: np.array(each) for name, each in change.items()}})
    with pytest.raises(ValueError, match=r"npz|table|counts"):
        read_foreign(tmp_path / "changed.npz")


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "any.npz"
    path.write_bytes(body)
    with pytest.raises(ValueError, match=r"any\.npz"):
        read_foreign(path)


def test_an_archive_that_swells_is_not_unpacked(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "large.npz", texts=np.zeros(30_000_000))
    with pytest.raises(ValueError, match="larger"):
        read_foreign(tmp_path / "large.npz")


def test_what_a_message_has_not_got_is_no_part_of_it() -> None:
    mail = Message(submission_id="m", channel=Channel.EMAIL, text="lunch?", headers=(("From", "a@mail.example"),))
    bare = Message(submission_id="b", channel=Channel.EMAIL, headers=mail.headers)
    text = Message(submission_id="t", channel=Channel.SMS, text="lunch?")
    both, above, content, nothing = take([mail, bare, text, Message(submission_id="n", channel=Channel.SMS)])
    assert [len(each.parts) for each in (both, above, content, nothing)] == [2, 1, 1, 0]
    assert [part.grams.tolist() for part in both.parts] == [
        content.parts[0].grams.tolist(),
        above.parts[0].grams.tolist(),
    ]
    assert not set(content.parts[0].grams.tolist()) & set(above.parts[0].grams.tolist())
    assert learned().log_odds(nothing) == 0.0


def test_the_same_lessons_have_the_same_content_however_they_were_packed(tmp_path: Path) -> None:
    THEIRS.write(tmp_path / "theirs.npz")
    with np.load(tmp_path / "theirs.npz") as held:
        np.savez(tmp_path / "loose.npz", **held)
    assert content_of(read_foreign(tmp_path / "loose.npz")) == content_of(THEIRS) != content_of(OURS)


def test_copies_of_single_lessons_are_not_taken_over(tmp_path: Path) -> None:
    THEIRS.write(tmp_path / "theirs.npz")
    assert Learned.read(tmp_path / "theirs.npz").copies
    assert not read_foreign(tmp_path / "theirs.npz").copies
