from pathlib import Path

from spamatlas.intake import CODES, known_readers

PAGE = (Path(__file__).parents[2] / "docs" / "intake.md").read_text("utf-8")


def test_every_kind_and_every_code_is_documented() -> None:
    for name in (*known_readers(), *CODES):
        assert f"`{name}`" in PAGE, name
