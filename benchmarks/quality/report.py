"""docs/evaluation.md: a part that people write, a marker, and the sections that tables make."""

import re
from pathlib import Path

PLACE = Path(__file__).parents[2] / "docs" / "evaluation.md"
MARKER = "<!-- Everything below is made by `make evaluation`; what is written there by hand is lost. -->"
_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)


def sections(page: str) -> dict[str, str]:
    """The bodies of the sections below the marker, by title."""
    below = page.partition(MARKER)[2]
    parts = _SECTION.split(below)[1:]
    return {title: body.strip("\n") for title, body in zip(parts[::2], parts[1::2], strict=True)}


def replaced(page: str, made: dict[str, str], order: list[str]) -> str:
    """The page with these sections made anew, in order; sections of tables that are no more go, what is above stays."""
    above = page.partition(MARKER)[0].rstrip("\n")
    held = sections(page) | made
    below = [f"## {title}\n{held[title].strip()}" for title in order if title in held]
    return "\n\n".join([above, MARKER, *below]) + "\n"
