"""Blanks narrower than a plain one, which between letters one by one part no words."""

import re

# Unicode, table 6-2: from the en quad to the hair space, the narrow no-break space, the mathematical one.
_THIN_BLANKS = (*map(chr, range(0x2000, 0x200B)), "\u202f", "\u205f")
_THIN = "".join(_THIN_BLANKS)
# It begins with the rare sign, so that the search skips to it.
_PARTED = re.compile(f"[{_THIN}](?:[^{_THIN}\n][{_THIN}]){{2,}}")
_WITHOUT = dict.fromkeys(map(ord, _THIN_BLANKS))


def without_thin_blanks(text: str) -> str:
    """The text without the thin blanks that part sign from sign, four in a row or more; plain ones still part words."""
    if text.isascii() or not any(blank in text for blank in _THIN_BLANKS):
        return text
    return _PARTED.sub(lambda run: run[0].translate(_WITHOUT), text)
