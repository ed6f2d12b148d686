"""In which words its reports say it."""

from collections.abc import Mapping, Sequence
from typing import Any

from spamatlas.locale import Language
from spamatlas.store.search import Part
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.console.variants import variants
from spamatlas.web.contract import Node
from spamatlas.web.inert import URL, defang

NEWEST = 40
WORDINGS = 8
"""So many reports of a campaign are read again to compare their wordings: each is opened from the vault."""


def gather(node: Node, campaign: Mapping[str, Any], _: Language) -> Gathered:
    """The commonest wording, and the others as changes of it."""
    newest = node.workbench.search([("campaign", campaign["campaign"])], Part(limit=NEWEST))
    texts = _texts(node, newest.rows)
    return {"wordings": variants(texts), "compared": sum(bool(text.strip()) for text in texts)}


def _texts(node: Node, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The texts of some of the newest reports, spread over them; those that can't be read any more are left out."""
    step = max(1, len(rows) // WORDINGS)
    messages = node.workbench.messages([row["id"] for row in rows[::step][:WORDINGS]])
    texts = [f"{each.subject}\n{each.text}" if each.subject else each.text for each in messages if each]
    # Made harmless before they are compared: a link that is cut into pieces could not be found any more.
    return [URL.sub(lambda found: defang(found.group()), text) for text in texts]


SECTION = Section(name="wordings", order=200, gather=gather)
