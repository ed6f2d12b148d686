"""A campaign's page is made of sections that are found by looking into their folder."""

from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

import msgspec
import pytest
from selectolax.lexbor import LexborHTMLParser

from spamatlas.web.console import campaign
from spamatlas.web.console.campaign_section import Section


def test_every_section_has_its_template_and_every_template_its_section() -> None:
    folder = files("spamatlas.web.console") / "campaign_sections"
    templates = {f"campaign_sections/{each.name}" for each in folder.iterdir() if each.name.endswith(".html")}
    assert templates == {each.template for each in campaign.SECTIONS}


def test_sections_stand_in_their_order_and_one_that_has_nothing_is_left_out(
    client: Any, fake: Any, monkeypatch: Any
) -> None:
    asked = []

    def gather(node: Any, found: Any, language: Any) -> dict[str, Any] | None:
        asked.append((found["campaign"], language.code))
        return None if len(asked) == 1 else {"ties": []}

    sections = [*campaign.SECTIONS, Section(name="ties", order=9999, gather=gather)]
    monkeypatch.setattr(campaign, "SECTIONS", sections)
    address = f"/console/campaigns/{fake.CAMPAIGN}?lang=fr"
    first, second = (LexborHTMLParser(client.get(address).text).css(".sheet > section h2") for _ in range(2))
    assert asked == [(fake.CAMPAIGN, "fr")] * 2
    assert len(second) == len(first) + 1
    assert second[-1].text() not in first[-1].text()


def test_kin_are_suggested_with_what_is_shared_and_what_is_not(client: Any, fake: Any) -> None:
    section = LexborHTMLParser(client.get(f"/console/campaigns/{fake.CAMPAIGN}").text).css_first("#kin")
    assert "2 of its 5 wordings say another one in other words." in section.text()
    (joined,) = section.css("li")
    assert joined.text(strip=True).startswith("C-0000000000000009: the same page path")
    first, second = section.css("form p")
    assert first.text().startswith("C-0000000000000009: the same page path, 91% alike in meaning")
    assert first.css_first("a").attributes["href"] == "/console/campaigns/C-0000000000000009"
    assert "<script" not in first.html
    assert second.text(strip=True) == "C-000000000000000a: 60% alike in meaning"
    french = client.get(f"/console/campaigns/{fake.CAMPAIGN}?lang=fr").text
    assert "le même chemin de page" in french


def test_a_campaign_without_kin_and_rewrites_has_no_such_section(client: Any, fake: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("tests.web.fake_campaigns.KIN", [])
    monkeypatch.setitem(fake.WORDINGS, "rewritten", 0)
    assert LexborHTMLParser(client.get(f"/console/campaigns/{fake.CAMPAIGN}").text).css_first("#kin") is None


def test_what_its_wordings_mean_is_said_with_its_weight(client: Any, fake: Any, monkeypatch: Any) -> None:
    address = f"/console/campaigns/{fake.CAMPAIGN}"
    first, second = LexborHTMLParser(client.get(address).text).css("#meaning tbody tr")
    assert [cell.text(strip=True) for cell in first.css("td")] == [
        "Its meaning is close to that of loan spam.",
        "4",
        "+1.50",
    ]
    assert second.css("td")[2].text(strip=True) == "−0.25"
    assert "Son sens est proche de celui du spam de prêts." in client.get(f"{address}?lang=fr").text
    monkeypatch.setattr("tests.web.fake_campaigns.MEANINGS", [])
    assert LexborHTMLParser(client.get(address).text).css_first("#meaning") is None


@pytest.mark.parametrize("action", ["merge", "apart"])
def test_a_suggestion_is_followed_or_dismissed(client: Any, node: Any, fake: Any, action: str) -> None:
    form = {"campaign": fake.CAMPAIGN, "campaigns": "C-0000000000000009", "action": action, "next": "/console"}
    ours = {"origin": "http://127.0.0.1:8052", "accept": "text/html"}
    answer = client.post("/console/campaigns/changes", data=form, headers=ours, follow_redirects=False)
    assert answer.status_code == 303
    assert node.workbench.done == [(action, (fake.CAMPAIGN, "C-0000000000000009"))]


@pytest.mark.parametrize(("ago", "is_said"), [(-600, False), (40, True)])
def test_what_is_not_new_says_so(client: Any, node: Any, fake: Any, monkeypatch: Any, ago: int, is_said: bool) -> None:
    as_of = datetime.now(UTC) - timedelta(seconds=ago)
    read, drawn = node.campaign, node.graph
    monkeypatch.setattr(node, "campaign", lambda name: {**read(name), "as_of": as_of})
    monkeypatch.setattr(node, "graph", lambda name: msgspec.structs.replace(drawn(name), as_of=as_of))
    for path in (f"campaigns/{fake.CAMPAIGN}", f"campaigns/{fake.CAMPAIGN}/compare/{fake.OTHER_CAMPAIGN}"):
        assert ("what came in since is being read" in client.get(f"/console/{path}").text) == is_said
    found = client.get("/console/graph", params={"node": fake.CAMPAIGN}).text
    assert ("what came in since is being read" in found) == is_said
    arabic = client.get(f"/console/campaigns/{fake.CAMPAIGN}", params={"lang": "ar"}).text
    assert ("تجري قراءته" in arabic) == is_said
