"""What a face may ask about webhooks, and do to them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from spamatlas.model import Dispatch, Rejected, Webhook
from spamatlas.outbox import call
from spamatlas.outbox.event import known_events
from spamatlas.outbox.reach import Reach
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.posting import COMMAND, Posting
from spamatlas.store.records import dispatches, members, webhooks

MOST_WEBHOOKS = 20
"""Of one member: each is called for every event it wants."""


class Hooks:
    """``member`` narrows to one member's (0: of all)."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._reach = Reach(accounts.settings.webhook_networks)

    def webhooks(self, member: int = 0) -> list[Webhook]:
        """All, also those that ended."""
        with self._accounts.records.read() as moment:
            return webhooks.every(moment, member)

    def add_webhook(
        self, member: str, address: str, wanted: Sequence[str], person: int = 0, who: str = COMMAND
    ) -> dict[str, Any]:
        """A new one, with the secret that its calls are signed with, which is shown once: ``{"webhook", "secret"}``.

        Raises:
            Rejected: ``bad-webhook``, ``address-out-of-reach``, ``nothing-granted``, ``too-many-webhooks``.
        """
        chosen = [each for each in known_events() if each in set(wanted)]
        if not chosen or set(wanted) - {*chosen}:
            words = ", ".join(known_events())
            raise Rejected("unknown-word", f"write one of {words}")
        plain, secret = call.checked_address(address, self._reach), call.new_secret()
        sealed = Posting(self._accounts).sealed("webhook", {"secret": secret})
        now = self._accounts.clock()
        with self._accounts.changing(who) as (change, note):
            found = members.one(change, member)
            going_on = [each for each in webhooks.every(change, found.id) if each.ended_at is None]
            if len(going_on) >= MOST_WEBHOOKS:
                raise Rejected("too-many-webhooks", "a member has at most 20 webhooks; end one first")
            wanted_one = webhooks.NewWebhook(found.id, person, plain, chosen, sealed)
            added = webhooks.add(change, wanted_one, now)
            note("webhook-added", f"webhook {added.id}")
        return {"webhook": added, "secret": secret}

    def end_webhook(self, number: int, member: int = 0, who: str = COMMAND) -> Webhook:
        """It is called no more.

        Raises:
            Rejected: ``no-such-webhook``.
        """
        with self._accounts.changing(who) as (change, note):
            webhooks.one(change, number, member)
            webhooks.end(change, number, "ended", self._accounts.clock())
            note("webhook-ended", f"webhook {number}")
            return webhooks.one(change, number)[0]

    def calls(self, member: int = 0, limit: int = 50) -> list[Dispatch]:
        """The newest calls, made or waiting."""
        with self._accounts.records.read() as moment:
            numbers = [each.id for each in webhooks.every(moment, member)]
            return dispatches.newest(moment, limit, webhooks=numbers)

    def call_again(self, number: int, member: int = 0, who: str = COMMAND) -> Dispatch:
        """Make one call again now.

        Raises:
            Rejected: ``no-such-dispatch``, also for another member's.
        """
        posting = Posting(self._accounts)
        with self._accounts.records.read() as moment:
            own = {each.id for each in webhooks.every(moment, member)}
        if posting.shown(number).webhook not in own:
            raise Rejected("no-such-dispatch", "nothing in the outbox has this number; it may have been forgotten")
        return posting.retry(number, who)


def host_of(address: str) -> str:
    """The host that a webhook's address names."""
    return urlsplit(address).hostname or ""
