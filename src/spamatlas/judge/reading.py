"""What the scorers see of a batch of messages: one long array of UTF-16 code units."""

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from spamatlas.judge.disguise import undisguised
from spamatlas.judge.link_order import FEW, in_turn
from spamatlas.model import Channel, Message

Units = NDArray[np.uint16]
Rows = NDArray[np.int64]

# Beyond this the wording of a mail adds cost and hardly any catch: what stands further down is read in passages
# (``later``), and counts where it is far more like spam than this.
MOST_UNITS = 3000
_BESIDE_LINKS = 2600
MOST_HEADER_UNITS = 2500
GAP = 4
# A list's or a mail service's footer names the list, not the message.
_RULE = re.compile(r"\n(?:_{20,}|-{40,}|={40,})\s*\n")
_RULES_BEGIN = ("\n" + "_" * 20, "\n" + "-" * 40, "\n" + "=" * 40)
_OF_FOOTERS, _SOON = ("mailing list", "unsubscribe", "sponsored by", "sf.net"), 200
_SHORT = 400


def content(message: Message) -> str:
    """Subject, text and the targets of links that the text does not show, without disguise; at most ``MOST_UNITS``.

    No header, sender or date: what the shipped weights learn must hold for any list and provider.
    """
    text = without_footer(message.text)
    subject = message.subject[:MOST_UNITS]
    text = undisguised(f"{subject}\n{text[:MOST_UNITS]}" if subject else text[:MOST_UNITS])
    if message.channel is Channel.EMAIL and message.links:
        unseen = {link.url[:80] for link in in_turn(message)[:FEW] if link.found_in != "text"}
        text = "\n".join((text[:_BESIDE_LINKS], *sorted(unseen)))
    return text[:MOST_UNITS]


def read_until(message: Message) -> int:
    """The place in the text of a message up to which ``content`` reads it, unless a footer comes before: a long subject
    takes some of the room.
    """
    most = _BESIDE_LINKS if message.channel is Channel.EMAIL and message.links else MOST_UNITS
    return max(most - len(message.subject) - 1, 0) if message.subject else most


def without_footer(text: str) -> str:
    """The text up to the first rule that the words of a list or a service follow."""
    if len(text) <= _SHORT or not (rules := [at for rule in _RULES_BEGIN if (at := text.find(rule)) >= 0]):
        return text
    for rule in _RULE.finditer(text, min(rules)):
        after = text[rule.end() : rule.end() + 2 * _SOON].lower()
        if any(0 <= after.find(word) <= _SOON for word in _OF_FOOTERS):
            return text[: rule.start()]
    return text


def headers(message: Message) -> str:
    """The header fields as they came, for what is learnt here from this place's own mail."""
    return "\n".join(f"{name}: {value}" for name, value in message.headers[:60])[:MOST_HEADER_UNITS]


def _lower() -> Units:
    table = np.arange(65536, dtype=np.uint16)
    cased = "".join(map(chr, range(0x2000)))
    small = [letter.lower() for letter in cased]
    table[:0x2000] = [ord(letter) if len(letter) == 1 else ord(cased[at]) for at, letter in enumerate(small)]
    return table


_LOWER = _lower()


class Reading:
    """A batch laid end to end with ``GAP`` zero units before, between and after.

    ``units`` lower-case code units, digits all zero; ``starts`` (n,) and ``lengths`` (n,) in units;
    ``capitals`` (n,) how many capitals there were.
    """

    def __init__(self, texts: Sequence[str], same_digits: bool = True) -> None:
        gap = "\0" * GAP
        joined = gap + "".join([text + gap for text in texts])
        plain = joined.isascii()
        lengths = map(len, texts) if plain else map(_units, texts)
        self.lengths = np.fromiter(lengths, np.int64, len(texts))
        self.starts = (self.lengths + GAP).cumsum() - self.lengths
        units = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), np.uint16)
        lower = _LOWER.take(units)
        capitals = (lower != units).nonzero()[0]
        self.capitals: Rows = capitals.searchsorted(self.starts + self.lengths) - capitals.searchsorted(self.starts)
        if same_digits:
            lower[(lower - np.uint16(49)) < 9] = 48
        self.units: Units = lower

    def first(self, many: int) -> "Reading":
        """What was read of the first ``many`` texts, one or more."""
        part = Reading.__new__(Reading)
        part.starts, part.lengths, part.capitals = self.starts[:many], self.lengths[:many], self.capitals[:many]
        part.units = self.units[: part.starts[-1] + part.lengths[-1] + GAP]
        return part

    @cached_property
    def bounds(self) -> Rows:
        """(n + 1,) where the units of each message begin, and the end.

        The first unit of a gap belongs to the message before it, the rest to the one after: a four-gram counts
        for the message that it reaches into.
        """
        return np.concatenate(([0], self.starts[1:] - (GAP - 1), [len(self.units)]))


def widths(starts: Rows, end: int) -> Rows:
    """(n,) how far it is from each of ``starts`` (n,) to the next, and from the last to ``end``."""
    return np.concatenate((starts[1:], [end])) - starts


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
