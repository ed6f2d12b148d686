"""The parts of a page that change while it is open, each with a mark of its content: only these are sent again."""

from collections.abc import Callable
from hashlib import blake2b

from markupsafe import Markup


class Live:
    """Gathers a page's parts while the page is made: ``{% call live("volume") %}…{% endcall %}``."""

    def __init__(self) -> None:
        self._parts: dict[str, Markup] = {}

    def __call__(self, identifier: str, tone: str = "", tag: str = "div", *, caller: Callable[[], Markup]) -> Markup:
        """An element that holds the part, under its identifier and mark; a figure is named by its finding."""
        inner = caller()
        mark = blake2b(inner.encode("utf-8", "replace"), digest_size=6).hexdigest()
        named = Markup(' aria-labelledby="{}-finding"').format(identifier) if tag == "figure" else ""
        place = Markup('<{0} id="{1}" class="{2}" data-live="{3}"{4}>{5}</{0}>')
        whole = place.format(tag, identifier, tone, mark, named, inner)
        self._parts[f"{identifier}.{mark}"] = whole
        return whole

    def changed(self, have: str) -> Markup | None:
        """The parts that a browser does not have, and the names of those to drop; ``have`` names what it has.

        None for a page that has no parts.
        """
        if not self._parts:
            return None
        known = set(have.split(","))
        here = {name.partition(".")[0] for name in self._parts}
        gone = sorted({name.partition(".")[0] for name in known} - here - {""})
        told = Markup("").join(Markup('<i data-gone="{}"></i>').format(name) for name in gone)
        return told + Markup("").join(part for name, part in self._parts.items() if name not in known)
