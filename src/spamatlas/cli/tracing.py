"""What is known of a thing: from the data on this machine, and from the reports of this node."""

import re
from pathlib import Path
from typing import Any

import msgspec

from spamatlas import intake, trace
from spamatlas.cli.access import Ask, access
from spamatlas.cli.judging import items_from
from spamatlas.model import Rejected
from spamatlas.pipeline.outcome import Failure, Item, Shown, Task
from spamatlas.settings import Settings

DAYS, MOST_EDGES = "30d", 50
_NETWORK = re.compile(r"(?:AS|as|As)([0-9]{1,10})\Z")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")
KINDS = {"address": ("address",), "number": ("number",), "domain": ("domain", "host")}


def trace_target(target: str, settings: Settings) -> dict[str, Any]:
    """Everything known of an address, number, domain or link, with its sightings; of a file, where it came from.

    Raises:
        Rejected: it is none of these, or the file can't be read.
    """
    if Path(target).is_file():
        return _file(Path(target), settings)
    if network := _NETWORK.match(target):
        return _edges(target, "network", [{"place": f"network:{network[1]}"}], settings)
    if _COUNTRY.match(target):
        return _edges(target, "country", [{"country": target}, {"destination": target}], settings)
    record = trace.look_up(target, trace.Directory.open())
    if record.kind == "unknown":
        raise Rejected(
            "unknown-target",
            "neither a file, an address, a number in international form, a domain, a link, a network such as AS64500 "
            "nor a country such as FR",
        )
    known: dict[str, Any] = msgspec.to_builtins(record)
    facts = known.get(record.kind) or {}
    with access(settings) as ask:
        seen = _sightings(ask, record.kind, facts)
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


def _sightings(ask: Ask, kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    value = facts.get("address") or facts.get("value") or facts.get("registrable") or facts.get("number") or ""
    found = [{"as": name, **seen} for name in KINDS[kind] if (seen := ask("sightings", kind=name, value=str(value)))]
    return {"seen": found}


def _file(path: Path, settings: Settings) -> dict[str, Any]:
    from spamatlas.pipeline.worker import alone  # noqa: PLC0415  loads the model: only for a file

    found = next(iter(items_from([path], "auto", settings)), None)
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
