"""What stands further down in a message than its wording is read, so that nothing hides behind a long beginning.

Spam set below innocent paragraphs, or below a rule that looks like a list's footer, is judged by itself.
"""

import re
from collections.abc import Iterator

from spamatlas.judge.disguise import undisguised
from spamatlas.judge.passage import LATER, Passage
from spamatlas.judge.reading import MOST_UNITS, read_until, without_footer
from spamatlas.model import Message

MARGIN, OF_FOOTERS = 4.0, 5.0
"""So much surer, in log-odds, a later passage must be than the whole is to be; more so below a rule that looks like a
footer's, as those of some lists advertise. Of the SpamAssassin corpus, whose later passages trained nothing, 2 of 3,178
hams come over 0.9 by it and 10 over 0.6, most of them long digests."""
MOST_PASSAGES = 340
"""As many as a text has that is as long as any that is read (``parse.mail.content.MOST_TEXT``): none is left out."""
_LONG, _FEWEST = 600, 40
"""Letters of a passage: what asks for something is most of one, else the innocent words around it would outweigh it."""
_PARAGRAPHS = re.compile(r"\n[ \t\r]*\n\s*")


def passages(message: Message) -> list[Passage]:
    """The text behind what ``reading.content`` reads, without disguise, by paragraphs; most often none.

    At most ``MOST_PASSAGES``: the first ones, and of the rest those with the most links, as spam has to say where to
    go.
    """
    text, footer = message.text, len(without_footer(message.text))
    start = min(footer, read_until(message))
    if start >= len(text):
        return []
    every = [(passage, MARGIN) for passage in _cut(_plain(text[start:footer]))]
    every += [(passage, OF_FOOTERS) for passage in _cut(_plain(text[footer:]))]
    every = [each for each in every if len(each[0]) >= _FEWEST]
    if len(every) > MOST_PASSAGES:
        half = MOST_PASSAGES // 2
        every = every[:half] + sorted(every[half:], key=lambda each: -each[0].count("://"))[:half]
    channel = message.channel
    return [Passage(LATER, Message(submission_id="", channel=channel, text=text), margin) for text, margin in every]


def _plain(text: str) -> str:
    """The text without disguise: some lines at a time, as no more codes are undone at once than a
    beginning may hold.
    """
    parts, start = [], 0
    while start < len(text):
        end = start + MOST_UNITS
        if end < len(text):
            end = max(text.rfind("\n", start, end), text.rfind(" ", start, end), start) + 1
            end = end if end > start + 1 else start + MOST_UNITS
        parts.append(undisguised(text[start:end]))
        start = end
    return "".join(parts)


def _cut(text: str) -> Iterator[str]:
    """Paragraphs, short ones together and long ones cut between words where there are any."""
    held = ""
    for paragraph in _PARAGRAPHS.split(text.strip()):
        if len(held) + len(paragraph) > _LONG and held:
            yield held
            held = ""
        rest = f"{held}\n\n{paragraph}" if held else paragraph
        while len(rest) > _LONG:
            at = max(rest.rfind(" ", _LONG // 2, _LONG), rest.rfind("\n", _LONG // 2, _LONG))
            at = at if at > 0 else _LONG
            yield rest[:at]
            rest = rest[at:].lstrip()
        held = rest
    if held:
        yield held
