"""Wordings of a campaign, told apart word by word."""

from hypothesis import given
from hypothesis import strategies as st

from spamatlas.web.console.variants import MOST_CHARACTERS, Piece, changes, variants


def test_each_is_compared_with_the_commonest_before_it() -> None:
    found = variants([(2, "Pay 1 now"), (9, "Pay 2 now "), (1, " "), (3, "Pay 2 here")])
    assert [each.against for each in found] == [None, 0, None, 1]
    assert found[0].pieces == (Piece("same", "Pay 1 now"),)
    assert found[1].pieces == (Piece("same", "Pay "), Piece("gone", "1"), Piece("new", "2"), Piece("same", " now"))
    assert found[2].pieces == ()
    assert found[3].pieces == (Piece("same", "Pay 2 "), Piece("gone", "now"), Piece("new", "here"))
    assert [each.alike for each in found] == [0.0, 6 / 7, 0.0, 4 / 8]
    assert variants([]) == []


def test_what_cannot_be_read_is_compared_with_nothing_and_nothing_with_it() -> None:
    found = variants([(5, ""), (1, "a"), (1, "b")])
    assert [each.against for each in found] == [None, None, 1]


def test_what_has_little_in_common_is_shown_whole() -> None:
    found = variants([(1, "A parcel waits for your name at the post"), (1, "We could not debit your card")])
    assert found[1].pieces == (Piece("same", "We could not debit your card"),)
    assert (found[1].against, 0 < found[1].alike < 1 / 3) == (0, True)


def test_a_link_is_one_word() -> None:
    found = list(changes("Pay at hxxps://a[.]example/1 now", "Pay at hxxps://b[.]example/22 now"))
    assert [each.text for each in found if each.change != "same"] == ["hxxps://a[.]example/1", "hxxps://b[.]example/22"]


def test_signs_are_words_where_no_spaces_are_written() -> None:
    found = list(changes("您的包裹已到", "您的快递已到"))
    assert [(each.change, each.text) for each in found] == [
        ("same", "您的"), ("gone", "包裹"), ("new", "快递"), ("same", "已到"),
    ]  # fmt: skip


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_pieces_make_up_both_texts(old: str, new: str) -> None:
    found = list(changes(old, new))
    assert "".join(each.text for each in found if each.change != "new") == old
    assert "".join(each.text for each in found if each.change != "gone") == new


def test_a_huge_text_is_cut_and_compared_in_bounds() -> None:
    long = "a b " * 50_000
    found = variants([(1, long), (1, long + "c")])
    assert all(len(piece.text) <= MOST_CHARACTERS for each in found for piece in each.pieces)
    words = "x " * 900
    assert "".join(each.text for each in changes(words, words + "end") if each.change != "gone") == words + "end"
