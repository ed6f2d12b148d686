"""What was never accepted, and why."""

from msgspec import Struct

CODES = {
    "archive-too-large": "what the archive unpacks to passes the limit, or it unpacks suspiciously far",
    "bad-tlp": "the label that it asks for is none of TLP 2.0",
    "damaged": "the bytes are broken: cut off, or not what they say they are",
    "empty": "there is nothing in it",
    "encrypted": "it is locked with a password",
    "ill-formed": "it is not written as its kind must be",
    "link-outside": "a symbolic link leads out of the folder, or to a folder",
    "missing-key": "a key that must be there is not",
    "nested-too-deep": "an archive in an archive in an archive",
    "no-mapping": "the columns of a table are not known",
    "not-a-file": "a device, a pipe, a link inside an archive",
    "not-readable": "the system does not let it be read",
    "not-spam": "a well-formed report, but not of a message",
    "not-utf8": "text that is not UTF-8",
    "red-names-nobody": "TLP:RED, and nobody is named who may see it",
    "too-large": "one report passes the limit of its size",
    "unknown-kind": "its kind is not recognised",
    "unsafe-name": "a member's name that leads out of its archive",
    "wrong-columns": "a row with fewer or more columns than its table",
    "xarf-invalid": "an XARF report that breaks the schema",
}
"""Every code of a refusal; stable, and counted."""


class Refusal(Struct, frozen=True):
    """One thing that was not accepted. ``path`` names the file and, after ``:``, ``#`` or ``!/``, the line,
    the place or the member; ``code`` is a key of ``CODES``; ``reason`` says what to do and quotes no content.
    """

    path: str
    reason: str
    code: str


class Refused(Exception):  # noqa: N818  a fact about the input, in the domain's words
    """Raised by a reader where the rest of its source cannot be read."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
