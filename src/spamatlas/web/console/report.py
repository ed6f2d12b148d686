import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath
from msgspec import Struct

from spamatlas.judge import Profile, WhatIf, what_if
from spamatlas.model import Assignment, Channel, Message, Rejected, Ruling, Scope, Verdict
from spamatlas.pipeline.actions import FEEDBACK, Action
from spamatlas.store.search import Part
from spamatlas.web.console.desk import desk
from spamatlas.web.console.telling import doer_in_words, said
from spamatlas.web.contract import Node
from spamatlas.web.face.laws import across, title
from spamatlas.web.guards import needs
from spamatlas.web.office import Call, language_of, office
from spamatlas.web.problems import Refused

NEIGHBOURS = 6


class Look(Struct, frozen=True):
    """Everything that one report's page shows; ``message`` is None where its evidence can't be read."""

    found: Mapping[str, Any]
    message: Message | None
    what_if: WhatIf | None
    profile: Profile | None
    neighbours: tuple[Mapping[str, Any], ...]
    history: tuple[Action, ...]
    laws: list[tuple[Ruling | None, list[Profile]]]

    @property
    def told(self) -> str:
        """What people last said of it and did not take back: spam, ham or nothing."""
        said = [each.kind for each in self.history if each.kind in FEEDBACK and each.undone_at is None]
        return said[-1] if said and said[-1] != "forget" else ""

    @property
    def believed_from(self) -> int:
        """The place on the route from which on what the stops say is believed; its length where nothing is."""
        route = (self.found.get("origin") or {}).get("route") or ()
        return next((place for place, stop in enumerate(route) if stop.get("trusted")), len(route))


@get("/console/reports/{identifier:str}", include_in_schema=False, guards=[needs(Scope.REPORTS_READ, noted=True)])
async def report_page(request: Request[Any, Any, Any], identifier: FromPath[str]) -> Response[bytes]:
    """One report: what it says, inert; where it came from; what it is taken for, why, and what would change it."""
    look = await asyncio.to_thread(look_at, office(request).node, identifier)
    if look is None:
        raise Refused(404, "no-such-report", "no report has this id; it may have been removed")
    return await desk(request, "console_report.html", **facts_of(request, look))


def look_at(node: Node, identifier: str) -> Look | None:
    """Gather one report; None where there is none (any more)."""
    found = node.report(identifier)
    if found is None:
        return None
    try:
        message = node.evidence(identifier)
    except Rejected:
        message = None
    verdict, profile = _judged(found)
    campaign = (found.get("report") or {}).get("campaign")
    near = node.workbench.search([("campaign", campaign)], Part(limit=NEIGHBOURS + 1)).rows if campaign else []
    others = tuple(row for row in near if row["id"] != found["log"].id)[:NEIGHBOURS]
    history = tuple(node.workbench.history(found["log"].id))
    changed_by = what_if(verdict, profile) if verdict and profile else None
    under = across(verdict, _assignment(found)) if verdict else []
    return Look(found, message, changed_by, profile, others, history, under)


def facts_of(request: Call, look: Look | None) -> dict[str, Any]:
    """What the template of a report needs."""
    language, laws = language_of(request), look.laws if look else []
    return {
        "look": look,
        "by_law": [(ruling, sorted((title(each, language), each.name) for each in found)) for ruling, found in laws],
        "said": lambda action: said(language, action),
        "who": lambda word: doer_in_words(language, word, {}),
    }


def _assignment(found: Mapping[str, Any]) -> Assignment | None:
    """The campaign as it stood when the report was judged."""
    row = found.get("assignment")
    counts = {name: row[name] for name in ("size", "reporters", "recipients", "hourly") if name in row} if row else {}
    return Assignment(campaign=0, **counts) if counts else None


def _judged(found: Mapping[str, Any]) -> tuple[Verdict | None, Profile | None]:
    """The verdict, and the profile that it was made under where this version still has that."""
    if not found.get("verdict"):
        return None, None
    verdict = msgspec.convert({name: value for name, value in found["verdict"].items() if name != "revision"}, Verdict)
    if verdict.channel is Channel.OTHER and (facts := found.get("report")):  # judged before verdicts knew it
        verdict = msgspec.structs.replace(verdict, channel=Channel(facts["channel"]))
    try:
        profile = Profile.load(verdict.profile.partition("/")[0])
    except ValueError:
        return verdict, None
    return verdict, profile if profile.label == verdict.profile else None
