"""A link to a program."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.link_order import MOST
from spamatlas.model import Message, Origin

_PROGRAM = re.compile(
    r"\.(apk|exe|scr|msi|bat|cmd|ps1|jar|vbs|js|hta|iso|img|dmg|lnk|zip|rar|7z|mobileconfig)(?:[?#]|$)", re.IGNORECASE
)


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for the first link whose path ends in the name of a program, image or archive."""
    for link in message.links[:MOST]:
        found = _PROGRAM.search(link.url, 0, 2000)
        if found and link.url.count("/") >= 3:
            yield Finding({"ending": found.group(1).lower()})
            return


DETECTOR = Detector(
    name="risky-download",
    summary="a link to a file that runs or unpacks",
    reason="A link leads straight to a .{ending} file.",
    weight=1.6,
    needs="links",
    judge=judge,
)
