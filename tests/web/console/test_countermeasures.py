"""What was done against a campaign: noted by a form, told on its page, its timeline and beside its drafts."""

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from tests.web.console.opening import OUR_PAGE, page
from tests.web.shown.campaigns import COUNTERMEASURES

from spamatlas.locale import languages
from spamatlas.web.face.effect import effect_told

EN = languages()["en"]


def send(client: Any, form: dict[str, str]) -> Any:
    address = "/console/campaigns/countermeasures"
    return client.post(address, data=form, headers=OUR_PAGE, follow_redirects=False)


def test_the_page_tells_each_with_its_effect_and_marks_it_on_the_timeline(client: Any, fake: Any) -> None:
    shown = page(client, f"/console/campaigns/{fake.CAMPAIGN}")
    told = [each.text() for each in shown.css("ol.countermeasures > li")]
    assert ["Too few reports to tell." in each for each in told] == [True, False, False, False]
    assert ["Fell more than like campaigns." in each for each in told] == [False, True, False, False]
    assert ["Nothing to compare with." in each for each in told] == [False, False, True, False]
    assert "in effect from Mar 5, 2026" in told[0]
    assert "25 like campaigns at the same age lead to expect 41 reports after (18.2 to 94)." in told[1]
    (mark,) = shown.css("text.event")
    assert mark.text() == "1 2 3 4"
    assert len(shown.css("ol.countermeasures input[name=action]")) == 4


def test_the_form_notes_what_was_done_and_the_notice_undoes_it(client: Any, node: Any, fake: Any) -> None:
    form = page(client, f"/console/campaigns/{fake.CAMPAIGN}").css_first("#countermeasures form[action$=measures]")
    given = {each.attributes["name"]: each.attributes.get("value") or "" for each in form.css("input[type=hidden]")}
    answer = send(client, {**given, "kind": "number_shut", "target": "+12025550143", "organisation": "", "note": "x"})
    assert node.workbench.done == [("counter", (fake.CAMPAIGN, "number_shut", "+12025550143", "x"))]
    assert answer.status_code == 303
    toast = page(client, answer.headers["location"]).css_first("#toast")
    assert "Number shut" in toast.text()
    assert toast.css_first("input[name=action]").attributes["value"] == "1"


def test_a_draft_that_was_sent_is_noted_with_one_click(client: Any, node: Any, fake: Any) -> None:
    form = page(client, f"/console/campaigns/{fake.CAMPAIGN}/notices").css_first("form[action$=countermeasures]")
    given = {each.attributes["name"]: each.attributes.get("value") or "" for each in form.css("input")}
    assert (given["kind"], given["note"]) == ("notice", "N-0123456789ab")
    assert send(client, given).status_code == 303
    assert node.workbench.done[0][1][:2] == (fake.CAMPAIGN, "notice")


def test_what_is_refused_and_another_sites_page_note_nothing(client: Any, node: Any, fake: Any) -> None:
    assert send(client, {"campaign": fake.CAMPAIGN, "kind": "explode"}).status_code == 422
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    form = {"campaign": fake.CAMPAIGN, "kind": "notice"}
    refused = client.post("/console/campaigns/countermeasures", data=form, headers=foreign)
    assert refused.status_code in {401, 403}
    assert node.workbench.done == []


def test_two_campaigns_are_compared_with_what_was_done_against_them(client: Any, fake: Any) -> None:
    shown = page(client, f"/console/campaigns/{fake.CAMPAIGN}/compare/{fake.OTHER_CAMPAIGN}")
    assert len(shown.css("ol.countermeasures")) == 2
    assert len(shown.css("text.event")) == 2


@pytest.mark.parametrize("code", ["ar", "es", "fr", "ru", "zh"])
def test_an_effect_is_told_in_every_language(code: str) -> None:
    for each in COUNTERMEASURES:
        told = effect_told(each, languages()[code])
        assert "{" not in told
        assert told != effect_told(each, EN)


def test_no_cause_is_ever_claimed() -> None:
    for each in COUNTERMEASURES:
        assert not {"because", "caused", "effective", "worked"} & {*effect_told(each, EN).lower().split()}


def test_the_name_of_a_campaign_stands_beside_its_reports_and_its_id(client: Any, fake: Any) -> None:
    row = page(client, "/console").css_first("#r-" + fake.ID)
    assert fake.CAMPAIGN[:9] in row.text()
    assert row.css_first(".what bdi").text().startswith("<script>")
    (answer,) = client.get("/api/v1/reports").json()
    assert answer["campaign_label"] == fake.HOSTILE[:80]


def test_names_that_people_here_gave_are_shown_to_them_alone(client: Any) -> None:
    named = "main .week-name ~ p bdi, main th small bdi"
    assert len(page(client, "/").css(named)) == 3
    answer = client.get("/", headers={"x-forwarded-for": "203.0.113.9", "accept": "text/html"})
    shown = LexborHTMLParser(answer.text)
    assert shown.css(named) == []
    assert "Growing. More reports in the last seven days" in shown.css_first(".week-name ~ p").text()
