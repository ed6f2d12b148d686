"""Lessons of people who report: few of one person count, the rest wait, and all come off again."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from spamatlas.judge import PUBLIC, Learned, Taken, take
from spamatlas.model import Channel, Message, Unavailable
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.public_lessons import PublicLessons, Teaching, taught_by


def taken(report: str) -> Taken:
    return take([Message(submission_id=report, channel=Channel.SMS, text=f"the words of {report} are these")])[0]


class Shelf:
    """The messages that can still be read."""

    def __init__(self) -> None:
        self.gone: set[str] = set()

    def read(self, reports: Sequence[str]) -> list[Taken | None]:
        return [None if each in self.gone else taken(each) for each in reports]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def lessons(tmp_path: Path, shelf: Shelf) -> Iterator[PublicLessons]:
    kept = PublicLessons(Folder(tmp_path), shelf.read)
    yield kept
    kept.close()


def layer(folder: Path) -> Learned:
    return Learned.read(folder / "public.npz", PUBLIC)


def counting(folder: Path) -> dict[tuple[str, bool], tuple[int, int]]:
    return {(by, is_spam): (number, counts) for by, is_spam, number, counts in taught_by(Folder(folder))}


def test_of_one_person_three_count_and_the_rest_wait_until_others_teach(tmp_path: Path, lessons: PublicLessons) -> None:
    lessons.teach([Teaching(f"false {place}", "one", True) for place in range(50)])
    assert counting(tmp_path) == {("one", True): (50, 3)}
    assert layer(tmp_path).texts == [0, 3]
    lessons.teach([Teaching(f"true {place}", f"person {place}", True) for place in range(396)])
    assert counting(tmp_path)["one", True] == (50, 3)
    lessons.teach([Teaching("true too", "another", True)])
    assert counting(tmp_path)["one", True] == (50, 4), "400 texts of spam allow each a fourth"
    assert layer(tmp_path).texts == [0, 401]


def test_forgetting_is_exact_and_lets_the_next_one_count(tmp_path: Path, lessons: PublicLessons) -> None:
    lessons.teach([Teaching("a", "one", True)])
    before = layer(tmp_path)
    lessons.teach([Teaching(each, "two", True) for each in "bcdef"])
    assert lessons.forget("b")
    assert counting(tmp_path)["two", True] == (4, 3)
    for each in "cdef":
        lessons.forget(each)
    after = layer(tmp_path)
    assert (after.grams.seen == before.grams.seen).all()
    assert (after.words.seen == before.words.seen).all()
    assert after.texts == before.texts == [0, 1]
    assert not lessons.forget("b")


def test_a_word_stands_above_the_report_and_the_last_word_counts(tmp_path: Path, lessons: PublicLessons) -> None:
    lessons.teach([Teaching("a", "one", True, "report")], 7)
    assert (lessons.said("a"), lessons.taken_up_to()) == ("", 7)
    assert lessons.teach([Teaching("a", "one", False)]) == 1
    assert lessons.teach([Teaching("a", "one", False)]) == 0
    assert lessons.teach([Teaching("a", "one", True, "report")]) == 0
    assert (lessons.said("a"), layer(tmp_path).texts) == ("ham", [1, 0])


def test_what_is_gone_before_its_turn_never_counts_and_what_counts_stays(
    tmp_path: Path, lessons: PublicLessons, shelf: Shelf
) -> None:
    lessons.teach([Teaching(each, "one", True) for each in "abcde"])
    shelf.gone |= {"d", "a"}
    with pytest.raises(Unavailable):
        lessons.forget("a")
    assert layer(tmp_path).texts == [0, 3]
    lessons.forget("b")
    lessons.forget("c")
    assert counting(tmp_path) == {("one", True): (2, 2)}, "a stays, e came in, d is gone"


def test_a_failure_half_way_changes_nothing(tmp_path: Path, lessons: PublicLessons, shelf: Shelf) -> None:
    lessons.teach([Teaching("a", "one", True)])

    def broken(_: Sequence[str]) -> list[Taken | None]:
        raise Unavailable("no reader")

    lessons._read = broken
    with pytest.raises(Unavailable):
        lessons.teach([Teaching("b", "one", True)])
    assert counting(tmp_path) == {("one", True): (1, 1)}
    lessons._read = shelf.read
    lessons.teach([Teaching("b", "one", True)])
    assert layer(tmp_path).texts == [0, 2]
