"""Telephone numbers that a caller says in words, as a transcript has them."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

FEWEST_DIGITS = 7
SEARCHED_WORDS = 600
# Said otherwise than where one counts (``spoken.tsv``).
_OTHERWISE = {"oh": 0, "meia": 6, "zwo": 2, "нуль": 0, "اثنين": 2, "اثنا": 2, "kosong": 0, "पांच": 5}
_TEEN = "عشر"  # Arabic puts the unit before it
_JOINING = frozenset(("y", "et", "e", "and", "и", "و"))
# Scripts in which one sign is one digit's word, and words are not parted.
_HAN = str.maketrans("零〇一幺二三四五六七八九공영일이삼사오육칠팔구", "00112345678900123456789")
_WORD = re.compile(r"[0-9]+|[^\W\d_]+(?:-(?:sept|huit|neuf))?")


def spoken_numbers(text: str) -> set[str]:
    """The numbers of at least ``FEWEST_DIGITS`` digits in a text that are said word by word, digits alone.

    Tens and a unit behind them are one number (*trente-quatre*, 34), so a number is the same however it was grouped
    where each group is two digits.
    """
    return {digits for digits in _runs(text) if len(digits) >= FEWEST_DIGITS}


def _runs(text: str) -> Iterator[str]:
    run: list[str] = []
    for word in _words(text):
        value = _values().get(word)
        if word.isdigit() and word.isascii():
            run.append(word)
        elif word == _TEEN and run and len(run[-1]) == 1:
            run[-1] = str(10 + int(run[-1]))
        elif value is not None:
            _say(run, value)
        elif word not in _JOINING:
            yield "".join(run)
            run = []
    yield "".join(run)


def _say(run: list[str], value: int) -> None:
    """One more word: a unit right behind a ten belongs to it."""
    if run and 0 < value < 10 and len(run[-1]) == 2 and run[-1][1] == "0" and run[-1][0] not in "01":
        run[-1] = str(int(run[-1]) + value)
    else:
        run.append(str(value))


def _words(text: str) -> list[str]:
    return _WORD.findall(_bare(text.translate(_HAN)))[:SEARCHED_WORDS]


def _bare(text: str) -> str:
    """Lower case, without accents and vowel marks."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter)
    )


@cache
def _values() -> dict[str, int]:
    values = {_bare(word): value for word, value in _OTHERWISE.items()}
    rows = files(__package__).joinpath("spoken.tsv").read_text("utf-8").splitlines()
    for row in rows:
        counting = "" if row.startswith("#") else row.partition("\t")[2]
        for place, word in enumerate(counting.split()):
            values.setdefault(_bare(word), place if place < 20 else 10 * (place - 18))
    return values
