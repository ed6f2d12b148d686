"""Telephone numbers that a caller says in words, as a transcript has them."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

FEWEST_DIGITS = 7
SEARCHED_WORDS = 600
# Nought to nineteen in order, then the tens from twenty; a word for nought that digits are also called by stands below.
# Cardinal numbers as CLDR's rule-based number formats spell them (Unicode TR 35, part 3).
_COUNTING = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety",
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf vingt trente quarante cinquante soixante septante huitante nonante",
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
    " dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito"
    " dezenove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn"
    " achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать"
    " пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать тридцать сорок пятьдесят шестьдесят"
    " семьдесят восемьдесят девяносто",
    "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "sifuri moja mbili tatu nne tano sita saba nane tisa kumi",
    "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas",
    "sıfır bir iki üç dört beş altı yedi sekiz dokuz on",
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह",
)
_OTHERWISE = {"oh": 0, "meia": 6, "zwo": 2, "нуль": 0, "اثنين": 2, "اثنا": 2, "kosong": 0, "पांच": 5}
_TEEN = "عشر"  # Arabic puts the unit before it
_JOINING = frozenset(("y", "et", "e", "and", "и", "و"))
_HAN = str.maketrans("零〇一幺二三四五六七八九", "001123456789")
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
    for counting in _COUNTING:
        for place, word in enumerate(counting.split()):
            values.setdefault(_bare(word), place if place < 20 else 10 * (place - 18))
    return values
