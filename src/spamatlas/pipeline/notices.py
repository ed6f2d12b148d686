"""Draft notices about a campaign: whom its graph leads to who can act, and what to show them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from spamatlas import notice
from spamatlas.campaign import hub
from spamatlas.locale import languages
from spamatlas.model import (
    Category,
    Channel,
    Charge,
    Contact,
    Edge,
    Graph,
    Grounds,
    Instance,
    Lure,
    Notice,
    Role,
    Ruling,
    Vertex,
    VertexKind,
    campaign_number,
)
from spamatlas.pipeline.node import Node
from spamatlas.store.graph import mentioning
from spamatlas.trace import Directory, Subject, contacts_of
from spamatlas.trace.facts import AccountFacts

MOST_NOTICES = 24
MOST_CHARGES = 5
"""One notice names so many things at most: each has its own evidence."""
MOST_INSTANCES = 5
MOST_OF_A_KIND = 6
ACTED_ON = frozenset(VertexKind) - {
    VertexKind.CAMPAIGN,
    VertexKind.PATH,
    VertexKind.FILE,
    VertexKind.ADDRESS,
    VertexKind.GATEWAY,
    VertexKind.INSTITUTION,
}
"""A network's notice shows its addresses, an account's goes to its bank; who a gateway is of, its name alone tells."""
_PLACES = frozenset((VertexKind.DOMAIN, VertexKind.HOST, VertexKind.PAGE, VertexKind.SIGNER, VertexKind.MAIL_HOST))
_NEVER = datetime.fromtimestamp(0, UTC)


class Notices:
    """Made anew whenever they are asked for; nothing of them is kept, and nothing is sent."""

    def __init__(self, node: Node, directory: Directory) -> None:
        self._node, self._directory = node, directory

    def of(self, row: Mapping[str, Any], graph: Graph, language: str) -> list[Notice]:
        """The drafts about one campaign (``row`` as a list gives it), in a language that we have, else in English.

        A notice accuses: there is none for a campaign that is not ruled spam, nor about what fewer people reported than
        a public figure takes (``min_reporters``), nor about what wanted messages use as well.
        """
        if row["ruling"] != Ruling.SPAM:
            return []
        tongue = languages().get(language) or languages()["en"]
        chosen = list(_chosen(graph, self._node.settings.min_reporters))
        instances = self._instances([thing for thing, _ in chosen], row["campaign"])
        found: dict[tuple[str, ...], tuple[Contact, list[Charge]]] = {}
        for thing, edge in chosen:
            charge = _charge(thing, edge, instances[thing.name])
            for contact in self.contacts(thing, [each.address for each in charge.instances]):
                apart = thing.name if contact.known_by == "look_up" else ""
                key = (contact.role, contact.address, contact.organisation, apart)
                found.setdefault(key, (contact, []))[1].append(charge)
        grounds = [self._grounds(row, contact, charges) for contact, charges in found.values()]
        grounds.sort(key=lambda each: -sum(charge.reports for charge in each.charges))
        return [notice.draft(each, tongue) for each in grounds[:MOST_NOTICES]]

    def contacts(self, thing: Vertex, addresses: Sequence[str] = ()) -> tuple[Contact, ...]:
        """Who can act on one thing of the graph; for a network, by one of these addresses in it."""
        address = next((each for each in addresses if each), "")
        return contacts_of(_subject(thing, address, self._directory))

    def _instances(self, things: Sequence[Vertex], campaign: str) -> dict[str, tuple[Instance, ...]]:
        """Of each thing some of the campaign's newest reports that mention it, whose bytes are still there."""
        number = campaign_number(campaign)
        rows = mentioning(self._node.store, [each.name for each in things], number, MOST_INSTANCES)
        networks = {each.name for each in things if each.kind is VertexKind.NETWORK}
        return {name: tuple(self._kept(found, name in networks)) for name, found in rows.items()}

    def _kept(self, rows: Sequence[Mapping[str, Any]], is_network: bool) -> Iterator[Instance]:
        for row in rows:
            known = self._node.vault.describe(row["id"])
            if known.sha256 and known.deleted_at is None:
                address = row["address"].removeprefix("::ffff:") if is_network else ""
                yield Instance(row["received_at"], known.sha256, address)

    def _grounds(self, row: Mapping[str, Any], contact: Contact, charges: list[Charge]) -> Grounds:
        return Grounds(
            role=Role(contact.role),
            contact=contact,
            campaign=row["campaign"],
            channels=tuple(map(Channel, row["channels"])),
            category=Category(row["category"] or Category.OTHER),
            lure=Lure(row["lure"] or Lure.NONE),
            charges=tuple(charges[:MOST_CHARGES]),
            node=self._node.settings.node_name,
            answer_to=self._node.settings.abuse_contact,
        )


def _chosen(graph: Graph, floor: int) -> Iterator[tuple[Vertex, Edge]]:
    """What the campaign in the middle uses and somebody could act on, the most reported first, a few of each kind."""
    by_id = {each.id: each for each in graph.vertices}
    wanted = {edge.target for edge in graph.edges if by_id[edge.source].ruling == Ruling.HAM}
    taken: Counter[VertexKind] = Counter()
    edges = [edge for edge in graph.edges if edge.source == graph.start and edge.reporters >= floor]
    for edge in sorted(edges, key=lambda each: (-each.reports, each.target)):
        thing = by_id[edge.target]
        if thing.kind in ACTED_ON and thing.id not in wanted and taken[thing.kind] < MOST_OF_A_KIND:
            taken[thing.kind] += 1
            yield thing, edge


def _charge(thing: Vertex, edge: Edge, instances: tuple[Instance, ...]) -> Charge:
    return Charge(
        kind=thing.kind,
        name=thing.name,
        reports=edge.reports,
        reporters=edge.reporters,
        first_seen=edge.first_seen or _NEVER,
        last_seen=edge.last_seen or _NEVER,
        certainty=edge.certainty,
        known_by=edge.known_by,
        instances=instances,
    )


def _subject(thing: Vertex, address: str, directory: Directory) -> Subject:
    name, kind = thing.name, thing.kind
    if kind in _PLACES:
        is_shared = kind is VertexKind.PAGE or thing.why_hub == "shared-host"
        return Subject(domain=directory.domains.find(name.partition("/")[0]), is_shared=is_shared)
    match kind:
        case VertexKind.NETWORK:
            known = directory.addresses.find(address) if address else None
            return Subject(address=known, autonomous=int(name.removeprefix("AS") or 0))
        case VertexKind.ADDRESS:
            found = Subject(address=directory.addresses.find(name))
        case VertexKind.NUMBER:
            found = Subject(number=directory.numbers.find(name))
        case VertexKind.OPERATOR | VertexKind.GATEWAY:
            found = Subject(operator=name)
        case VertexKind.INSTITUTION:
            found = Subject(account=AccountFacts(name, institution=name))
        case _:
            found = _of_account(thing, directory)
    return found


def _of_account(thing: Vertex, directory: Directory) -> Subject:
    if "@" in thing.name[1:]:
        mail_host = thing.name.rpartition("@")[2]
        return Subject(mail_host=mail_host, is_shared=hub(VertexKind.MAIL_HOST, mail_host, 1) == "shared-host")
    return Subject(account=directory.accounts.find(thing.name)) if thing.kind is VertexKind.ACCOUNT else Subject()
