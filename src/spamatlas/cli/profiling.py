"""Profiles by command: as rows, whole, and two side by side."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from spamatlas.cli.access import access
from spamatlas.cli.judging import items_from, verdict_lines
from spamatlas.cli.output import counted, print_json, print_table, say
from spamatlas.judge import Profile, profiles
from spamatlas.model import Channel
from spamatlas.settings import Settings


def listed() -> list[dict[str, Any]]:
    """A row a profile: consent on the three largest channels, and how sure its sources are."""
    return [
        {
            "profile": each.label,
            **{str(channel): _consent(each, channel) for channel in (Channel.EMAIL, Channel.SMS, Channel.VOICE)},
            "confidence": each.confidence,
            "source": each.source,
        }
        for each in map(Profile.load, profiles())
    ]


def _consent(profile: Profile, channel: Channel) -> str:
    return str(profile.channels[channel].consent) if channel in profile.channels else ""


def shown(name: str) -> dict[str, Any]:
    """A profile whole.

    Raises:
        ValueError: there is none of that name.
    """
    profile = Profile.load(name)
    return {"profile": profile.label, **msgspec.to_builtins(profile)}


def compare_messages(pair: tuple[str, str], paths: Sequence[Path], settings: Settings, json: bool) -> int:
    """Print what two profiles make of messages, one row each; 1 where some could not be read."""
    rows, rejected = [], 0
    for line in verdict_lines(items_from(paths, "auto", settings), settings, 1, pair[1:]):
        if not isinstance(line, bytes):
            rejected += 1
            say(f"rejected: {line.path}: {line.reason}", error=True)
            continue
        told = msgspec.json.decode(line)
        rows.append({"id": told["id"], "spam": told["spam"], "category": told["category"], "under": told["under"]})
    if json:
        print_json(rows)
    else:
        print_table("Under two profiles", [_flat(row) for row in rows])
        differ = sum(len({each["verdict"] for each in row["under"]}) > 1 for row in rows)
        say(f"{differ:,} of {len(rows):,} are ruled differently")
    return 1 if rejected else 0


def compare_month(pair: tuple[str, str], month: str, settings: Settings, json: bool) -> int:
    """Print how many of a month's reports two profiles rule how, and why they differ."""
    for name in pair:
        Profile.load(name)
    with access(settings) as ask:
        found = ask("compared", first=pair[0], second=pair[1], month=month)
    if json:
        print_json(found)
        return 0
    first, second = found["profiles"]
    totals: Counter[tuple[str, ...]] = Counter()
    for row in found["rows"]:
        because = " / ".join(why for why in row["excuses"] if why) if row["rulings"][0] != row["rulings"][1] else ""
        totals[row["rulings"][0], row["rulings"][1], because] += row["reports"]
    rows = [{first: a, second: b, "because": why, "reports": reports} for (a, b, why), reports in totals.most_common()]
    print_table(f"{found['read']:,} of {counted(found['reports'], 'report', 'reports')}", rows)
    return 0


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    told = {each["profile"]: each["verdict"] for each in row["under"]}
    because = " / ".join(each["because"] for each in row["under"] if each["because"])
    return {"id": row["id"], "spam": row["spam"], "category": row["category"], **told, "because": because}
