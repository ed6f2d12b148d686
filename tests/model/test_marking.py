"""Who may see what, by the words of TLP 2.0 as decision record 16 takes them: written out, label by label."""

import pytest

from spamatlas.model import HOUSE, Marking, Reader, Rejected, Sight, Tlp, sight_of, tlp_of

OWNER, OTHER, PERSON = 3, 4, 30
READERS = {
    "stranger": Reader(),
    "owner": Reader(OWNER, 31),
    "named": Reader(OWNER, PERSON),
    "house": Reader(HOUSE, 1),
    "keeper": Reader(HOUSE, keeps=True),
    "other": Reader(OTHER, 40),
    "of the group": Reader(OTHER, 41, frozenset({7})),
    "of another group": Reader(OTHER, 42, frozenset({8})),
}
SEEN = {
    Tlp.CLEAR: {*READERS},
    Tlp.GREEN: {*READERS} - {"stranger"},
    Tlp.AMBER: {"owner", "named", "house", "keeper", "of the group"},
    Tlp.AMBER_STRICT: {"owner", "named"},
    Tlp.RED: {"named"},
}


@pytest.mark.parametrize("tlp", Tlp)
def test_each_label_lets_in_whom_it_says(tlp: Tlp) -> None:
    marking = Marking(5, OWNER, tlp, (7,), (PERSON,))
    assert {name for name, reader in READERS.items() if reader.may_see(marking)} == SEEN[tlp]


def test_a_red_one_of_the_house_that_names_nobody_is_the_keepers() -> None:
    seen = [name for name, reader in READERS.items() if reader.may_see(Marking(5, HOUSE, Tlp.RED))]
    assert seen == ["keeper"]


def test_a_sight_holds_what_is_seen_and_nothing_that_came_later() -> None:
    strict = Marking(1, OWNER, Tlp.AMBER_STRICT)
    seen = sight_of(Reader(OTHER), [strict])
    assert (seen.markings, seen.is_whole, seen.sees(0), seen.sees(1), seen.sees(2)) == ({0}, False, True, False, False)
    assert sight_of(Reader(OWNER), [strict]).is_whole
    assert not Sight().sees(0)


@pytest.mark.parametrize("written", ["TLP:AMBER+STRICT", "amber+strict", " Tlp:Amber+Strict "])
def test_a_label_is_read_as_people_write_it(written: str) -> None:
    assert tlp_of(written) is Tlp.AMBER_STRICT
    assert tlp_of(written).written == "TLP:AMBER+STRICT"


@pytest.mark.parametrize("written", ["", "white", "TLP", "amber strict"])
def test_what_is_no_label_is_refused(written: str) -> None:
    with pytest.raises(Rejected, match="bad-tlp"):
        tlp_of(written)
