"""Every route, as every role, for what is another's: nothing of it comes out.

The routes are found in the application, so that a new one is asked too.
"""

import io
import re
import zipfile
from typing import Any
from urllib.parse import urlencode

import pytest
from tests.web.two_members import ALPHA, BETA, HOUSE, Asker, Marked, Node

from spamatlas.model import PersonRole, Tlp
from spamatlas.store.seen import SeenStore
from spamatlas.web.rights import Route, table

ENDLESS = {"/api/v1/events", "/console/sign-out"}
"""A stream without end, whose counts test_events looks at; and what would end the asker's own session."""
REFUSED = {401, 403}
ROLES = (*PersonRole,)
STRICT = {Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED}
ASKED_FOR = {
    **{role: {Tlp.RED} for role in ROLES},
    PersonRole.ANALYST: STRICT,
    PersonRole.REGULATOR: {Tlp.AMBER, Tlp.AMBER_STRICT},
    PersonRole.ADMINISTRATOR: STRICT,
}
"""Whoever may do much is asked for everything; the traces of all are looked for with each."""
ALL_QUESTIONS = {(ALPHA, PersonRole.ANALYST), (HOUSE, PersonRole.ADMINISTRATOR)}
"""What is seen hangs on whose somebody is and not on the role, so the others ask each route three things alone."""
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(name="node")
def shared_node(two_members_node: Node) -> Node:
    return two_members_node


def routes(node: Node, *methods: str) -> list[Route]:
    return [each for each in table(node.client.app) if each.method in methods and each.path not in ENDLESS]


def addresses(path: str, report: Marked) -> list[str]:
    """What a route is asked: everything that the path and the query can name of a report."""
    named = (report.id, report.caller_id, report.campaign)
    filled = [path]
    while any("{" in each for each in filled):
        filled = [
            re.sub(r"\{\w+:(\w+)\}", value, each, count=1)
            for each in filled
            for value in (("1", "2") if re.search(r"\{\w+:(\w+)\}", each)[1] == "int" else named)  # type: ignore[index]
        ]
    queries = [
        {}, {"q": f"link:{report.host}"}, {"q": f"number:+{report.number[1:]}", "all": "1"}, {"open": report.id},
        {"node": report.campaign}, {"node": report.host}, {"campaign": report.campaign, "seen": "0"},
        {"find": report.host, "q": report.id},
    ]  # fmt: skip
    return [
        f"{each}?{urlencode(query)}" if query else each
        for each in filled[:3]
        for query in (queries if each == path else queries[:1])
    ]


def traces(answer: Any) -> str:
    """An answer's text; of a package what lies in it."""
    if answer.headers.get("content-type") == "application/zip":
        whole = zipfile.ZipFile(io.BytesIO(answer.content))
        return "\n".join(name + whole.read(name).decode("latin-1") for name in whole.namelist())
    return answer.headers.get("location", "") + answer.text


def found_in(answer: Any, address: str, hidden: list[Marked]) -> list[str]:
    """Traces of what must not be seen, but those that the question has itself."""
    text = traces(answer)
    return [
        f"{each.owner} {each.tlp}: {trace}"
        for each in hidden
        for trace in each.traces
        if trace in text and trace not in address
    ]


def hidden_from(node: Node, asker: Asker) -> list[Marked]:
    return [each for each in (*node.reports, *node.held) if not node.may_see(asker, each)]


def someone(node: Node, owner: str, role: PersonRole) -> Asker:
    """Not one of the first of each member, for whom RED reports are named."""
    return next(each for each in node.askers[3:] if (each.owner, each.role) == (owner, role))


@pytest.mark.parametrize(("owner", "role"), [*((ALPHA, role) for role in ROLES), (HOUSE, PersonRole.ADMINISTRATOR)])
def test_nothing_of_what_is_anothers_comes_out_of_any_route(node: Node, owner: str, role: PersonRole) -> None:
    asker = someone(node, owner, role)
    hidden = hidden_from(node, asker)
    about = [each for each in hidden if each.owner == BETA and each.tlp in ASKED_FOR[role]]
    leaks: list[str] = []
    for route in routes(node, "GET"):
        for each in about:
            for address in addresses(route.path, each)[: None if (owner, role) in ALL_QUESTIONS else 3]:
                answer = node.client.get(address, headers=asker.headers, follow_redirects=False)
                assert answer.status_code < 500, (address, answer.text)
                if answer.status_code in REFUSED:
                    break
                # The audit trail has the addresses that were asked for, these among them.
                asked = str(about) if route.path == "/console/audit" else address
                leaks += [f"{address}: {leak}" for leak in found_in(answer, asked, hidden)]
    assert about
    assert not leaks


@pytest.mark.parametrize("owner", [ALPHA, BETA, HOUSE])
def test_each_label_lets_in_whom_it_says(node: Node, owner: str) -> None:
    for asker in (*node.askers[:3], *(someone(node, owner, role) for role in ROLES)):
        answer = node.client.get("/api/v1/reports?limit=100", headers=asker.headers)
        if answer.status_code in REFUSED:
            continue
        listed = {each["id"] for each in answer.json()}
        for report in node.reports:
            alone = node.client.get(f"/api/v1/reports/{report.id}", headers=asker.headers)
            seen = node.may_see(asker, report)
            assert (report.id in listed, alone.status_code == 200) == (seen, seen), (asker.owner, asker.role, report)


@pytest.mark.parametrize("role", [PersonRole.ANALYST, PersonRole.ADMINISTRATOR])
def test_nothing_can_be_done_to_what_is_anothers(node: Node, role: PersonRole) -> None:
    asker = someone(node, ALPHA, role)
    about = [each for each in hidden_from(node, asker) if each.owner == BETA]
    before = {each.id: node.answers.report(each.id) for each in about}
    for route in routes(node, "POST", "PUT", "DELETE"):
        for each in about:
            for address in addresses(route.path, each)[:3]:
                form = {
                    "action": "erase", "ids": each.id, "id": each.id, "reports": each.id, "report": each.id,
                    "names": each.campaign, "campaign": each.campaign, "confirm": "1", "kind": "report", "tlp": "clear",
                }  # fmt: skip
                answer = node.client.request(
                    route.method, address, data=form, headers=asker.headers, follow_redirects=False
                )
                assert answer.status_code < 500, (address, answer.text)
                assert not found_in(answer, address + str(form), hidden_from(node, asker)), address
    for each in about:
        assert node.answers.report(each.id) == before[each.id]


def test_the_test_finds_what_leaks(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the condition taken out of the store, the list shows what is another's."""
    asker = someone(node, ALPHA, PersonRole.ANALYST)
    hidden = hidden_from(node, asker)
    monkeypatch.setattr(SeenStore, "ask_seen", lambda self, *asked: self.ask_whole(asked[0], asked[1] or {}))
    answer = node.client.get("/api/v1/reports?limit=100", headers=asker.headers)
    assert found_in(answer, "/api/v1/reports", hidden)
