"""A reason and its weight, as pages show them."""

import pytest

from spamatlas.locale import languages
from spamatlas.web.face.leaning import lean, reasoned


@pytest.mark.parametrize(
    ("weight", "most", "x", "width", "side"),
    [(2.0, 4.0, "0", "50.0", "for"), (-4.0, 4.0, "-100.0", "100.0", "against"), (9.0, 4.0, "0", "100.0", "for"),
     (0.0, 0.0, "-0.0", "0.0", "against")],
)  # fmt: skip
def test_a_weight_leans_to_its_side(weight: float, most: float, x: str, width: str, side: str) -> None:
    assert f'<rect x="{x}" width="{width}" height="8" class="{side}"/>' in lean(weight, most)


def test_a_reason_is_inert_in_every_language_and_a_translation_keeps_its_marks_of_direction() -> None:
    fact = "<b>x\u202e</b>"
    said = {code: str(reasoned(each, *suffix(fact))) for code, each in languages().items()}
    assert len(set(said.values())) == len(said)
    for text in said.values():
        assert "&lt;b&gt;x<span" in text
        assert "\u202e" not in text
    assert "\u200e" in said["ar"]
    assert "U+200E" not in said["ar"]


def test_a_text_that_is_none_of_ours_is_inert_as_a_whole() -> None:
    text = str(reasoned(languages()["ar"], "<i>\u200f{what}", {"what": "{y}"}))
    assert text.startswith("&lt;i&gt;<span")
    assert "U+200F" in text
    assert text.endswith("{y}")


def test_a_place_without_a_fact_stays_as_it_is() -> None:
    text, _ = suffix("")
    assert all("{suffix}" in reasoned(each, text, {}) for each in languages().values())


def suffix(fact: str) -> tuple[str, dict[str, str]]:
    return "A link is under .{suffix}, where abuse is common.", {"suffix": fact}
