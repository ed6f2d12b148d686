"""What an owner says of its reports, on a real node: labels changed and taken back, groups, what leaves, mergers."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.web.two_members import ALPHA, BETA, HOUSE, Asker, Marked, Node

from spamatlas.model import PersonRole, Rejected, Tlp
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.outlook import matching

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(name="node")
def shared_node(two_members_node: Node) -> Node:
    return two_members_node


@pytest.fixture
def group(node: Node) -> Iterator[int]:
    """A sharing group that Beta is in."""
    membership = Membership(node.answers.accounts)
    made = membership.add_group("Banks and carriers")
    membership.join_group(str(made.id), BETA)
    yield made.id
    membership.end_group(str(made.id))


def analyst(node: Node, owner: str) -> Asker:
    return next(each for each in node.askers[3:] if (each.owner, each.role) == (owner, PersonRole.ANALYST))


def of(node: Node, owner: str, tlp: Tlp) -> Marked:
    return next(each for each in node.reports if (each.owner, each.tlp) == (owner, tlp))


def sees(node: Node, owner: str, report: Marked) -> bool:
    answer = node.client.get(f"/api/v1/reports/{report.id}", headers=analyst(node, owner).headers)
    return bool(answer.status_code == 200)


def label(node: Node, owner: str, report: Marked, **said: Any) -> Any:
    form = {"action": "label", "ids": report.id, **said}
    return node.client.post("/console/actions", data=form, headers=analyst(node, owner).headers, follow_redirects=False)


def undo(node: Node, owner: str, answer: Any) -> Any:
    form = {"action": answer.headers["location"].rpartition("done=")[2]}
    return node.client.post("/console/undo", data=form, headers=analyst(node, owner).headers, follow_redirects=False)


def test_an_owner_opens_a_report_and_takes_it_back(node: Node) -> None:
    report = of(node, ALPHA, Tlp.AMBER_STRICT)
    assert (sees(node, ALPHA, report), sees(node, BETA, report)) == (True, False)
    done = label(node, ALPHA, report, tlp="green")
    assert done.status_code == 303
    assert sees(node, BETA, report)
    listed = node.client.get("/console?q=tlp:green", headers=analyst(node, BETA).headers).text
    assert report.id in listed
    assert "TLP:GREEN" in listed
    assert undo(node, BETA, done).json()["code"] == "not-yours"
    assert undo(node, ALPHA, done).status_code == 303
    assert not sees(node, BETA, report)


def test_a_group_sees_an_amber_report_that_is_shared_with_it(node: Node, group: int) -> None:
    report = of(node, ALPHA, Tlp.AMBER)
    assert not sees(node, BETA, report)
    done = label(node, ALPHA, report, tlp="amber", groups=str(group))
    assert sees(node, BETA, report)
    Membership(node.answers.accounts).leave_group(str(group), BETA)
    assert not sees(node, BETA, report)
    assert undo(node, ALPHA, done).status_code == 303


def test_nobody_labels_what_is_anothers(node: Node) -> None:
    report = of(node, BETA, Tlp.GREEN)
    answer = label(node, ALPHA, report, tlp="clear")
    assert (answer.status_code, answer.json()["code"]) == (422, "not-yours")


def test_anothers_amber_is_seen_by_the_house_and_does_not_leave(node: Node) -> None:
    theirs, own = of(node, ALPHA, Tlp.AMBER), of(node, HOUSE, Tlp.AMBER)
    headers = analyst(node, HOUSE).headers
    assert sees(node, HOUSE, theirs)
    refused = node.client.get(f"/api/v1/evidence/{theirs.id}", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "label-forbids")
    form = {"action": "export", "ids": theirs.id}
    answer = node.client.post("/console/actions", data=form, headers=headers)
    assert answer.json()["code"] == "label-forbids"
    table = node.client.post("/console/actions", data={"action": "export", "ids": own.id}, headers=headers)
    assert table.status_code == 201
    assert "TLP:AMBER" in table.text


def test_a_campaigns_package_leaves_out_what_may_not_leave(node: Node) -> None:
    report = of(node, ALPHA, Tlp.AMBER)
    packed = node.answers.seen_by(_sight(node, HOUSE)).package([report.campaign])
    there = {each.id for each in node.reports if each.campaign == report.campaign}
    strict = {each.id for each in node.reports if each.owner == ALPHA and each.tlp in {Tlp.AMBER, Tlp.AMBER_STRICT}}
    assert packed.reports == len(there - strict - _red(node))


def test_a_letter_about_a_view_counts_what_its_reader_sees(node: Node) -> None:
    theirs = of(node, ALPHA, Tlp.AMBER_STRICT)
    people = {
        owner: next(
            each
            for each in Membership(node.answers.accounts).member(owner)["people"]
            if PersonRole.ANALYST in each.roles
        )
        for owner in (ALPHA, BETA)
    }
    counts = {
        owner: matching(node.answers, person, [("campaign", theirs.campaign)], 0, node.answers.cursor())
        for owner, person in people.items()
    }
    seen = {
        owner: sum(sees(node, owner, each) for each in node.reports if each.campaign == theirs.campaign)
        for owner in people
    }
    assert counts == seen
    assert counts[ALPHA] > counts[BETA]
    strict = [("tlp", "amber+strict")]
    own = sum(each.tlp is Tlp.AMBER_STRICT and each.owner == ALPHA for each in node.reports)
    assert matching(node.answers, people[ALPHA], strict, 0, node.answers.cursor()) == own


def test_a_member_that_becomes_part_of_another_brings_its_reports(node: Node) -> None:
    membership = Membership(node.answers.accounts)
    membership.add_member("Gamma Mobile", "sector_member", "KE")
    key = {"authorization": f"Bearer {membership.add_key('Gamma Mobile', 'feed', ['reports:write'])['secret']}"}
    line = {"id": "gamma-1", "channel": "sms", "text": "Gamma wins a prize, call +12025550170", "tlp": "amber+strict"}
    filed = node.client.post("/api/v1/reports?wait=10", json=line, headers=key).json()["ids"][0]
    node.answers.drain()
    address = f"/api/v1/reports/{filed}"
    assert node.client.get(address, headers=analyst(node, ALPHA).headers).status_code == 404
    membership.merge_member("Gamma Mobile", ALPHA)
    assert node.client.get(address, headers=analyst(node, ALPHA).headers).status_code == 200
    assert node.client.get(address, headers=analyst(node, BETA).headers).status_code == 404
    with pytest.raises(Rejected, match="house-stays"):
        membership.merge_member(HOUSE, ALPHA)


def test_a_label_that_is_none_is_refused_line_by_line(node: Node) -> None:
    lines = [
        {"id": f"label-{tlp}", "channel": "sms", "text": "one of them is good", "tlp": tlp}
        for tlp in ("mauve", "green")
    ]
    answer = node.client.post("/api/v1/reports", json=lines, headers=node.keys[ALPHA])
    assert answer.status_code == 207
    assert [each["code"] for each in answer.json()["rejected"]] == ["bad-tlp"]
    assert answer.json()["accepted"] == 1


def _sight(node: Node, owner: str) -> Any:
    shown = analyst(node, owner).headers["cookie"].partition("=")[2]
    return node.answers.accounts.recognition.look_up("session", shown).sight


def _red(node: Node) -> set[str]:
    return {
        each.id for each in node.reports if each.tlp in {Tlp.RED, Tlp.AMBER, Tlp.AMBER_STRICT} and each.owner != HOUSE
    }


def test_a_filing_names_whom_its_red_reports_are_for(node: Node) -> None:
    """The person named sees it, others of the same member and the house do not, whomever the member names for all."""
    people = {each.role: each.person for each in node.askers[3:] if each.owner == ALPHA}
    named = people[PersonRole.ANALYST]
    line = {"id": "named-1", "channel": "sms", "text": "Only for one pair of eyes: call +12025550181 today"}
    address = f"/api/v1/reports?wait=10&named={named}"
    filed = node.client.post(address, json=line, headers=node.keys[ALPHA])
    assert filed.status_code == 202
    node.answers.drain()
    seen = {
        (each.owner, each.person)
        for each in node.askers[3:]
        if node.client.get(f"/api/v1/reports/{filed.json()['ids'][0]}", headers=each.headers).status_code == 200
    }
    assert seen == {(ALPHA, named)}
    with_label = node.client.post(f"{address}&tlp=green", json={**line, "id": "named-2"}, headers=node.keys[ALPHA])
    assert [each["code"] for each in with_label.json()["rejected"]] == ["bad-tlp"]
    strangers = next(each.person for each in node.askers[3:] if each.owner == BETA)
    for number in (strangers, 99_999):
        answer = node.client.post(
            f"/api/v1/reports?named={number}", json={**line, "id": f"named-{number}"}, headers=node.keys[ALPHA]
        )
        assert [each["code"] for each in answer.json()["rejected"]] == ["not-its-people"], "neither tells who is there"


def test_an_owner_names_others_for_a_red_report_and_takes_it_back(node: Node) -> None:
    report = of(node, ALPHA, Tlp.AMBER_STRICT)
    other, third = (
        next(each for each in node.askers[3:] if (each.owner, each.role) == (ALPHA, role))
        for role in (PersonRole.OPERATOR, PersonRole.REGULATOR)
    )

    def may(asker: Asker) -> bool:
        return bool(node.client.get(f"/api/v1/reports/{report.id}", headers=asker.headers).status_code == 200)

    assert (may(other), may(third)) == (True, True)
    done = label(node, ALPHA, report, tlp="red", people=str(other.person))
    assert done.status_code == 303
    assert (may(other), may(third), sees(node, ALPHA, report)) == (True, False, True)
    assert undo(node, ALPHA, done).status_code == 303
    assert may(third)
