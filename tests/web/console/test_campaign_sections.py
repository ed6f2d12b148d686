"""A campaign's page is made of sections that are found by looking into their folder."""

from importlib.resources import files
from typing import Any

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
