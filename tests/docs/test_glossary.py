"""Every room, record and vocabulary has its word in the glossary."""

import inspect
import re
from pathlib import Path

import pytest

import spamatlas
from spamatlas import model

PAGE = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text("utf-8")
WORDS = {word.lower() for word in re.findall(r"\*\*([\w -]+)\*\*", PAGE)}
ROOMS = {path.name for path in Path(spamatlas.__file__).parent.iterdir() if (path / "__init__.py").exists()}
FACES = {"cli", "web", "locale", "model", "samples"}
# Words of everyday language or of their standards, said in their docstrings.
PLAIN = {"Attachment", "Authentication", "Call", "Link", "PhoneNumber", "Known", "PartyKind", "Rejected", "Unavailable"}


@pytest.mark.parametrize("room", sorted(ROOMS - FACES))
def test_a_room_has_its_word(room: str) -> None:
    assert room in WORDS


@pytest.mark.parametrize("name", sorted(set(model.__all__) - PLAIN))
def test_a_record_has_its_word(name: str) -> None:
    if inspect.isclass(getattr(model, name)):
        assert re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower() in WORDS | {f"{word} " for word in WORDS}


def test_a_word_stands_once() -> None:
    said = re.findall(r"^\| \*\*([\w ]+)\*\*", PAGE, re.MULTILINE)
    assert sorted(said) == sorted(set(said))
