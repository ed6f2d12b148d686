"""Who acts in step on a platform: posts of the same minutes, by accounts made together, with the same in them.

Nothing of what a post thinks is looked at. One sign proves nothing: a crowd reads the same news in the same minute,
fans and those who sign a petition copy a text, and many accounts are young. So a mark holds three signs together: the
minutes, what ties the accounts (made within the same hour and not a month old, or one name with different figures
behind it), and what is the same in the posts. Of a thousand fans who copy one short text within a quarter of an hour, a
tenth of them with accounts younger than a month, the day would tie sixty, the hour a few (tests/campaign/test_pace.py).
"""

import re
from collections.abc import Iterator
from datetime import time, timedelta

from spamatlas.campaign.confusables import FOLD
from spamatlas.campaign.shared_hosts import page_of, place_of
from spamatlas.model import ON_PLATFORMS, Message, PartyKind

WINDOW_SECONDS = 600
"""Two posts within half of it share a window, whenever they come: windows begin every half of one."""
YOUNG = timedelta(days=30)
FEWEST_LETTERS, MOST_LETTERS = 12, 60
"""Of a text that counts as copied: less is said by everybody, more is found by its wording."""
FEWEST_FIGURES, FEWEST_NAME_LETTERS = 3, 5
MOST_LINKS = 2
_LINK = re.compile(r"https?://\S+")
_OTHER = re.compile(r"[\W\d_]+")
_FIGURES = re.compile(r"[\W_]*[0-9]+$")


def pace_marks(message: Message) -> Iterator[str]:
    """``pace:`` the minutes and what ties the accounts, which counts beside half the wording; ``step:`` these with what
    is the same: a short text, or a host that many share, as a shortening service.
    """
    at = message.sent_at
    if message.channel not in ON_PLATFORMS or at is None or at.tzinfo is None:
        return
    tied = list(_ties(message))
    if not tied:
        return
    half = int(at.timestamp()) // (WINDOW_SECONDS // 2)
    same = list(_same(message))
    for window in (half, half + 1):
        yield f"pace:{window} {tied[0]}"
        yield from (f"step:{window} {tie} {each}" for tie in tied for each in same)


def _ties(message: Message) -> Iterator[str]:
    made, at, sender = message.account_made, message.sent_at, message.sender
    # At midnight sharp: only the day was stated.
    if made is not None and at is not None and timedelta() <= at - made < YOUNG and made.time() != time():
        yield f"made {made:%Y-%m-%dT%H}"
    if sender is not None and sender.kind is not PartyKind.PHONE:
        name = sender.value.removeprefix("@").casefold()
        stem = _FIGURES.sub("", name)
        if len(name) - len(stem) >= FEWEST_FIGURES and len(stem) >= FEWEST_NAME_LETTERS:
            yield f"name {stem}"


def _same(message: Message) -> Iterator[str]:
    letters = _OTHER.sub("", _LINK.sub("", message.text[:1_000]).casefold().translate(FOLD))
    weight = len(letters) + 2 * sum(letter >= "\u2e80" for letter in letters)
    if weight >= FEWEST_LETTERS and len(letters) <= MOST_LETTERS:
        yield f"words {letters}"
    for link in message.links[:MOST_LINKS]:
        kind, host = place_of(link.host, link.domain)
        if kind == "page" and page_of(link):
            yield f"host {host}"
