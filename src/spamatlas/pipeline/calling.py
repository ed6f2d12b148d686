"""Who calls webhooks: takes the calls that are due, makes them, and ends a webhook that took nothing for days."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session as Moment

from spamatlas.model import DispatchState, Rejected, Webhook
from spamatlas.outbox import call
from spamatlas.outbox.patience import wait
from spamatlas.outbox.reach import Reach
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.events import events
from spamatlas.pipeline.posting import Posting
from spamatlas.store.records import dispatches, people, webhooks
from spamatlas.store.records.dispatches import Due

AT_ONCE = 32
LINES = 4
LEASE = timedelta(minutes=10)
FAILING_DAYS = 3
"""So long a webhook may take nothing before it ends."""
GONE = 410
"""Whoever answers so wants no more calls (Standard Webhooks; RFC 9110, section 15.5.11)."""


class Calling:
    """Used by one thread; calls go out a few at a time."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts, self._posting = accounts, Posting(accounts)
        self._reach = Reach(accounts.settings.webhook_networks)
        self._pool = ThreadPoolExecutor(LINES, thread_name_prefix="webhook")

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def calls(self) -> int:
        """Make every call that is due; how many were made."""
        made = 0
        while taken := self._taken():
            for due, code in self._pool.map(self._called, taken):
                with self._accounts.records.change() as change:
                    self._note(change, due, code)
                made += 1
        return made

    def _taken(self) -> Sequence[Due]:
        now = self._accounts.clock()
        with self._accounts.records.read() as moment:
            if not dispatches.has_due(moment, now, webhooks=True):
                return []
        with self._accounts.records.change() as change:
            return dispatches.take(change, now, AT_ONCE, LEASE, webhooks=True)

    def _called(self, due: Due) -> tuple[Due, str]:
        """The HTTP status in figures, or a word for why there was none."""
        dispatch = due.dispatch
        try:
            with self._accounts.records.read() as moment:
                webhook, sealed = webhooks.one(moment, dispatch.webhook)
            if webhook.ended_at is not None:
                return due, "webhook-ended"
            facts = self._posting.opened(dispatch.kind, due.facts)
            secret = str(self._posting.opened("webhook", sealed)["secret"])
            body = call.body_of(dispatch.kind, facts["at"], facts["data"])
            status = call.call(webhook.address, body, self._fields(dispatch.id, secret, body), self._reach)
        except Rejected as why:
            return due, why.code
        return due, str(status) if status else "no-answer"

    def _fields(self, number: int, secret: str, body: bytes) -> dict[str, str]:
        """The id is the same whenever a call is made again, so that a receiver can tell (Standard Webhooks)."""
        identifier, seconds = f"msg_{number}", int(self._accounts.clock().timestamp())
        return {
            "webhook-id": identifier,
            "webhook-timestamp": str(seconds),
            "webhook-signature": call.signature(secret, identifier, seconds, body),
        }

    def _note(self, change: Moment, due: Due, code: str) -> None:
        now, dispatch = self._accounts.clock(), due.dispatch
        if code in {"webhook-ended", "sealed-otherwise", "no-such-webhook"}:
            dispatches.end(change, [dispatch.id], DispatchState.CANCELLED, code, now)
            return
        is_taken = code.startswith("2")
        failing_since = webhooks.answered(change, dispatch.webhook, now, well=is_taken)
        if is_taken:
            dispatches.end(change, [dispatch.id], DispatchState.SENT, code, now)
            return
        later = now + wait(dispatch.attempts + 1, random.random())  # noqa: S311  jitter, no secret
        if code != str(GONE) and later < due.until:
            dispatches.postpone(change, dispatch.id, code, later)
        else:
            dispatches.end(change, [dispatch.id], DispatchState.FAILED, code, now)
        if code == str(GONE) or (failing_since and now - failing_since > timedelta(days=FAILING_DAYS)):
            self._end(change, webhooks.one(change, dispatch.webhook)[0], code, now)

    def _end(self, change: Moment, webhook: Webhook, code: str, now: datetime) -> None:
        """It is called no more; who added it is told, where mail is sent."""
        webhooks.end(change, webhook.id, code, now)
        events().warning("webhook-ended", webhook=webhook.id, code=code)
        added_by = next((each for each in people.acting(change) if each.id == webhook.person), None)
        if added_by is not None:
            days = (now - (webhook.failing_since or now)).days
            facts: dict[str, Any] = {"address": webhook.address, "days": days}
            once = f"webhook {webhook.id} ended"
            self._posting.put(change, "webhook-ended", added_by.address, facts, person=added_by.id, once=once)
