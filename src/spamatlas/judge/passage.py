"""Some of a message that is judged by itself."""

from msgspec import Struct

from spamatlas.model import Message

LATER, PART = "later-part", "part"
WORDS = {
    LATER: "A part further down is far more like spam than its beginning.",
    PART: "A part of it is far more like spam than the whole.",
}
"""By the code of a passage's reason."""


class Passage(Struct, frozen=True):
    """Some of a message's text with the code of its reason, and how much surer than the whole it must be (log-odds)."""

    code: str
    message: Message
    margin: float
