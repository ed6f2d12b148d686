"""What a page asks to be filled in, and where it sends its reader on."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST_FIELDS = 200
MOST_SCRIPTS = 100
# A page that is there to be read has more words; "Your document is loading, please wait" has fewer.
LITTLE_TEXT = 400
# States of an input that somebody types into (WHATWG HTML, section 4.10.5.1); what is no state is text.
_NOT_TYPED = frozenset(
    [
        "hidden",
        "search",
        "submit",
        "button",
        "reset",
        "image",
        "radio",
        "checkbox",
        "file",
        "color",
        "range",
        "date",
        "month",
        "week",
        "time",
        "datetime-local",
    ]
)
_META = re.compile(r"<meta\b[^<>]{0,2000}>")
_LOCATION = re.compile(
    r"(?<![\w?&#-])location(?:\s{0,9}\.\s{0,9}href)?\s{0,9}=(?!=)|(?<![\w?&#-])location\s{0,9}\.\s{0,9}(?:replace|assign)\s{0,9}\("
)
_ON_LOAD = re.compile(r"\bon(?:load|error|pageshow)\s{0,9}=\s{0,9}[\"']?([^<>\"]{0,2000})")


def has_fields(tree: LexborHTMLParser) -> bool:
    """Whether a page has a field that somebody types words into; a field to search by is none.

    Asked of a page with a form: by the rules of parsing one that is opened within a table is no parent of its fields.
    """
    return any(_is_typed(field) for field in tree.css("input,textarea")[:MOST_FIELDS])


def has_password(tree: LexborHTMLParser) -> bool:
    """Whether a page has a field for a password, in a form or not."""
    return any((field.attributes.get("type") or "").strip().lower() == "password" for field in tree.css("input[type]"))


def redirects(html: str, text: str) -> bool:
    """Whether a page with little ``text`` to read sends its reader on to another address.

    By ``meta http-equiv=refresh`` with an address (WHATWG HTML, section 4.2.5.3) or by a script that sets the location
    (section 7.2.4).
    """
    if len(text) > LITTLE_TEXT:
        return False
    lowered = html.lower()
    refreshes = (tag for tag in _META.findall(lowered) if "http-equiv" in tag and "refresh" in tag)
    if any("url" in tag for tag in refreshes):
        return True
    return any(_LOCATION.search(script) for script in (*_scripts(lowered), *_ON_LOAD.findall(lowered)))


def _is_typed(field: LexborNode) -> bool:
    return field.tag == "textarea" or (field.attributes.get("type") or "").strip().lower() not in _NOT_TYPED


def _scripts(lowered: str) -> list[str]:
    """What stands in script elements, one that is left open to the end."""
    pieces = lowered.split("<script", MOST_SCRIPTS)[1:]
    return [piece.partition("</script")[0] for piece in pieces]
