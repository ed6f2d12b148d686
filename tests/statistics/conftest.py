"""Reports as a table, in a store of their own."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from spamatlas.settings import Settings
from spamatlas.store import Store

HERE = Path(__file__).parent


def _hash(text: str, digits: int) -> str:
    return blake2b(text.encode(), digest_size=digits // 2).hexdigest()


def _edges(each: dict[str, str]) -> list[str]:
    """The way as the graph has it: the network (else the country), the countries crossed, the destination.

    Who is known by the number plan came through a gateway, and less surely.
    """
    place, certainty = each["country"], "6" if each["known_by"] == "number_plan" else "9"
    gateway = [f"gateway\t+33600000000\t{place}"] if each["known_by"] == "number_plan" else []
    start = (
        f"network\t{each['asn']} {each['operator']}\t{place}" if each["asn"] != "0" else f"country\t{place}\t{place}"
    )
    rest = [*each["transit"].split(), each["destination"]]
    way = [start if place else "", *gateway, *(f"country\t{code}\t{code}" for code in rest if code)]
    return [f"{one}\t{two}\t{certainty}" for one, two in pairwise(way) if one and two and one != two]


def _row(sequence: int, each: dict[str, str]) -> bytes:
    shared = {
        "sequence": sequence,
        "campaign": int(each["campaign"]),
        "id": _hash(f"report {sequence}", 32),
        "received_at": int(datetime.fromisoformat(each["at"]).replace(tzinfo=UTC).timestamp() * 1000),
        "sample": int(each["sample"]),
        "channel": each["channel"],
        "measuring_point": each["point"],
        "volume": int(each["volume"]),
        "reporter_key": int(_hash(each["reporter"], 16), 16),
    }
    facts = {
        "reporter": each["reporter"],
        "country": each["country"],
        "asn": int(each["asn"]),
        "operator": each["operator"],
        "route_class": each["class"],
        "transit": each["transit"].split(),
        "destination": each["destination"],
        "destination_operator": {"GB": "mx.example", "FR": "Delta"}.get(each["destination"], ""),
        "known_by": each["known_by"],
        "domains": each["domains"].split(),
        "fingerprint": sequence,
        "edges": _edges(each),
    }
    judged = {
        "revision": 0,
        "call_to_action": each["action"],
        **{name: each[name] for name in ("category", "ruling", "lure", "language", "unsolicited", "bulk")},
    }
    return msgspec.json.encode(shared | facts | judged)


def seeds() -> list[bytes]:
    with (HERE / "reports.tsv").open(encoding="utf-8") as file:
        return [_row(number, each) for number, each in enumerate(csv.DictReader(file, delimiter="\t"), 1)]


def _countermeasures() -> list[dict[str, object]]:
    noted = [
        (1, 1, "notice", "2026-03-01", 0),
        (2, 2, "notice", "2026-03-02", 0),
        (3, 1, "host_down", "2026-03-02", 0),
        (4, 9, "warning", "2026-03-01", 0),  # against a sample
        (5, 2, "warning", "2026-03-02", 1),
        (6, 1, "warning", "2026-03-03", 0),
    ]
    names = ("number", "campaign", "kind", "taken_on", "is_undone")
    return [{**dict(zip(names, each, strict=True)), "revision": each[4]} for each in noted]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(Settings(data=tmp_path_factory.mktemp("node")))
    store.insert_lines("incoming", seeds(), "seeds")
    quarantine = [
        {"at": 1772359200000, "sequence": 20, "sample": 0, "code": "no-text", "sign": 1},
        {"at": 1772359200000, "sequence": 21, "sample": 0, "code": "crashed", "sign": 1},
        {"at": 1772362800000, "sequence": 21, "sample": 0, "code": "crashed", "sign": -1},
    ]
    store.insert_lines("quarantine", [msgspec.json.encode(each) for each in quarantine], "seeds")
    rewritten = [
        {"fingerprint": 2, "sequence": 2, "sample": 0, "likeness": 0.9},
        {"fingerprint": 6, "sequence": 6, "sample": 0, "likeness": 0.6},
        {"fingerprint": 4, "sequence": 4, "sample": 0, "likeness": 0.8},
        {"fingerprint": 1, "sequence": 8, "sample": 1, "likeness": 0.8},
    ]
    store.insert_lines("rewritten", [msgspec.json.encode(each) for each in rewritten], "seeds")
    store.insert_lines("countermeasure", [msgspec.json.encode(each) for each in _countermeasures()], "seeds")
    yield store
    store.close()
