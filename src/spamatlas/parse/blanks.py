"""Blanks that are there to push a text out of sight of what reads only its beginning."""

import re

LOOKED_AT = 4000
"""Characters of a text in which that is looked for: what judges read of one lies within (``judge.reading``)."""

# Blanks, and what shows nothing (``judge.disguise`` says which, by Unicode); filled in runs only, as words need some.
_UNSEEN = "\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0"
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_RUN = re.compile(rf"[\s{_UNSEEN}]{{3,}}")
_BLANK = re.compile(rf"[\s\0-\x1f\x7f-\x9f{_UNSEEN}]*\Z")
_RUN_OF_BYTES = re.compile(rb"[\0\t\n\r ]{16,}")
# As UTF-8 and as pages name them (WHATWG HTML, section 13.5); apart, as looking for both at once takes a hundred times
# as long (50 MB of blanks: 18 s, measured).
_RUN_OF_NAMED = re.compile(
    rb"(?:(?:\xc2\xa0|\xe2\x80[\x8b-\x8f]|&(?:nbsp|zwnj|zwj|shy|#160|#x[aA]0|#820[3-7]|#x200[b-fB-F]);)"
    rb"[\0\t\n\r ]*+){16,}+"
)


def is_blank(text: str) -> bool:
    """Whether nothing of the text shows: blanks, controls (NUL too) and what is invisible, or nothing at all."""
    return _BLANK.match(text) is not None


def pressed(text: str) -> str:
    """The text, without its runs of blanks where its beginning is more blank than not; most texts as they are."""
    head = text[:LOOKED_AT]
    if len(head) < LOOKED_AT:
        return text
    shown = head if head.isascii() else _INVISIBLE.sub("", head)
    return text if 2 * sum(map(len, shown.split())) > LOOKED_AT else without_runs(text)


def without_runs(text: str) -> str:
    """The text with an empty line, or a blank, for each run of three or more."""
    return _RUN.sub(_one, text)


def bytes_without_runs(body: bytes) -> bytes:
    """The same for bytes of which too many would have to be read as text; only long runs."""
    return _RUN_OF_NAMED.sub(b"\n\n", _RUN_OF_BYTES.sub(b"\n\n", body))


def _one(run: re.Match[str]) -> str:
    return "\n\n" if "\n" in run[0] else " "
