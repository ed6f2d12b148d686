"""docs/licences.md names every part that we ask for or pin, with the licence that the part states."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "licences.md").read_text("utf-8")
LISTED = {row[0].strip(): row[-1].strip() for line in PAGE.splitlines() if len(row := line.strip("|").split("|")) >= 3}
FAMILIES = ("Apache", "BSD", "MIT", "MPL|Mozilla", "PSF|Python", "LGPL", "GPL")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    every = project["dependencies"] + [each for extra in project["optional-dependencies"].values() for each in extra]
    return {plain(re.split(r"[^\w.-]", each)[0]) for each in every}


def pinned() -> set[str]:
    texts = [path.read_text("utf-8") for path in (ROOT / "requirements").glob("*.txt")]
    return {plain(name) for text in texts for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}


@pytest.mark.parametrize("name", sorted(asked_for() | pinned()))
def test_a_part_is_listed_with_its_licence(name: str) -> None:
    assert LISTED.get(name), f"docs/licences.md does not say under which licence {name} is"
    try:
        facts = metadata(name)
    except PackageNotFoundError:
        return
    classifiers = [each for each in facts.get_all("Classifier") or [] if each.startswith("License")]
    said = " ".join(facts.get_all("License-Expression") or classifiers)
    families = [family for family in FAMILIES if re.search(rf"(?<![A-Z])(?:{family})", said)]
    if families:
        assert any(re.search(family, LISTED[name]) for family in families), said


def test_every_training_set_is_listed() -> None:
    sources = tomllib.loads((ROOT / "training" / "sources.toml").read_text("utf-8"))
    for name, source in sources.items():
        row = next((line for line in PAGE.splitlines() if f"`{name}`" in line), "")
        assert source["licence"].partition(";")[0] in row, name
