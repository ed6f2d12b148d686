"""Countermeasures: what people write down of them is checked, and what came after each is told."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from spamatlas.campaign.effect import DAY, Effect, Window, effect, window
from spamatlas.model import Countermeasure, CountermeasureKind, EffectKind, Rejected, VertexKind, campaign_number
from spamatlas.pipeline.actions import Actions
from spamatlas.pipeline.lives import network
from spamatlas.pipeline.pivot import places
from spamatlas.store import Store, countermeasures
from spamatlas.trace import Directory

Told = dict[str, Any]

KINDS = ", ".join(CountermeasureKind)
LONGEST_ORGANISATION, LONGEST_TARGET, LONGEST_NOTE = 120, 400, 500
MOST_DAYS_LATER = 366
"""So long after it was taken a countermeasure may take effect."""
MOST_TOLD = 12
"""Of a campaign with more countermeasures the effects of the newest are told."""
NOT_AIMED_AT = frozenset({VertexKind.PATH, VertexKind.FILE})
_PERSONAL = re.compile(r"\S@\S|(?<![\w-])[+0][0-9](?:[ ().\-/]?[0-9]){5,}")
"""A mail address, or a telephone number as it is dialled from elsewhere; a day or a reference is neither."""


class Written(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A countermeasure as a face takes it: days as ``2026-11-26``, today where ``taken_on`` is empty."""

    kind: str
    target: str = ""
    organisation: str = ""
    taken_on: str = ""
    effective_on: str = ""
    note: str = ""


def checked(written: Written, store: Store, parts: Sequence[int], today: date) -> Countermeasure:
    """What was written, as it is kept; a target is found as the graph finds it, first among what the campaign names.

    Raises:
        Rejected: ``bad-countermeasure``, with what is wrong.
    """
    if written.kind not in set(CountermeasureKind):
        raise Rejected("bad-countermeasure", f"its kind is one of {KINDS}")
    taken = _day(written.taken_on) or today
    effective = _day(written.effective_on)
    if taken > today + DAY:  # the day may have begun already where it was taken
        raise Rejected("bad-countermeasure", "it can't be taken later than today")
    if effective and not taken <= effective <= taken + MOST_DAYS_LATER * DAY:
        raise Rejected("bad-countermeasure", "it takes effect on the day it is taken, or within a year after")
    kind, target = _target(written.target, store, parts)
    return Countermeasure(
        kind=CountermeasureKind(written.kind),
        taken_on=taken,
        effective_on=effective,
        target_kind=kind,
        target=target,
        organisation=_words(written.organisation, LONGEST_ORGANISATION),
        note=_words(written.note, LONGEST_NOTE),
    )


def effects(
    store: Store,
    actions: Actions,
    campaign: Mapping[str, Any],
    parts: Sequence[int],
    noted: Sequence[Countermeasure],
) -> list[Told]:
    """What was ``noted`` against a campaign (its ``channels`` and ``life.days``), each with what came after it.

    ``effect`` is as ``campaign.effect`` tells it, None where a campaign has more than are told; ``beside`` counts the
    other countermeasures that fall into the days compared. ``aimed_at`` counts the reports that name the target before
    and after, ``turned_to`` is what reports name only since, out of the ``looked_at`` newest.
    """
    days = {row["day"]: row["reports"] for row in campaign["life"]["days"]} if noted else {}
    targets = countermeasures.targeted(store, parts, sorted({each.target for each in noted} - {""}))
    spans = [window(min(days), each.since, datetime.now(UTC).date()) for each in noted]
    shown = range(max(0, len(noted) - MOST_TOLD), len(noted))
    weighed = dict(
        zip(shown, _effects(store, days, [spans[place] for place in shown], campaign["channels"]), strict=True)
    )
    told = []
    for place, (each, span) in enumerate(zip(noted, spans, strict=True)):
        facts = {**msgspec.to_builtins(each, builtin_types=(date,)), **_by(actions, each.number)}
        more: Told = {"effect": None, "beside": 0, "aimed_at": None, "turned_to": {}}
        if place in weighed:
            more = {
                "effect": msgspec.to_builtins(weighed[place]),
                "beside": sum(other is not each and _within(other.since, span) for other in noted),
                "aimed_at": _aimed(targets[each.target], span) if each.target else None,
                "turned_to": _turned(store, parts, each.since) if span.after else {},
            }
        told.append({**facts, **more, "looked_at": min(sum(days.values()), countermeasures.MEMBERS)})
    return told


def _effects(store: Store, days: Mapping[date, int], spans: Sequence[Window], channels: Sequence[str]) -> list[Effect]:
    """The effects over these days; like campaigns are read once for all of them."""
    found = [effect(days, span) for span in spans]
    told = [place for place, each in enumerate(found) if each.kind is not EffectKind.FEW]
    sides = [
        countermeasures.Side(spans[place].age, spans[place].before, spans[place].after, found[place].before)
        for place in told
    ]
    like = countermeasures.like(store, sides, channels, int(store.has_only_samples()))
    for place, others in zip(told, like, strict=True):
        found[place] = effect(days, spans[place], others)
    return found


def _aimed(days: Mapping[date, int], span: Window) -> Told:
    since = span.since
    return {
        "before": sum(many for day, many in days.items() if since - span.before * DAY <= day < since),
        "after": sum(many for day, many in days.items() if since < day <= since + span.after * DAY),
    }


def _turned(store: Store, parts: Sequence[int], since: date) -> dict[str, list[Told]]:
    found = countermeasures.turned(store, parts, since)
    found["operators"] = [network(row) for row in found["operators"]]
    return {heading: rows for heading, rows in found.items() if rows}


def _within(day: date, span: Window) -> bool:
    return span.since - span.before * DAY <= day <= span.since + span.after * DAY


def _by(actions: Actions, number: int) -> Told:
    """Who noted it and when; nothing where the history was lost."""
    try:
        action = actions.one(number)
    except Rejected:
        return {"noted_at": None, "noted_by": ""}
    return {"noted_at": action.at, "noted_by": action.who}


def _target(written: str, store: Store, parts: Sequence[int]) -> tuple[VertexKind, str]:
    wanted = _words(written, LONGEST_TARGET, may_be_personal=True)
    found = [each for each in places(wanted, Directory.open()) if each[0] not in NOT_AIMED_AT]
    if not wanted or (found and found[0][0] is VertexKind.CAMPAIGN):
        if wanted and campaign_number(found[0][1]) not in parts:
            raise Rejected("bad-countermeasure", "its target is another campaign; note it there")
        return VertexKind.CAMPAIGN, ""
    if not found:
        raise Rejected("bad-countermeasure", "its target is a host, a number, a network, an account or a sender")
    days = countermeasures.targeted(store, parts, [name for _, name in found])
    return next((each for each in found if days[each[1]]), found[0])


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise Rejected("bad-countermeasure", "a day is written as 2026-11-26") from error
    if day < date(1990, 1, 1):
        raise Rejected("bad-countermeasure", "a day is 1990-01-01 or later")
    return day


def _words(text: str, longest: int, *, may_be_personal: bool = False) -> str:
    words = " ".join(text.split())
    if len(words) > longest:
        raise Rejected(
            "bad-countermeasure", f"the target, organisation or note is too long: {longest} characters at most"
        )
    if not may_be_personal and _PERSONAL.search(words):
        raise Rejected(
            "bad-countermeasure", "name no person: no mail address and no telephone number, but as the target"
        )
    return words


def written_from(facts: Mapping[str, str]) -> Written:
    """What a face was given, by the names of ``Written``.

    Raises:
        Rejected: ``bad-countermeasure`` for a name that there is not, or none of its kind.
    """
    try:
        return msgspec.convert(facts, Written)
    except msgspec.ValidationError as error:
        raise Rejected(
            "bad-countermeasure", "it has kind, target, organisation, taken_on, effective_on and note, each a text"
        ) from error
