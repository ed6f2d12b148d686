"""What campaigns are told apart by, of a whole batch of messages at once."""

from collections.abc import Sequence

from spamatlas.campaign.anchors import anchors
from spamatlas.campaign.marks import marks
from spamatlas.campaign.normalise import GREETING, LINK, NUMBER, normalise
from spamatlas.campaign.sketch import sketches
from spamatlas.model import Message, Signature, short_digest

# Fewer letters than this are said by many people who have nothing to do with each other ("ok, see you later").
# A sign of a script that writes a syllable or a word with one sign counts for three.
FEWEST_LETTERS = 24
_STAND_INS = (LINK, GREETING, NUMBER)


def sign(messages: Sequence[Message]) -> list[Signature]:
    """The signature of each message, in order; each is the same in whatever batch it comes.

    ``fingerprint`` is 0 for a message with too few words, unless it has anchors: then it says "these few words
    with these anchors". Pure: no state, so any number of workers may sign.
    """
    texts = [
        normalise(f"{message.subject}\n{message.text}" if message.subject else message.text) for message in messages
    ]
    comparable = [_is_comparable(text) for text in texts]
    drafts = sketches([text if enough else "" for text, enough in zip(texts, comparable, strict=True)])
    signatures = []
    for message, text, enough, draft in zip(messages, texts, comparable, drafts, strict=True):
        found = anchors(message, enough)
        content = text if enough else "\n".join((text, *found)) if found and text else ""
        fingerprint = short_digest(content) or 1 if content else 0
        also = marks(message, bool(found))
        signatures.append(Signature(fingerprint=fingerprint, sketch=draft, anchors=(*found, *also) if also else found))
    return signatures


def _is_comparable(text: str) -> bool:
    if len(text) - sum(map(text.count, _STAND_INS)) >= FEWEST_LETTERS:
        return True
    letters = [letter for letter in text if letter not in _STAND_INS]
    return len(letters) + 2 * sum(letter >= "\u2e80" for letter in letters) >= FEWEST_LETTERS
