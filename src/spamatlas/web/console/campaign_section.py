"""What a campaign's page is made of: sections, each a file and a template in ``campaign_sections/``."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from spamatlas.locale import Language
from spamatlas.web.contract import Node

Gathered = Mapping[str, Any] | None
"""What a section's template has as ``section``; None where there is nothing to show, and the section is left out."""


class Section(Struct, frozen=True, kw_only=True):
    """A part of a campaign's page; its template is ``campaign_sections/NAME.html``.

    ``gather`` is given the node, the campaign as ``Node.campaign`` has it, and the reader's language; it may block, it
    runs in a thread beside those of the other sections. What a section reads by the campaign's name alone, ``ahead``
    reads, while the campaign's figures are read; ``gather`` finds it in the campaign as ``ahead``. Sections stand by
    ``order``, the lowest first; those that come with the node are a hundred apart.
    """

    name: str
    order: int
    gather: Callable[[Node, Mapping[str, Any], Language], Gathered]
    ahead: Callable[[Node, str], Any] | None = None

    @property
    def template(self) -> str:
        return f"campaign_sections/{self.name}.html"
