"""Attached programs: a message that brings one is never taken for a wanted one without a second look."""

from collections.abc import Iterable

from spamatlas.model import WITH_MACROS, Reason

SAVED = frozenset(["mht", "mhtml", "url", "website"])
"""What people save and send on themselves: pages, and shortcuts to pages."""
CODES = frozenset({"dangerous-attachment", "program-attached", "program-in-archive"})
"""Detectors of files that run when they are opened, by themselves or in an archive."""
_HONEST = SAVED | WITH_MACROS


def brings_program(reasons: Iterable[Reason]) -> bool:
    """Whether a file that runs came along; saved pages and documents with macros, which offices send, are none."""
    return any(each.code in CODES and each.facts.get("ending") not in _HONEST for each in reasons)
