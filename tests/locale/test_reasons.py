"""What the judges say, in every language that has a catalogue for it."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import spamatlas.judge
import spamatlas.locale
from spamatlas.judge import all_detectors, all_habits

CATALOGUES = sorted(Path(spamatlas.locale.__file__).parent.glob("*/reasons.po"))
JUDGE = Path(spamatlas.judge.__file__).parent
SPEAKERS = ("call_values", "conclusion", "evidence", "law", "machine_written", "marks", "panel", "registers", "told")


def sentences() -> set[str]:
    """Every sentence in the code of the judges that a reader may be shown."""
    pieces = (*all_detectors().values(), *all_habits().values())
    found = {text for each in pieces for text in (each.reason, each.summary)}
    for name in SPEAKERS:
        for node in ast.walk(ast.parse((JUDGE / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.Constant) and _is_sentence(node.value):
                found.add(node.value)
    return found


def _is_sentence(value: object) -> bool:
    return (
        isinstance(value, str)
        and "\n" not in value
        and bool(re.fullmatch(r"[A-Z{][^\n]{8,120}\.", value))
        and " " in value
    )


def _docstrings(path: Path) -> set[object]:
    return {
        node.value.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def wanted() -> set[str]:
    shown = sentences()
    for name in SPEAKERS:
        shown -= _docstrings(JUDGE / f"{name}.py")
    return shown


def test_the_sentences_are_found() -> None:
    assert "A person reported it." in wanted()
    assert "Its wording is like that of wanted messages." in wanted()
    assert len(wanted()) > 2 * len(all_detectors())


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.name)
def test_every_sentence_is_translated(path: Path) -> None:
    said = {
        each.id: each.string for each in read_po(path.open("rb"), locale=path.parent.name) if each.id and not each.fuzzy
    }
    assert wanted() - set(said) == set()
    for text, translation in said.items():
        assert translation.strip()
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", translation))
