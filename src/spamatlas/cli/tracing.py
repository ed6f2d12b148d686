"""What is known of a thing: from the data on this machine, and from the reports of this node."""

import re
from pathlib import Path
from typing import Any

import msgspec

from spamatlas import intake, trace
from spamatlas.campaign import hub
from spamatlas.cli.access import Ask, access
from spamatlas.cli.judging import items_from
from spamatlas.cli.output import say
from spamatlas.model import Cluster, Edge, Graph, Rejected, Vertex, VertexKind
from spamatlas.pipeline.outcome import Failure, Item, Shown, Task
from spamatlas.settings import Settings
from spamatlas.suffixes import RESERVED, public_suffix

DAYS, MOST_EDGES = "30d", 50
MOST_TIES = 20
_NETWORK = re.compile(r"(?:AS|as|As)([0-9]{1,10})\Z")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_CAMPAIGN = re.compile(r"[Cc]-[0-9a-fA-F]{16}\Z")
KINDS = {"address": ("address",), "number": ("number",), "domain": ("domain", "host"), "account": ("account",)}


def trace_target(target: str, settings: Settings) -> dict[str, Any]:
    """Everything known of an address, number, domain, link or account, with its sightings and what it is tied to; of a
    campaign, what it is tied to; of a file, where it came from.

    Raises:
        Rejected: it is none of these, or the file can't be read.
    """
    if Path(target).is_file():
        return _file(Path(target), settings)
    if network := _NETWORK.match(target):
        return _edges(target, "network", [{"place": f"network:{network[1]}"}], settings)
    if _COUNTRY.match(target):
        return _edges(target, "country", [{"country": target}, {"destination": target}], settings)
    if _CAMPAIGN.match(target):
        with access(settings) as ask:
            return {"target": target, "what": "campaign", **_ties(ask, target)}
    is_shared = bool(hub(VertexKind.DOMAIN, _host(target), 1))
    record = trace.look_up(target, trace.Directory.open(), is_shared=is_shared)
    if record.kind == "unknown":
        raise Rejected(
            "unknown-target",
            "neither a file, an address, a number in international form, a domain, a link, a network such as AS64500, "
            "a country such as FR, an account nor a campaign",
        )
    known: dict[str, Any] = msgspec.to_builtins(record)
    facts = known.get(record.kind) or {}
    seen = _seen(target, record.kind, facts, settings)
    if record.kind == "domain" and not seen.get("seen") and not _may_be_registered(str(facts["host"])):
        raise Rejected(
            "unknown-target", "no file is there; nor is it a domain in use, or in a report; a link begins with https://"
        )
    return {
        "target": target,
        **facts,
        "what": record.kind,
        "contacts": known["contacts"],
        "as_of": record.as_of,
        **seen,
    }


def _edges(target: str, what: str, asked: list[dict[str, str]], settings: Settings) -> dict[str, Any]:
    """The edges of the route graph at a network or a country, the busiest first, each once."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    with access(settings) as ask:
        for each in asked:
            parameters = {"since": DAYS, "limit": MOST_EDGES, **each}
            for row in ask("statistic", name="route_edges", parameters=parameters)["rows"]:
                ends = tuple(row[f"{end}{part}"] for end in ("from", "to") for part in ("_kind", "", "_country"))
                found[ends] = row
    edges = sorted(found.values(), key=lambda row: (-row["reports"], row["from"], row["to"]))
    return {"target": target, "what": what, "edges": edges}


def edge_line(edge: dict[str, Any]) -> dict[str, Any]:
    """An edge for a narrow table: either end in words, then the figures."""
    ends = {end: _end(edge[f"{end}_kind"], edge[end], edge[f"{end}_country"]) for end in ("from", "to")}
    return {**ends, **{name: edge[name] for name in ("reports", "reporters", "certainty")}}


def _end(kind: str, name: str, country: str) -> str:
    return name if kind == "country" else f"{kind} {name} {country}".strip()


def _seen(target: str, kind: str, facts: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """What reports tell of a thing; nothing where there is no node, which is said: all else is known without one."""
    try:
        with access(settings) as ask:
            return _sightings(ask, kind, facts) | _ties(ask, target)
    except Rejected as why:
        if why.code != "no-node":
            raise
        say(f"spamatlas: told without reports: {why.detail}", error=True)
        return {}


def _sightings(ask: Ask, kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    value = (
        facts.get("address")
        or facts.get("value")
        or facts.get("registrable")
        or facts.get("number")
        or facts.get("account")
        or ""
    )
    found = [{"as": name, **seen} for name in KINDS[kind] if (seen := ask("sightings", kind=name, value=str(value)))]
    return {"seen": found}


def _ties(ask: Ask, target: str) -> dict[str, Any]:
    """What the thing is tied to in the graph: the campaigns and things next to it, and the clusters they are in."""
    try:
        graph = msgspec.convert(ask("graph", node=target), Graph)
    except Rejected as why:
        if why.code == "not-in-graph":
            return {"tied_to": [], "clusters": []}
        raise
    by_id = {each.id: each for each in graph.vertices}
    next_to = [each for each in graph.edges if graph.start in (each.source, each.target)]
    next_to.sort(key=lambda each: (not each.is_shared, -each.reports, each.source, each.target))
    return {
        "tied_to": [_tie(edge, by_id, graph.start) for edge in next_to[:MOST_TIES]],
        "clusters": [_cluster(each) for each in graph.clusters],
    }


def _tie(edge: Edge, by_id: dict[str, Vertex], start: str) -> dict[str, Any]:
    other = by_id[edge.target if edge.source == start else edge.source]
    return {
        "kind": other.kind,
        "name": other.name,
        "how": edge.kind,
        "reports": edge.reports,
        "reporters": edge.reporters,
        "campaigns": other.campaigns,
        "certainty": edge.certainty,
        "known_by": edge.known_by,
        "hub": other.why_hub,
    }


def _cluster(each: Cluster) -> dict[str, Any]:
    return {
        "cluster": each.name,
        "campaigns": list(each.campaigns),
        "certainty": each.certainty,
        "explanations": [f"{one.code} {one.certainty:.2f}" for one in each.explanations],
    }


def _may_be_registered(host: str) -> bool:
    """Whether the public suffix list knows under what the host would be, or it is kept for documentation."""
    return "/" not in host and (host.endswith(RESERVED) or bool(public_suffix(host)))


def _host(target: str) -> str:
    """The host in a link, or what stands there."""
    return re.split(r"[/?#]", target.replace("[.]", ".").rpartition("://")[2], maxsplit=1)[0].rpartition("@")[2].lower()


def _file(path: Path, settings: Settings) -> dict[str, Any]:
    from spamatlas.pipeline.worker import alone  # noqa: PLC0415  loads the model: only for a file

    found = next(iter(items_from([path], "auto", settings, takes_anything=False)), None)
    if not isinstance(found, Item):
        reason = found.reason if isinstance(found, intake.Refusal) else "there is no message in it"
        raise Rejected("not-readable", f"{path}: {reason}")
    outcome = alone(settings).do(Task("show", [found])).outcomes[0]
    if isinstance(outcome, Failure):
        raise Rejected(outcome.code, f"{path}: {outcome.detail}")
    if not isinstance(outcome, Shown):
        raise TypeError(type(outcome).__name__)
    origin: dict[str, Any] = msgspec.to_builtins(outcome.origin)
    return {"target": str(path), "what": "message", **origin}
