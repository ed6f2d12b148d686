"""Addresses of a member's programs that are told of events; who administers the node sees those of all."""

import asyncio
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from spamatlas.model import Rejected, Scope
from spamatlas.outbox.event import known_events
from spamatlas.pipeline.hooks import Hooks
from spamatlas.web.console.desk import back, desk, number
from spamatlas.web.guards import needs
from spamatlas.web.office import Call, doer, language_of, may, office, principal
from spamatlas.web.problems import Refused

HERE = "/console/webhooks"


@get(HERE, include_in_schema=False, guards=[needs(Scope.CAMPAIGNS_READ)])
async def webhooks_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What is called, how it answers, and a form for another one."""
    return await _page(request)


@post(HERE, include_in_schema=False, guards=[needs(Scope.CAMPAIGNS_READ)])
async def change_webhooks(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """Adds or ends one, or makes a call again; a secret is shown once, in the answer."""
    form, hooks, who = await request.form(), _hooks(request), doer(request)
    which, member = number(str(form.get("number") or "")), _member(request)
    asker = principal(request)
    wanted = str(form.get("address") or "")[:600], [str(each) for each in form.getall("events", [])]
    act = {
        "add": lambda: hooks.add_webhook(_own(asker.member), *wanted, person=_person(request), who=who),
        "end": lambda: hooks.end_webhook(which, member, who),
        "again": lambda: hooks.call_again(which, member, who),
    }.get(str(form.get("action") or ""))
    if act is None:
        raise Refused(422, "unknown-action", "what was asked for is nothing that this page does")
    try:
        done: Any = await asyncio.to_thread(act)
    except Rejected as why:
        return await _page(request, why)
    return await _page(request, once=done["secret"]) if isinstance(done, dict) else back(HERE)


async def _page(request: Call, why: Rejected | None = None, once: str = "") -> Response[bytes]:
    hooks, member = _hooks(request), _member(request)
    found = await asyncio.to_thread(hooks.webhooks, member) if member >= 0 else []
    calls = await asyncio.to_thread(hooks.calls, member) if member >= 0 else []
    answer = await desk(
        request,
        "console_webhooks.html",
        422 if why else 200,
        here=HERE,
        webhooks=found,
        calls=calls,
        events=known_events(),
        can_add=principal(request).member > 0,
        once=once,
        problem=language_of(request).explain(why.detail) if why else "",
    )
    answer.headers["cache-control"] = "no-store"
    return answer


def _member(request: Call) -> int:
    """Whose webhooks are shown and changed: 0 for all, -1 for nobody's."""
    return 0 if may(request, Scope.ADMIN) else principal(request).member or -1


def _own(member: int) -> str:
    if not member:
        raise Rejected("no-member", "a webhook belongs to a member: sign in as one of its people")
    return str(member)


def _person(request: Call) -> int:
    asker = principal(request)
    return asker.number if asker.kind == "person" else 0


def _hooks(request: Call) -> Hooks:
    return Hooks(office(request).node.accounts)
