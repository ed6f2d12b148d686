"""How often the explanation put first is the true one, where the makers are known, and what its share is worth.

Known by construction: ``makers.tsv`` (see ``makers``), every message a campaign of its own, so that what ties a maker's
campaigns are the things that they share alone; clusters of wanted messages alone are left out. A cluster's truth is
*one maker* where all its campaigns are one maker's; else several makers rent one kit, or somebody else's place was
broken into. A pair of campaigns in one cluster is right if both are one maker's. Known in part: spam texts of UCI that
are near copies of each other are taken for one maker's, by their wording alone; of others nothing is known. Intervals:
95 %, Wilson, or clusters drawn anew.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from math import sqrt
from pathlib import Path
from typing import Any

from msgspec import Struct

from benchmarks.campaign_quality import grouped as by_wording
from benchmarks.campaign_quality import rows_of as json_rows
from benchmarks.makers import TEXTS, TEXTS_2, message_of, rows_of, settled
from spamatlas.campaign import clusters, hub, sign, telling
from spamatlas.campaign.shared_hosts import place_of
from spamatlas.model import (
    MARK,
    Cluster,
    Edge,
    EdgeKind,
    Message,
    PartyKind,
    Signature,
    Vertex,
    VertexKind,
    campaign_name,
)

REPORTERS = 3
"""Each campaign is taken to be reported by so many people: none of its ties is one person's word."""
BINS = (0.0, 0.5, 0.7, 0.9, 1.01)
SEED, DRAWS = 52, 2_000
SAME = "same_maker"


class Known(Struct, frozen=True):
    """A campaign whose maker is known: what it has, and whether it is wanted; no maker is nobody known."""

    name: str
    maker: str
    things: frozenset[tuple[VertexKind, str]]
    named: frozenset[tuple[VertexKind, str]] = frozenset()
    is_wanted: bool = False


def main(folder: Path) -> None:
    """Print both sets of makers, then what is known in part."""
    for texts in (TEXTS, TEXTS_2):
        rows = rows_of(texts)
        _report(f"{texts.name}, each message a campaign", [_known(row["id"], row["campaign"], [row]) for row in rows])
        groups: dict[int, list[dict[str, Any]]] = defaultdict(list)
        found = settled(rows)
        for row in rows:
            groups[found[row["id"]]].append(row)
        made = [_known(some[0]["id"], _most(some), some) for some in groups.values()]
        _report(f"{texts.name}, campaigns as they are grouped", made)
    _real(folder)


def _most(rows: Iterable[dict[str, Any]]) -> str:
    return Counter(row["campaign"] for row in rows).most_common(1)[0][0]


def _report(title: str, campaigns: Sequence[Known]) -> None:
    maker = {campaign_name(place): each.maker or each.name for place, each in enumerate(campaigns)}
    spam = {campaign_name(place) for place, each in enumerate(campaigns) if not each.is_wanted}
    found = [each for each in clusters(*_graph(campaigns)) if spam & {*each.campaigns}]
    one = [each for each in found if len({maker[name] for name in each.campaigns}) == 1]
    several = [each for each in found if each not in one]
    print(f"{title}: {len(found)} clusters")
    for each in several:
        told = ", ".join(f"{one.code} {one.certainty:.2f}" for one in each.explanations)
        print(f"  of several: {'+'.join(sorted({maker[name] for name in each.campaigns}))}: {told}")
    for which, many, wanted in (("of one maker", one, True), ("of several makers or with wanted ones", several, False)):
        right = sum((each.explanations[0].code == SAME) is wanted for each in many)
        print(f"  {which}: the first explanation is right in {right} of {len(many)}{_interval(right, len(many))}")
        print(f"    first: {dict(Counter(each.explanations[0].code for each in many))}")
    pairs = [(_share(each), [maker[a] == maker[b] for a, b in combinations(each.campaigns, 2)]) for each in found]
    for low, high in pairwise(BINS):
        inside = [(share, same) for share, same in pairs if low <= share < high]
        right, many = sum(sum(same) for _, same in inside), sum(len(same) for _, same in inside)
        if many:
            said = sum(share * len(same) for share, same in inside) / many
            print(f"  one maker's by {low:.1f} to {min(high, 1):.1f}: said {said:.2f}, true {right / many:.2f} "
                  f"({right} of {many} pairs in {len(inside)} clusters)")  # fmt: skip
    if pairs:
        chance = random.Random(SEED)
        draws = sorted(_brier(chance.choices(pairs, k=len(pairs))) for _ in range(DRAWS))
        print(f"  Brier score of pairs {_brier(pairs):.3f} ({draws[DRAWS // 40]:.3f}-{draws[-DRAWS // 40]:.3f})")


def _real(folder: Path) -> None:
    """UCI: every different text a campaign; near copies by words alone are one maker's."""
    texts = dict.fromkeys(row["text"] for row in json_rows(folder / "text" / "sms-uci.jsonl") if row["label"] == "spam")
    rows = [{"id": str(place), "text": text, "channel": "sms", "sender": ""} for place, text in enumerate(texts)]
    groups = by_wording([{**row, "sender": "@nobody"} for row in rows], bare=True)
    campaigns = [_known(row["id"], str(groups[row["id"]]), [row]) for row in rows]
    maker = {campaign_name(place): each.maker for place, each in enumerate(campaigns)}
    found = clusters(*_graph(campaigns))
    together = Counter(maker.values())
    copies = sum(many * (many - 1) // 2 for many in together.values())
    inside = [
        (each.explanations[0].code, maker[a] == maker[b]) for each in found for a, b in combinations(each.campaigns, 2)
    ]
    tied = [code for code, same in inside if same]
    others = Counter(code for code, same in inside if not same)
    print(f"UCI: {len(rows)} texts, {copies} pairs of near copies, {len(tied)} of them in one of {len(found)} clusters")
    print(
        f"  the first explanation of these: {dict(Counter(tied))}; of pairs of which nothing is known: {dict(others)}"
    )


def _graph(campaigns: Sequence[Known]) -> tuple[list[Vertex], list[Edge]]:
    """As the pipeline hands it over: hubs and worth by how many campaigns have a thing."""
    having: dict[tuple[VertexKind, str], list[int]] = defaultdict(list)
    for place, each in enumerate(campaigns):
        for thing in each.things:
            having[thing].append(place)
    vertices = [
        Vertex(
            id=f"campaign:{campaign_name(place)}",
            kind=VertexKind.CAMPAIGN,
            name=campaign_name(place),
            ruling=_ruling(each),
        )
        for place, each in enumerate(campaigns)
    ]
    edges = []
    for (kind, name), places in sorted(having.items()):
        why = hub(kind, name, len(places))
        is_claimed = all((kind, name) not in campaigns[place].named for place in places)
        worth = 0.0 if why else telling(kind, len(places), is_claimed=is_claimed)
        vertices.append(Vertex(id=f"{kind}:{name}", kind=kind, name=name, reports=REPORTERS * len(places),
                               campaigns=len(places), telling=worth, is_hub=bool(why), why_hub=why))  # fmt: skip
        edges += [
            Edge(
                source=f"campaign:{campaign_name(place)}",
                target=f"{kind}:{name}",
                kind=EdgeKind.NAMES,
                reporters=REPORTERS,
            )
            for place in places
        ]
    return vertices, edges


def _known(name: str, maker: str, rows: Sequence[Mapping[str, Any]]) -> Known:
    messages = [message_of(dict(row)) for row in rows]
    named = {thing for each, one in zip(messages, sign(messages), strict=True) for thing in _named(each, one)}
    return Known(name, maker, frozenset(named).union(*map(_sent_from, messages)), frozenset(named), not maker)


def _named(message: Message, signature: Signature) -> Iterable[tuple[VertexKind, str]]:
    kinds = {"number": VertexKind.NUMBER, "account": VertexKind.ACCOUNT, "link": VertexKind.PAGE}
    for anchor in signature.anchors:
        kind, _, value = anchor.partition(":")
        if kind in kinds:
            yield kinds[kind], value
        elif anchor.startswith(f"{MARK}page:"):
            yield VertexKind.PATH, anchor
    for link in message.links:
        if place_of(link.host, link.domain)[0] == "own":
            yield VertexKind.DOMAIN, link.domain
    yield from ((VertexKind.NUMBER, number.value) for number in message.numbers)


def _sent_from(message: Message) -> Iterable[tuple[VertexKind, str]]:
    if message.sender and message.sender.kind is PartyKind.EMAIL:
        yield VertexKind.MAIL_HOST, message.sender.value.rpartition("@")[2]
    if message.sender and message.sender.value:
        is_number = message.sender.kind is PartyKind.PHONE
        yield VertexKind.NUMBER if is_number else VertexKind.SENDER, message.sender.value


def _ruling(each: Known) -> str:
    return "ham" if each.is_wanted else "spam"


def _share(cluster: Cluster) -> float:
    return next(each.certainty for each in cluster.explanations if each.code == SAME)


def _brier(pairs: Sequence[tuple[float, Sequence[bool]]]) -> float:
    errors = [(share - one) ** 2 for share, same in pairs for one in same]
    return sum(errors) / len(errors)


def _interval(right: int, many: int) -> str:
    """Wilson's, 1927."""
    if not many:
        return ""
    share, z = right / many, 1.96
    middle = (share + z * z / (2 * many)) / (1 + z * z / many)
    half = z * sqrt(share * (1 - share) / many + z * z / (4 * many * many)) / (1 + z * z / many)
    return f" ({max(0, middle - half):.2f}-{min(1, middle + half):.2f})"


if __name__ == "__main__":
    import os

    main(Path(os.environ["SPAMATLAS_CORPORA"]))
