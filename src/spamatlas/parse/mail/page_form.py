"""What a page asks to be filled in, and where it sends its reader on."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spamatlas.model import Holding

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
# What follows the seconds; ``url=`` before it may be left out (section 4.2.5.3, shared declarative refresh steps).
_AFTER_SECONDS = re.compile(
    r"\bcontent\s{0,9}=\s{0,9}(?:([\"'])\s{0,9}[\d.]{0,20}\s{0,9}[\s;,]\s{0,9}(?!\1)[^\s;,]|[\d.]{0,20}[;,][^\s;,>])"
)
_LOCATION = re.compile(
    r"(?<![\w?&#-])location(?:\s{0,9}\.\s{0,9}href)?\s{0,9}=(?!=)|(?<![\w?&#-])location\s{0,9}\.\s{0,9}(?:replace|assign)\s{0,9}\("
)
_ON_LOAD = re.compile(r"\bon(?:load|error|pageshow)\s{0,9}=\s{0,9}[\"']?([^<>\"]{0,2000})")


def fields_in(tree: LexborHTMLParser, has_forms: bool) -> set[Holding]:
    """``password`` for a field for one; ``form`` for that and for two fields or more, or a large one, to type into.

    One field by itself searches or subscribes: so have many newsletters. That the page ``has_forms`` is asked for all
    but passwords; which form a field is of is not: one that is opened within a table is no parent of its fields.
    """
    fields = tree.css("input,textarea" if has_forms else "input[type]")  # as many as the page may have tags
    kinds = [(field, _type(field)) for field in fields]
    if any(kind == "password" for _, kind in kinds):
        return {"form", "password"}
    typed = {field.attributes.get("name") or "" for field, kind in kinds if kind not in _NOT_TYPED}
    is_large = any(kind == "textarea" for _, kind in kinds)
    return {"form"} if has_forms and (len(typed) > 1 or is_large) else set()


def redirects(html: str, text: str) -> bool:
    """Whether a page with little ``text`` to read sends its reader on to another address.

    By ``meta http-equiv=refresh`` with an address (WHATWG HTML, section 4.2.5.3) or by a script that sets the location
    (section 7.2.4).
    """
    if len(text) > LITTLE_TEXT:
        return False
    lowered = html.lower()
    refreshes = (tag for tag in _META.findall(lowered) if "http-equiv" in tag and "refresh" in tag)
    if any("url" in tag or _AFTER_SECONDS.search(tag) for tag in refreshes):
        return True
    return any(_LOCATION.search(script) for script in (*_scripts(lowered), *_ON_LOAD.findall(lowered)))


def _type(field: LexborNode) -> str:
    is_large = field.tag == "textarea"
    return "textarea" if is_large else (field.attributes.get("type") or "").strip().lower()


def _scripts(lowered: str) -> list[str]:
    """What stands in script elements, one that is left open to the end."""
    return [piece.partition("</script")[0] for piece in lowered.split("<script")[1:]]
