"""Writing directions that a text sets, undone: its letters in the order in which they are shown and read."""

import re
import unicodedata

from msgspec import Struct

# Unicode Standard Annex 9, sections 2.1 to 2.5: embeddings, overrides and isolates, and what ends them.
_OPENS = {
    "\u202a": "L", "\u202b": "R", "\u202d": "L", "\u202e": "R", "\u2066": "L", "\u2067": "R", "\u2068": "L",
}  # fmt: skip
"""An isolate of the first strong letter goes from left to right here, where no letter goes from right to left."""
_OVERRIDES, _ISOLATES = "\u202d\u202e", "\u2066\u2067\u2068"
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_MOST_LEVELS = 10
"""The Annex has 125 (its section 3.3.2); nobody reads a text that turns so often."""
# What turns letters round; those from left to right and the isolates alone do nothing to a line of Latin letters.
_TURNS = "\u202b\u202e\u2067"
# A line, or the part of one that has no letter from right to left.
_STRETCH = re.compile("[^\n\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]+")
_KINDS = {"L": "L", "EN": "number"}
# A word whose letters stand in isolates one by one, to be shown in another order; programs isolate whole names.
_IN_PIECES = re.compile("(?:[\u2066\u2068][A-Za-z\u00c0-\u052f]{1,3}\u2069){3,}")


class _Span(Struct):
    """A stretch of one direction and what is in it, each piece with its kind (L, R, number, or other) as shown."""

    opened_by: str
    direction: str
    pieces: list[tuple[str, str]]


def as_read(text: str) -> str:
    """The text in the order in which a person reads it, without the controls that set it (UAX 9).

    Letters of Hebrew, Arabic and other alphabets from right to left stay in the order in which they are written, which
    is the one they are read in; what stands between two of them is taken by itself.
    """
    if not _turns(text):
        return text
    return _STRETCH.sub(lambda found: _stretch(found[0]) if _turns(found[0]) else found[0], text)


def is_in_pieces(text: str) -> bool:
    """Whether the letters of a word stand in isolates one by one within what is shown from right to left."""
    return _turns(text) and _IN_PIECES.search(text) is not None


def _turns(text: str) -> bool:
    return any(sign in text for sign in _TURNS)


def _stretch(stretch: str) -> str:
    spans = [_Span("", "L", [])]
    dropped = 0
    for sign in stretch:
        if sign in _OPENS:
            if len(spans) < _MOST_LEVELS:
                spans.append(_Span(sign, _OPENS[sign], []))
            else:
                dropped += 1
        elif sign in (_POP, _POP_ISOLATE) and dropped:
            dropped -= 1
        elif sign == _POP:
            if spans[-1].opened_by and spans[-1].opened_by not in _ISOLATES:
                _close(spans)
        elif sign == _POP_ISOLATE:
            _close_isolate(spans)
        else:
            spans[-1].pieces.append((_kind(sign, spans[-1]), sign))
    while len(spans) > 1:
        _close(spans)
    return _shown(spans[0])


def _kind(sign: str, span: _Span) -> str:
    if span.opened_by and span.opened_by in _OVERRIDES:
        return span.direction
    return _KINDS.get(unicodedata.bidirectional(sign), "other")


def _close(spans: list[_Span]) -> None:
    """End the innermost span: one piece of what is around it, of no direction to it where it is an isolate."""
    span = spans.pop()
    around = spans[-1]
    is_overridden = bool(around.opened_by) and around.opened_by in _OVERRIDES
    kind = "other" if span.opened_by in _ISOLATES and not is_overridden else span.direction
    around.pieces.append((around.direction if is_overridden else kind, _shown(span)))


def _close_isolate(spans: list[_Span]) -> None:
    """End the innermost isolate and what was opened in it and not ended (rule X6a); nothing where there is none."""
    if any(span.opened_by and span.opened_by in _ISOLATES for span in spans):
        while spans[-1].opened_by not in _ISOLATES:
            _close(spans)
        _close(spans)


def _shown(span: _Span) -> str:
    """The pieces of a span from left to right as they are shown (rules N1, N2 and L2)."""
    kinds = _resolved([kind for kind, _ in span.pieces], span.direction)
    runs: list[tuple[str, list[str]]] = []
    for kind, (_, piece) in zip(kinds, span.pieces, strict=True):
        if not runs or runs[-1][0] != kind:
            runs.append((kind, []))
        runs[-1][1].append(piece)
    shown = ["".join(reversed(pieces) if kind == "R" else pieces) for kind, pieces in runs]
    return "".join(reversed(shown) if span.direction == "R" else shown)


def _resolved(kinds: list[str], direction: str) -> list[str]:
    """Each kind L, R or number; what has no direction has that of both its neighbours where they agree, else that of
    the span. Numbers go with the letters from left to right before them (rule W7); elsewhere they go from left to right
    themselves, and stand among letters from right to left as those do.
    """
    kinds = _with_numbers(kinds, direction)
    found: list[str] = []
    before, waiting = direction, 0
    for kind in kinds:
        if kind == "other":
            waiting += 1
            continue
        side = "R" if kind == "number" else kind
        found += [side if side == before else direction] * waiting + [kind]
        before, waiting = side, 0
    return found + [direction] * waiting


def _with_numbers(kinds: list[str], direction: str) -> list[str]:
    """The kinds with L for each number behind a letter from left to right, or in a span of that direction."""
    strong, found = direction, []
    for kind in kinds:
        if kind in ("L", "R"):
            strong = kind
        is_left = kind == "number" and "L" in (strong, direction)
        found.append("L" if is_left else kind)
    return found
