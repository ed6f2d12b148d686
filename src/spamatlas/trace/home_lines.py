"""Names that access networks give to their customers' lines (M3AAWG, managing port 25 for residential space)."""

import re
from functools import lru_cache

_LINE = re.compile(
    r"(?:^|[.-])(?:a?dsl|cable|dial(?:up|in)?|dyn(?:amic)?(?:ip)?|ppp(?:oe)?|pool|dhcp|client|cust(?:omer)?|broadband|"
    r"fibre|ftth|mobile|wimax|user|host)[\w-]*[.-]|\d{1,3}[.-]\d{1,3}[.-]\d{1,3}[.-]\d{1,3}"
)
USAGES = frozenset({"residential", "cellular"})
"""What address data says of such lines."""


@lru_cache(maxsize=8_192)
def is_home_line(name: str) -> bool:
    """Whether a host is named as a customer's line."""
    return _LINE.search(name.lower()) is not None
