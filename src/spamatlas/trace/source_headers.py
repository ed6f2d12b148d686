"""Fields in which a provider states the address of whoever handed a message in."""

import re

from spamatlas.model import Message

# Not standardised; written by web mail and submission servers: Outlook and Hotmail, Yahoo, Exchange,
# cPanel, Zimbra and others. Any sender can write them too.
NAMES = frozenset(
    {
        "x-originating-ip",
        "x-original-ip",
        "x-sender-ip",
        "x-source-ip",
        "x-client-ip",
        "x-real-ip",
        "x-yahoo-post-ip",
        "x-mdremoteip",
        "x-forwarded-for",
    }
)
_ADDRESS = re.compile(
    r"(?<![\w.:])(?:(?:IPv6:)?([0-9a-fA-F]{0,4}:[0-9a-fA-F:.]{2,40})|(\d{1,3}(?:\.\d{1,3}){3}))(?![\w.:])"
)


def stated_addresses(message: Message) -> list[str]:
    """The addresses so stated, in the order of the fields, at most four."""
    if message.fields.keys().isdisjoint(NAMES):
        return []
    found: list[str] = []
    for name, value in message.headers:
        if name.lower() in NAMES:
            match = _ADDRESS.search(value[:200])
            if match:
                found.append(match[1] or match[2])
    return found[:4]
