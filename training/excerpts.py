"""Parts of innocent mails, as the judge reads those of a message that are most like spam (``judge.excerpts``).

A part of a wanted mail is wanted, however much it may look like spam without the rest; of a spam mail nobody knows
which parts are. So only the parts of wanted mails train, and what is read apart is not strange to the judge.
"""

import random
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from msgspec.structs import replace

from spamatlas.judge.excerpts import CUTS
from spamatlas.judge.reading import content
from spamatlas.model import Message
from training.examples import Example

MOST = 6
"""So many parts of a mail."""
_APART = 250


def excerpts_of(example: Example) -> list[Message]:
    """Parts of what is read of a mail, at random places and of half to twice the width that a judge cuts."""
    message, width = example.message, CUTS[0].width
    text = content(message)
    if len(text) < 2 * width:
        return []
    draw = random.Random(blake2b(f"{example.family}\n{text}".encode("utf-8", "surrogatepass")).digest())
    found = []
    for _ in range(min(MOST, len(text) // _APART)):
        length = draw.randint(width * 3 // 4, width * 9 // 4)
        start = draw.randint(0, max(len(text) - length, 0))
        found.append(Message(submission_id="", channel=message.channel, text=text[start : start + length]))
    return found


def with_excerpts(examples: Iterable[Example], share: float) -> Iterator[Example]:
    """Every example, and behind each innocent mail parts of it, which together have ``share`` of its weight more."""
    for each in examples:
        yield each
        if each.message.channel == "email" and not each.is_spam and not each.is_copy:
            parts = excerpts_of(each)
            for part in parts:
                yield replace(each, message=part, share=each.share * share / len(parts), is_excerpt=True)
