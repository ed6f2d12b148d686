"""In which words its reports said it, and when."""

from collections.abc import Mapping, Sequence
from typing import Any

from spamatlas.locale import Language
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.console.drawing import lane
from spamatlas.web.console.time_scale import TimeScale
from spamatlas.web.console.variants import variants
from spamatlas.web.contract import Node
from spamatlas.web.inert import URL, defang


def gather(node: Node, campaign: Mapping[str, Any], _: Language) -> Gathered:
    """The wordings of most reports in the order in which they came, each with the days on which it was in use."""
    found = campaign["variants"]
    shown = sorted(found["shown"], key=lambda each: each["first_seen"])
    texts = texts_of(node, shown)
    scale = TimeScale.of(campaign["life"]["days"])
    told = variants([(each["reports"], text) for each, text in zip(shown, texts, strict=True)])
    lanes = [lane(scale.values(each["days"])) for each in shown]
    return {"found": found, "rows": list(zip(shown, told, lanes, strict=True))}


def texts_of(node: Node, shown: Sequence[Mapping[str, Any]]) -> list[str]:
    """The text of the newest report of each wording, made harmless; empty where it can't be read any more."""
    there = [each["report"] for each in shown if each["report"]]
    messages = dict(zip(there, node.workbench.messages(there), strict=True))
    found = [messages.get(each["report"]) for each in shown]
    texts = ["" if each is None else f"{each.subject}\n{each.text}" if each.subject else each.text for each in found]
    # Made harmless before they are compared: a link that is cut into pieces could not be found any more.
    return [URL.sub(lambda found: defang(found.group()), text) for text in texts]


SECTION = Section(name="wordings", order=200, gather=gather)
