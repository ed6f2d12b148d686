"""Campaigns are changed by forms of our own, each with a notice that undoes it."""

from typing import Any

import pytest
from tests.web.console.opening import OUR_PAGE, page


def send(client: Any, **form: Any) -> Any:
    path = "/console/campaigns/changes"
    return client.post(path, data=form, headers=OUR_PAGE, follow_redirects=False)


def test_marked_campaigns_are_made_one_and_the_notice_undoes_it(client: Any, node: Any, fake: Any) -> None:
    shown = page(client, "/console/campaigns")
    boxes = [each.attributes["value"] for each in shown.css("tbody input[name=campaigns]")]
    assert boxes == [fake.CAMPAIGN]
    answer = send(client, action="merge", campaigns=[fake.CAMPAIGN, "C-2"], next="/console/campaigns?sort=last")
    assert node.workbench.done == [("merge", (fake.CAMPAIGN, "C-2"))]
    assert answer.headers["location"] == "/console/campaigns?sort=last&done=1"
    toast = page(client, answer.headers["location"]).css_first("#toast")
    assert fake.CAMPAIGN in toast.text()
    assert toast.css_first("input[name=action]").attributes["value"] == "1"


def test_campaigns_are_named_by_ids_with_commas_and_blanks(client: Any, node: Any) -> None:
    send(client, action="merge", campaign="C-1", campaigns="C-2, C-3 C-4", next="/console")
    assert node.workbench.done == [("merge", ("C-1", "C-2", "C-3", "C-4"))]


@pytest.mark.parametrize(
    ("form", "done"),
    [
        ({"action": "split", "ids": ["a", "b"]}, ("split", ("C-1", "a", "b"))),
        ({"action": "split-wording", "ids": ["a"]}, ("split-wording", ("C-1", "a"))),
        ({"action": "name", "name": "Fees"}, ("label", ("C-1", "Fees", "None"))),
        ({"action": "pin"}, ("label", ("C-1", "None", "True"))),
        ({"action": "unpin"}, ("label", ("C-1", "None", "False"))),
    ],
)
def test_each_change_is_asked_of_the_node(client: Any, node: Any, form: dict[str, Any], done: tuple[Any, ...]) -> None:
    answer = send(client, campaign="C-1", next="/console/campaigns/C-1", **form)
    assert answer.status_code == 303
    assert node.workbench.done == [done]


def test_another_sites_page_and_an_unknown_action_change_nothing(client: Any, node: Any) -> None:
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    refused = client.post("/console/campaigns/changes", data={"action": "pin", "campaign": "C-1"}, headers=foreign)
    assert refused.status_code in {401, 403}
    assert send(client, action="explode", campaign="C-1").status_code == 422
    assert node.workbench.done == []


def test_a_campaigns_page_shows_what_it_is_called_and_that_it_is_left_alone(client: Any, fake: Any) -> None:
    shown = page(client, f"/console/campaigns/{fake.CAMPAIGN}")
    assert "<script>alert(1)" in shown.css_first(".named").text()
    assert shown.css_first("button[value=unpin]")
    assert not shown.css_first("button[value=pin]")
    assert shown.css("ul.rows input[name=ids]")
    report = page(client, f"/console/reports/{fake.ID}")
    assert "<script>alert(1)" in report.css_first("#report .state").text()


def test_the_interface_wants_the_token_and_known_fields(client: Any, node: Any, key: dict[str, str]) -> None:
    address = "/api/v1/campaigns/C-1/merge"
    assert client.post(address, json={"campaigns": ["C-2"]}).status_code == 401
    assert client.post(address, json={"campaigns": ["C-2"], "more": 1}, headers=key).status_code in {400, 422}
    assert client.post(address, json={"campaigns": []}, headers=key).status_code in {400, 422}
    assert node.workbench.done == []
    assert client.post(address, json={"campaigns": ["C-2"]}, headers=key).json()["action"] == 1
