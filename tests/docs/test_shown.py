"""What the pages and the helps show is there: commands are understood as written, files and links lead somewhere."""

import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from inspect import getdoc, signature
from pathlib import Path
from pkgutil import iter_modules
from typing import Annotated, Literal, get_args, get_origin

import pytest

from spamatlas.cli import app, commands, joining, respecting

ROOT = Path(__file__).parents[2]
FILE = re.compile(r"[a-z0-9_./]+/[a-z0-9_.]+\.(?:py|md|toml|sql|json|tsv|npz|case|ts|typ)")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`", re.DOTALL | re.MULTILINE)
SYNOPSIS = re.compile(r"[\[\]()|…]|\.\.\.")
"""What stands in the form of a command and is none: choices, what may be left out."""
PLACES = (ROOT, ROOT / "src" / "spamatlas", ROOT / "docs")
"""A page names a file by its place in the repository or in the package, or beside the page."""


def helped() -> Iterator[tuple[str, str]]:
    for module in iter_modules(commands.__path__):
        command = getattr(import_module(f"{commands.__name__}.{module.name}"), f"{module.name}_command")
        for line in (getdoc(command) or "").splitlines():
            if re.match(r"    (?:.*\| )?spamatlas [a-z]", line):
                yield module.name, line.strip()


def written() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for block, word in CODE.findall(page.read_text("utf-8")):
            for line in (block or word).splitlines():
                if re.match(r"(?:\$ |\.venv/bin/)?spamatlas [a-z]+ \S", line) and not SYNOPSIS.search(line):
                    yield page.name, line.partition("   ")[0]


def words_of(line: str) -> list[str]:
    """What the shell makes of the line, as far as our command gets it."""
    words = shlex.split(line, comments=True)
    words = words[next(place for place, word in enumerate(words) if word.endswith("spamatlas")) + 1 :]
    return words[: next((place for place, word in enumerate(words) if word in {">", "|", "&"}), None)]


def named() -> Iterator[tuple[str, str]]:
    """Files that pages name, without those that a reader of CONTRIBUTING.md shall make."""
    for page in PAGES:
        text = page.read_text("utf-8")
        made = set(re.findall(r"^`(src/[\w/.]+)`$", text, re.MULTILINE)) if page.name == "CONTRIBUTING.md" else set()
        cases = {Path(each).stem for each in made}
        for _, word in CODE.findall(text):
            if FILE.fullmatch(word) and word not in made and Path(word).stem not in cases:
                yield page.name, word
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            yield page.name, link


@pytest.mark.parametrize(("page", "name"), sorted(set(named())))
def test_a_file_that_is_named_is_there(page: str, name: str) -> None:
    assert any((place / name).exists() for place in PLACES), (page, name)


def headings(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", each.lower()) for each in re.findall(r"^#+ (.*)$", text, re.MULTILINE))
    return {each.strip().replace(" ", "-") for each in plain}


def linked() -> Iterator[tuple[str, str, str]]:
    for page in PAGES:
        for target, anchor in re.findall(r"\]\(([\w./-]*\.md)?#([^)]+)\)", page.read_text("utf-8")):
            yield str(page.relative_to(ROOT)), target, anchor


@pytest.mark.parametrize(("page", "target", "anchor"), sorted(set(linked())))
def test_a_heading_that_is_linked_is_there(page: str, target: str, anchor: str) -> None:
    place = (ROOT / page).parent / target if target else ROOT / page
    assert anchor in headings(place), (page, target, anchor)


def actions() -> Iterator[tuple[str, str]]:
    """Each command, and each thing that it does: the choices of its first word, and the pairs of ``member``."""
    for module in iter_modules(commands.__path__):
        command = getattr(import_module(f"{commands.__name__}.{module.name}"), f"{module.name}_command")
        first = next(iter(signature(command, eval_str=True).parameters.values()))
        kind = get_args(first.annotation)[0] if get_origin(first.annotation) is Annotated else first.annotation
        choices = [each for each in get_args(kind) if isinstance(each, str)] if get_origin(kind) is Literal else []
        known = {"member": list(joining.ACTIONS), "privacy": list(respecting.ACTIONS)}.get(module.name, choices)
        yield module.name, ""
        for each in known:
            if each != first.default:
                yield module.name, each


@pytest.mark.parametrize(("name", "action"), [*actions()])
def test_everything_that_a_command_does_has_an_example_in_its_help(name: str, action: str) -> None:
    shown = [words_of(line) for where, line in helped() if where == name]
    wanted = [name, *action.split()]
    assert any(words[: len(wanted)] == wanted for words in shown), f"no example of: spamatlas {' '.join(wanted)}"


@pytest.mark.parametrize(("where", "line"), [*helped(), *written()])
def test_a_command_that_is_shown_is_understood(where: str, line: str) -> None:
    command, _, left = app().parse_args(
        ["./-" if word == "-" else word for word in words_of(line)], exit_on_error=False, print_error=False
    )
    assert command.__module__.startswith(commands.__name__), (where, line)
    assert not left, (where, line)
