"""What one campaign is over its whole life, for every face: its course, what it is spread over, its wordings."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from spamatlas.campaign import life
from spamatlas.judge.detectors.look_alike_host import imitated
from spamatlas.model import Phase
from spamatlas.pipeline.ties import worded
from spamatlas.store import Store, dossier, few, members
from spamatlas.store.newest import Newest, newest
from spamatlas.store.single import single
from spamatlas.store.turns import Side
from spamatlas.suffixes import registrable

Told = dict[str, Any]
AT_ONCE = 2
"""So many statements are asked side by side: each is mostly one thread's work, and a node has two cores."""


def lived(store: Store, name: str, now: datetime, *, has_row: bool = False) -> Told:
    """What a campaign is, plain: ``ties``, ``ways``, ``life``, ``spread``, ``variants`` (wordings).

    Nothing where it has no report. ``ties`` say by what its newest reports are one campaign, ``ways`` by which places
    they came. ``spread`` is read of the newest ``looked_at`` reports, all else of all. ``brands`` are names that hosts
    and senders borrow, each with the reports of the commonest of these: at least so many.

    ``has_row``: what it adds up to is known already, so its days are read alone.

    Raises:
        ValueError: it is not a campaign's name.
    """
    parts = members.parts(store, name)
    with Side(AT_ONCE) as side:
        reading = side.submit(newest, store, parts)
        days = members.days(store, parts) if has_row else _days(store, parts[0])
        if not days:
            return {}
        found = reading.result()
    spread, words, weeks = _added_up(store, parts, found, now)
    reports = {place: facts["id"] for place, facts in found.facts.items()}
    if unknown := [row["newest"] for row in words if row["newest"] not in reports]:
        reports |= members.ids(store, unknown)
    return {
        "ties": worded(dossier.ties(found)),
        "ways": dossier.edges(found),
        **_course(days, weeks, now),
        **_content(days, spread, words, reports),
    }


def _days(store: Store, number: int) -> Sequence[Told]:
    """What was most likely read with the campaign's row."""
    found = single(store, number, int(store.has_only_samples()))
    return found.days if found else ()


def _added_up(
    store: Store, parts: Sequence[int], found: Newest, now: datetime
) -> tuple[dict[str, list[Told]], Sequence[Told], tuple[int, int]]:
    """Spread, wordings and the last two weeks: of a campaign that is not large from the rows that were read anyway."""
    if found.wordings is not None:
        return few.spread(found.members), found.wordings, few.weeks(found.members, now)
    with Side(AT_ONCE) as side:
        spread = side.submit(members.spread, store, parts)
        weeks = members.weeks(store, parts, now)
        return spread.result(), members.wordings(store, parts), weeks


def phase(store: Store, name: str, now: datetime) -> Phase | None:
    """Where in its life a campaign is; None where it has no report."""
    parts = members.parts(store, name)
    days = members.days(store, parts)
    return Phase(_course(days, members.weeks(store, parts, now), now)["life"]["phase"]) if days else None


def _course(days: Sequence[Told], weeks: tuple[int, int], now: datetime) -> Told:
    week, before = weeks
    plain = [{name: row[name] for name in ("day", "reports", "reporters")} for row in days]
    course = life([(row["day"], row["reports"]) for row in days], week, before, now.astimezone(UTC).date())
    return {"life": {**msgspec.to_builtins(course, builtin_types=(date,)), "days": plain}}


def _content(
    days: Sequence[Told], spread: dict[str, list[Told]], words: Sequence[Told], reports: Mapping[int, str]
) -> Told:
    spread["operators"] = [network(row) for row in spread["operators"]]
    spread["languages"] = _languages(days)
    spread["brands"] = brands([*spread["hosts"], *spread["senders"]])
    shown = [
        {
            "sequence": row["newest"],
            "report": reports.get(row["newest"], ""),
            **{name: row[name] for name in ("reports", "reporters", "first_seen", "last_seen")},
            "days": [{"day": day, "reports": many} for day, many in row["days"]],
        }
        for row in words
    ]
    return {
        "spread": {**spread, "looked_at": min(sum(row["reports"] for row in days), members.MEMBERS)},
        "variants": {
            "distinct": words[0]["wordings"] if words else 0,
            "reports": words[0]["reports_in_words"] if words else 0,
            "shown": shown,
        },
    }


def brands(rows: Iterable[Mapping[str, Any]]) -> list[Told]:
    """The names that these hosts and senders borrow, those of most reports first."""
    found: dict[str, Told] = {}
    for row in rows:
        host = row["value"].rpartition("@")[2].lower()
        brand = imitated(host, registrable(host))
        if brand and row["reports"] > found.get(brand, {"reports": 0})["reports"]:
            found[brand] = {**row, "value": brand}
    return sorted(found.values(), key=lambda row: (-row["reports"], row["value"]))


def _languages(days: Sequence[Told]) -> list[Told]:
    """The languages of all reports, each with its first and last day."""
    found: dict[str, Told] = {}
    for row in days:
        for language in sorted({*row["languages"]} - {"", "und"}):
            found.setdefault(language, {"value": language, "first": row["day"]})["last"] = row["day"]
    return list(found.values())


def network(row: Told) -> Told:
    """A row whose value is a network's number, a tab and its operator's name, with the two apart."""
    number, _, operator = row["value"].partition("\t")
    return {**row, "value": number, "name": operator}
