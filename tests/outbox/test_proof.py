from hypothesis import given
from hypothesis import strategies as st

from spamatlas.outbox.proof import Proof

OURS, OTHERS = Proof(b"k" * 32, "reports@node.example"), Proof(b"o" * 32, "reports@node.example")


def test_a_return_path_names_its_letter_and_nobody_else_can_make_one() -> None:
    path = OURS.return_path(12)
    assert path.startswith("reports+12-")
    assert path.endswith("@node.example")
    assert OURS.number_in(f"<{path.upper()}>") == 12
    assert OTHERS.number_in(path) == 0
    assert OURS.number_in(path.replace("+12-", "+13-")) == 0
    assert OURS.number_in(OURS.message_id(12)) == 0, "who knows the message's id can't make its return path"
    assert OURS.number_in(f"{OTHERS.return_path(3)}, {path}") == 12


def test_the_link_to_unsubscribe_holds_for_one_kind_and_one_address() -> None:
    word = OURS.no_more("alert", b"d" * 16)
    assert OURS.refused_by(word) == ("alert", b"d" * 16)
    assert OTHERS.refused_by(word) is None
    assert OURS.refused_by(word.replace("alert", "receipt")) is None
    assert OURS.refused_by(word[:-1] + ("a" if word[-1] != "a" else "b")) is None


@given(st.text(max_size=200))
def test_any_text_is_none_of_ours(text: str) -> None:
    assert OURS.number_in(text) == 0
    assert OURS.refused_by(text) is None
