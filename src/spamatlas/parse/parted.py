"""Names of hosts written apart, with blanks at their dots or the word "dot", put together again."""

import re

MOST_CHARACTERS, MOST_NAMES = 20_000, 50
"""Of one text: how far it is looked through, and how many names are put together."""

# Suffixes that are no words, so that they hardly end a sentence. Others only after a name with a hyphen or a figure.
_SURE = "com|net|org|info|biz|xyz|icu|cyou|cfd|sbs|co\\.uk"
_WORDS = "top|online|site|shop|club|vip|store|website|click|link|live|app|bond|buzz|loan|support"
# Each begins with one fixed sign, so that the search leaps to it. The end of a line or a sentence, or a path, follows:
# "com" goes on in a Portuguese sentence.
_AFTER_BLANK = re.compile(
    rf"\.(?:(?<=[ \u00a0]\.) ?| )(?:(?P<sure>{_SURE})|(?:{_WORDS}))(?=/|[ \t]*(?:[\r\n]|\Z)|[.,!?)](?:\s|\Z))",
    re.IGNORECASE,
)
_AFTER_WORD = re.compile(
    rf" d[o0]t (?P<sure>{_SURE})(?![\w-])(?! (?:bubble|boom|era|crash|company|companies|millionaire)s?\b)",
    re.IGNORECASE,
)
_LABELS = re.compile(r"(?:[a-z0-9-]{1,63}(?: ?\. ?| d[o0]t )){0,4}[a-z0-9-]{1,63}\Z", re.IGNORECASE | re.ASCII)
_PARTS = re.compile(r"(?: ?\. ?| d[o0]t )", re.IGNORECASE)
_BEHIND = 200
# What stands before "dot com" where it is said of firms, not of one.
_SAID = frozenset({"the", "a", "an", "of", "this", "that", "old", "first", "every", "another", "and", "or", "in", "is"})


def together(text: str) -> str:
    """The text with ``evri. my-slot. com``, ``evri .com`` and ``evri dot com`` as hosts, and U+2024 as a full stop.

    Only under suffixes that are no words, or after a name with a hyphen or a figure. Most texts as they are; of a long
    one the first ``MOST_CHARACTERS``, of many names the first ``MOST_NAMES``.
    """
    if not text.isascii() and "\u2024" in text:
        text = text.replace("\u2024", ".")
    if " dot " in text or " d0t " in text or " DOT " in text or " Dot " in text:
        text = _joined(text, _AFTER_WORD)
    return _joined(text, _AFTER_BLANK) if ". " in text or " ." in text else text


def _joined(text: str, ending: re.Pattern[str]) -> str:
    parts: list[str] = []
    at = 0
    for _, found in zip(range(MOST_NAMES), ending.finditer(text, 0, MOST_CHARACTERS), strict=False):
        before = text[max(at, found.start() - _BEHIND) : found.start()].removesuffix(" ")
        name = _LABELS.search(before)
        if name is None or not _is_name(name[0], is_sure=bool(found["sure"])):
            continue
        gap = found.start() - len(text[max(at, found.start() - _BEHIND) : found.start()])
        parts += [text[at : gap + name.start()], _PARTS.sub(".", name[0]), _PARTS.sub(".", found[0].lower())]
        at = found.end()
    return "".join((*parts, text[at:])) if parts else text


def _is_name(written: str, *, is_sure: bool) -> bool:
    last = _PARTS.split(written)[-1].lower()
    return last not in _SAID and (is_sure or "-" in last.strip("-") or not last.isalpha())
