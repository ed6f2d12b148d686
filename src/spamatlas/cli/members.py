"""The reports of campaigns, written as they are read: a campaign may have more of them than memory holds."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from spamatlas.cli.access import Ask


def stream(ask: Ask, campaign: str) -> Iterator[list[str]]:
    """The reports of a campaign, some at a time, by the caller's ids, else ours, in the order of the log."""
    after = 0
    while (found := ask("campaign_members", name=campaign, after=after))["members"]:
        yield found["members"]
        after = found["after"]


def print_members(ask: Ask, campaign: str) -> None:
    """One report a line, for people; what a caller wrote is shown, never obeyed by a terminal."""
    for some in stream(ask, campaign):
        sys.stdout.write("".join(f"{_harmless(each)}\n" for each in some))


def print_json_with_members(ask: Ask, found: Sequence[Mapping[str, Any]]) -> None:
    """One JSON array of campaigns, each with its ``members``."""
    write, encode = sys.stdout.write, msgspec.json.encode
    write("[")
    for place, each in enumerate(found):
        head = encode(each).decode().removesuffix("}")
        write(f'{"," if place else ""}\n{head},"members":[')
        for number, some in enumerate(stream(ask, each["campaign"])):
            write(("," if number else "") + encode(some).decode()[1:-1])
        write("]}")
    write("\n]\n")


def _harmless(name: str) -> str:
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in name)
