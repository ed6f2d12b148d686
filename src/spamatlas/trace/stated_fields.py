"""What the record of an operator or a platform states of a message's way, in fields beside the message.

A mail's fields are written by strangers, so mail is never asked.
"""

import re
from functools import lru_cache

from spamatlas.model import Message

CENTRES = ("smsc", "service-centre", "service_centre", "service-center", "service_center", "smsc-address")
AGGREGATORS = ("aggregator", "service-provider", "service_provider", "esme", "system-id", "system_id")
TRANSIT = ("transit", "transit-countries", "transit_countries")
ORIGINATING = ("originating-operator", "originating_operator", "orig-ioi")
HOME_ROUTED = ("home-routed", "home_routed", "home-routing", "home_routing")
PLATFORM = ("platform",)

LONGEST_NAME = 48
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
_SEPARATORS = re.compile(r"[ ().\-/]")
_GLOBAL_TITLE = re.compile(r"(?:\+|00)?([1-9][0-9]{6,14})\Z")


def stated(message: Message, names: tuple[str, ...]) -> str:
    """The first of these fields that says something, blanks at its ends taken off; else empty."""
    if not message.headers:
        return ""
    fields = message.fields
    for name in names:
        if name in fields and (value := fields[name].strip()):
            return value
    return ""


@lru_cache(maxsize=16_384)
def name_in(text: str) -> str:
    """A name as it may stand in a graph: one line, at most ``LONGEST_NAME`` characters, nothing invisible."""
    return _UNSEEN.sub(" ", text[: 4 * LONGEST_NAME]).strip()[:LONGEST_NAME].strip()


def number_in(text: str) -> str:
    """The E.164 address of a service centre (3GPP TS 23.040, section 3.2.1); empty where it is a name."""
    found = _GLOBAL_TITLE.match(_SEPARATORS.sub("", text[:40]))
    return f"+{found[1]}" if found else ""
