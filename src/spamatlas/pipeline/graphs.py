"""Questions about who is behind what: the graph around a thing, who can act on it, and drafts to them."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec

from spamatlas.model import Contact, EdgeKind, Graph, Notice, Rejected, VertexKind, campaign_name, campaign_number
from spamatlas.pipeline.attribution import FIRST_THINGS, graph_of
from spamatlas.pipeline.holders import around_holder, with_holders
from spamatlas.pipeline.kept import Kept
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.notices import Notices
from spamatlas.pipeline.pivot import places
from spamatlas.pipeline.release import Release
from spamatlas.store import members
from spamatlas.store.graph import first_things, home_of, mentioning
from spamatlas.store.sharing import renew_common
from spamatlas.store.turns import Side
from spamatlas.trace import Directory


class Graphs:
    """Reads the store and this machine's directories; nothing leaves the machine.

    ``row`` gives a campaign as a list shows it, by its name; ``known_size`` how many reports one has by its number, 0
    where it would have to be read; ``release`` says what may leave in drafts.
    """

    def __init__(
        self,
        node: Node,
        row: Callable[[str], Mapping[str, Any] | None],
        known_size: Callable[[int], int],
        release: Release,
    ) -> None:
        self._node, self._release = node, release
        self._row, self._known_size = row, known_size
        self._last: tuple[str, int, Graph] | None = None
        self._campaigns = Kept(node.store, self._around_campaign, depends_on_all=True)

    def graph(self, asked: str) -> Graph:
        """The graph around whatever is asked for, with the moment that it is of; see ``pivot.places``.

        Raises:
            Rejected: ``not-in-graph``.
        """
        edition, last = self._node.news.figures, self._last
        if last and last[:2] == (asked, edition):  # who draws it asks for contacts too
            return last[2]
        for kind, name in places(asked, self._directory):
            try:
                found = self._around(kind, name)
            except ValueError:
                continue
            if found:
                self._last = asked, edition, found
                return found
        raise Rejected("not-in-graph", "no report here has this; paste a campaign, a number, a link or an account")

    def renew(self, largest: Sequence[tuple[int, int]]) -> None:
        """Gather anew what is kept around these campaigns (numbers and sizes), and around those asked for lately."""
        renew_common(self._node.store, int(self._node.store.has_only_samples()))
        self._campaigns.renew(largest)

    def _around(self, kind: VertexKind, name: str) -> Graph | None:
        if kind is VertexKind.CAMPAIGN:
            return self._around_named(home_of(self._node.store, campaign_number(name)))
        found = graph_of(self._node.store, kind, name)
        if found:
            return with_holders(found, self._directory)
        return around_holder(self._node.store, self._directory, kind, name)

    def _around_named(self, number: int) -> Graph | None:
        if known := self._known_size(number):
            return self._campaigns.of(number, known).value
        with Side(1) as side:  # what is not among the largest is small, most likely: its things are read beside its row
            side.submit(first_things, self._node.store, number, int(self._node.store.has_only_samples()), FIRST_THINGS)
            row = self._row(campaign_name(number))
            return self._campaigns.of(number, row["size"] if row else 0).value

    def _around_campaign(self, number: int) -> Graph | None:
        name = campaign_name(number)
        found = graph_of(self._node.store, VertexKind.CAMPAIGN, name, self._row(name))
        return with_holders(found, self._directory) if found else None

    def contacts(self, asked: str) -> list[Contact]:
        """Who can act on a thing; nobody on a campaign itself, whose things the notices are about."""
        graph = self.graph(asked)
        start = graph.vertices[0]
        if start.kind is VertexKind.CAMPAIGN:
            return []
        addresses: list[str] = []
        users = [edge.source for edge in graph.edges if edge.target == start.id and edge.kind is not EdgeKind.STATED]
        if start.kind is VertexKind.NETWORK and users:
            number = campaign_number(users[0].partition(":")[2])
            addresses = [row["address"] for row in mentioning(self._node.store, [start.name], number, 1)[start.name]]
        return list(self._notices.contacts(start, addresses))

    def notices(self, row: Mapping[str, Any] | None, language: str) -> list[Notice]:
        """Drafts about a campaign (``row`` as a list gives it), of reports that may leave; see ``Notices.of``.

        Raises:
            Rejected: ``no-such-campaign`` where there is no row.
        """
        if row is None:
            raise Rejected("no-such-campaign", "no campaign has this name")
        leaving = self._release.node()
        graph = graph_of(leaving.store, VertexKind.CAMPAIGN, row["campaign"], row)
        drafts = Notices(leaving, self._directory).of(row, graph, language) if graph else []
        label = self._release.label(members.markings(leaving.store, members.parts(leaving.store, row["campaign"])))
        return [labelled(each, label) for each in drafts] if label else drafts

    @cached_property
    def _notices(self) -> Notices:
        return Notices(self._node, self._directory)

    @cached_property
    def _directory(self) -> Directory:
        return Directory.open()


def labelled(notice: Notice, label: str) -> Notice:
    """With its TLP label in subject and text (TLP 2.0, section 3: where its reader sees it before all else)."""
    return msgspec.structs.replace(notice, subject=f"[{label}] {notice.subject}", text=f"{label}\n\n{notice.text}")
