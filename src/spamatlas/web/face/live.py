"""The parts of a page that change while it is open, each with a mark of its content: only what changed is sent again."""

from collections.abc import Callable
from hashlib import blake2b

from markupsafe import Markup


class Live:
    """Gathers a page's parts while the page is made: ``{% call live("volume") %}…{% endcall %}``."""

    def __init__(self) -> None:
        self._parts: dict[str, Markup] = {}

    def __call__(self, identifier: str, tone: str = "", tag: str = "div", *, caller: Callable[[], Markup]) -> Markup:
        """An element that holds the part, under its identifier and mark."""
        inner = caller()
        mark = blake2b(inner.encode("utf-8", "replace"), digest_size=6).hexdigest()
        whole = Markup('<{0} id="{1}" class="{2}" data-live="{3}">{4}</{0}>').format(tag, identifier, tone, mark, inner)
        self._parts[f"{identifier}.{mark}"] = whole
        return whole

    def changed(self, have: str) -> Markup | None:
        """The parts that a browser does not have; ``have`` names what it has. None for a page that has no parts."""
        if not self._parts:
            return None
        known = set(have.split(","))
        return Markup("").join(part for name, part in self._parts.items() if name not in known)
