"""What senders do to copies, for measuring: letters changed, names and links swapped, letters disguised."""

import random
import re
from collections.abc import Callable

EDITED_SHARE = 0.05
MOST_NAMES = 2
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[a-z0-9-]+\.(?:com|net|org|co\.uk|info)\b\S*", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
_NAMES = ("Harrow", "Belmar", "Aldous", "Quill", "Tessaro", "Winslow", "Marrick", "Lesage")
_DOUBLES = str.maketrans("aeopcxyiAEOPCXBHKMT", "аеорсхуіАЕОРСХВНКМТ")
_LEET = str.maketrans("oieast", "013457")
_UNSEEN = ("\u200b", "\u200c", "\u2060", "\u00ad")


def edited(text: str, chooser: random.Random, share: float = EDITED_SHARE) -> str:
    """A copy with up to ``share`` of its characters replaced, deleted, or followed by another letter."""
    letters = list(text)
    for place in chooser.sample(range(len(letters)), int(share * len(letters))):
        letter = chooser.choice("etaoinshrdlu")
        letters[place] = chooser.choice(("", letter, letters[place] + letter))
    return "".join(letters)


def swapped(text: str, chooser: random.Random) -> str:
    """Other names, numbers and links in the same places."""
    host = "".join(chooser.choice("bcdfghklmnprstvz") + chooser.choice("aeiou") for _ in range(4))
    text = _LINK.sub(lambda _: f"http://{host}.example/{chooser.randrange(9999)}", text)
    text = _NAME.sub(lambda _: chooser.choice(_NAMES), text, count=MOST_NAMES)
    return _NUMBER.sub(lambda found: "".join(chooser.choice("123456789") for _ in found[0]), text)


def disguised(text: str, chooser: random.Random) -> str:
    """Look-alike letters, digits for letters, unseen signs, letters spaced out; one of these for each word."""
    return " ".join(_disguise(word, chooser) for word in text.split(" "))


def _disguise(word: str, chooser: random.Random) -> str:
    way = chooser.randrange(6)
    if way == 0:
        return word.translate(_DOUBLES)
    if way == 1 and word.isalpha():
        return word.translate(_LEET)
    if way == 2 and len(word) > 3:
        return word[:2] + chooser.choice(_UNSEEN) + word[2:]
    if way == 3 and word.isalpha() and len(word) > 4:
        return ".".join(word)
    return "".join(letter.upper() if chooser.random() < 0.5 else letter for letter in word) if way == 4 else word


EDITS: tuple[Callable[[str, random.Random], str], ...] = (edited, swapped, disguised)
