"""What reports of tests mention, and campaigns that became one."""

from typing import Any

from spamatlas.model import Link
from spamatlas.store import Store


def link(host: str) -> dict[str, Any]:
    return {"links": (Link(f"https://{host}/me", host, host),)}


def merge(store: Store, campaign: int, into: int) -> None:
    line = b'{"campaign": %d, "known_as": %d, "revision": 1}' % (campaign, into)
    store.insert_lines("campaign_alias", [line], f"merge-{campaign}")
