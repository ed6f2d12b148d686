"""Writing directions, by examples worked out by hand from Unicode Standard Annex 9."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge.direction import as_read, is_in_pieces
from spamatlas.judge.disguise import undisguised

LRE, RLE, POP, LRO, RLO, LRI, RLI, FSI, PDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def _pieces(*parts: str) -> str:
    return RLI + "".join(f"{LRI}{part}{PDI}" for part in parts) + PDI


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (f"{RLO}eerf{POP} cash", "free cash"),
        (f"{RLO}eerf", "free"),
        (f"{RLO}eerf\ncash", "free\ncash"),
        (f"{RLI}{RLO}eerf{PDI} cash", "free cash"),
        (f"{RLO}hsac {LRO}free{POP} on{POP}", "no free cash"),
        (f"{_pieces(*'eerf')} cash", "free cash"),
        (f"get {_pieces('ash', 'c')}", "get cash"),
        (f"{RLE}{LRI}ash{PDI}{FSI}c{PDI}{POP} now", "cash now"),
        (f"{RLI}free money{PDI}", "free money"),
        (f"{RLI}call!{PDI}", "!call"),
        (f"{RLE}call 123 now{POP}", "call 123 now"),
        (f"{RLE}123 call 45{POP}", "call 45 123"),
        (f"{RLI}{LRI}5{PDI}{LRI}2{PDI} 10 20{PDI}", "20 10 25"),
        (f"{_pieces(*'eerf')} שלום", "free שלום"),
        (f"שלום {_pieces(*'eerf')} שלום", "שלום free שלום"),
    ],
)
def test_letters_stand_in_the_order_in_which_they_are_seen(written: str, read: str) -> None:
    assert as_read(written) == read
    assert undisguised(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "שלום, see you",
        f"{FSI}Ahmad{PDI} wrote to {LRI}Mira{PDI}",
        f"{LRE}abc{POP} {LRO}def{POP}",
        "\u200fGood morning\u200f",
    ],
)
def test_what_turns_nothing_stays(text: str) -> None:
    assert as_read(text) == text
    assert not is_in_pieces(text)


def test_letters_of_right_to_left_alphabets_keep_the_order_in_which_they_are_written() -> None:
    assert undisguised(f"{RLO}שלום עולם{POP}") == "שלום עולם"
    assert undisguised(f"{RLI}مرحبا {LRI}Mira{PDI}{PDI}") == "مرحبا Mira"


def test_names_in_isolates_are_no_word_in_pieces() -> None:
    assert is_in_pieces(_pieces(*"eerf"))
    assert not is_in_pieces(f"{RLI}{LRI}Mira{PDI}, {LRI}Ann{PDI}, {LRI}Tom{PDI}{PDI}")


@given(st.text(f"{LRE}{RLE}{POP}{LRO}{RLO}{LRI}{RLI}{FSI}{PDI}ab1 .שع\n", max_size=60))
def test_nothing_is_lost_or_added(text: str) -> None:
    held = [sign for sign in text if sign not in f"{LRE}{RLE}{POP}{LRO}{RLO}{LRI}{RLI}{FSI}{PDI}"]
    shown = [sign for sign in as_read(text) if sign not in f"{LRE}{RLE}{POP}{LRO}{RLO}{LRI}{RLI}{FSI}{PDI}"]
    assert sorted(shown) == sorted(held)
    is_in_pieces(text)


@pytest.mark.parametrize(
    "sign", [RLO, RLI, f"{RLI}a", f"{RLI}{LRI}a{PDI}{PDI}", POP, f"{PDI}{RLI}", f"{RLI}\n", f"{RLI}ש"]
)
def test_much_of_one_sign_is_read(sign: str) -> None:
    assert isinstance(as_read(RLI + sign * 20_000), str)
    is_in_pieces(sign * 20_000)
