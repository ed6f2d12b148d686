"""A link that opens no page of a host, but a script, a page in the address, or a program of the reader's machine."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Message, Origin

# The gravest first. A SharePoint server writes the last, and pages pasted into a mail have scripts.
_KINDS = {
    "system_link": ("ms-msdt:, ms-appinstaller:", 1.0),
    "file_link": ("file:, search-ms:", 1.0),
    "page_link": ("data:text/html", 1.0),
    "script_link": ("javascript:", 0.5),
    "office_link": ("ms-word:, ms-excel:", 0.3),
}


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for the gravest address of the mail's page that no mail program writes by itself.

    Mail programs and web mail open none of them, or ask before they do; who sends one counts on those that do.
    """
    for kind, (schemes, strength) in _KINDS.items():
        if kind in message.page_holds:
            yield Finding({"scheme": schemes}, strength)
            return


DETECTOR = Detector(
    name="odd-scheme",
    summary="a link that opens a script, a page in the address itself, or a program of the reader's machine",
    reason="A link opens no web page: its kind ({scheme}) runs or opens something on the reader's machine.",
    weight=2.0,
    needs="page_holds",
    judge=judge,
)
