"""The pages that put two countries' laws side by side."""

from typing import Any

import pytest
from msgspec.structs import replace

from spamatlas.judge import Profile, profiles, told
from spamatlas.locale import languages
from spamatlas.model import CallToAction, Category, Channel, Evidence, Known, Lure, Reason, Ruling, Verdict
from spamatlas.web.face import laws

HTML = {"accept": "text/html"}


@pytest.mark.parametrize("name", profiles())
def test_every_profile_has_a_card_that_says_all_of_it(client: Any, name: str) -> None:
    profile, text = Profile.load(name), client.get(f"/about/profiles?a={name}&b=us", headers=HTML).text
    text = text.replace("&#39;", "'")
    assert profile.definition in text and profile.label in text
    for source in profile.sources:
        assert source.instrument in text and source.regulator in text
    for terms in profile.channels.values():
        assert laws.CONSENTS[terms.consent] in text and terms.register in text


def test_every_value_has_its_word() -> None:
    for profile in map(Profile.load, profiles()):
        assert set(profile.must_state) <= set(laws.DUTIES)
        assert profile.customers in laws.CUSTOMERS and profile.confidence in laws.SURE
    assert set(laws.BECAUSE) == laws.EXCUSES


def test_the_two_are_those_of_the_address_and_never_the_same_by_default() -> None:
    assert [each.name for each in laws.chosen({"a": "KR", "b": "in"}, "neutral", "")] == ["kr", "in"]
    assert [each.name for each in laws.chosen({}, "neutral", "GB")] == ["neutral", "gb"]
    assert [each.name for each in laws.chosen({"a": "<script>"}, "us", "")] == ["us", "de"]


def test_a_message_is_ruled_under_both_and_kept_nowhere(client: Any, node: Any) -> None:
    answer = client.post("/about/profiles?a=us&b=de", data={"text": "Buy now", "channel": "email"}, headers=HTML)
    assert answer.status_code in (200, 201) and 'id="result"' in answer.text
    assert [each.text for each in node.checked] == ["Buy now"] and not node.accepted


def test_what_is_wrong_is_said(client: Any) -> None:
    answer = client.post("/about/profiles?a=us&b=de", data={"text": " ", "channel": "email"}, headers=HTML)
    assert answer.status_code == 422 and "Paste something" in answer.text


def test_a_month_is_counted_for_the_operator(client: Any, node: Any) -> None:
    text = client.get("/console/profiles?a=us&b=de&month=2026-03", headers=HTML).text
    assert node.compared_with == ("us", "de", "2026-03")
    assert "The two rule 7 reports differently" in text and "the newest 7 of 9 reports" in text
    assert laws.BECAUSE["may-object"] in text
    wrong = client.get("/console/profiles?a=us&b=de&month=nonsense", headers=HTML)
    assert wrong.status_code == 422 and "2026-11" in wrong.text


def test_the_neutral_one_comes_first_in_every_language() -> None:
    for language in languages().values():
        found = laws.every(language)
        assert found[0].name == "neutral" and len(found) == len(profiles())


def test_a_report_tells_how_every_country_rules_it(client: Any, node: Any, fake: Any) -> None:
    text = client.get(f"/console/reports/{fake.ID}", headers=HTML).text
    assert "under every profile" in text, "phishing is spam everywhere"


def test_a_lawful_advertisement_is_excused_where_one_may_object() -> None:
    asked = Evidence(Known.YES, 0.9, (Reason("way-out", 0.0, "It is so."),))
    verdict = Verdict(
        spam=0.95,
        ruling=Ruling.SPAM,
        category=Category.ADVERTISING,
        lure=Lure.NONE,
        call_to_action=CallToAction.NONE,
        language="en",
        unsolicited=asked,
        bulk=Evidence(),
        channel=Channel.EMAIL,
    )
    found = dict(laws.across(verdict, None))
    names = {ruling: {each.name for each in each_profiles} for ruling, each_profiles in found.items()}
    assert {"us", "hk", "ch"} <= names[Ruling.SUSPECT] and {"de", "ca"} <= names[Ruling.SPAM]
    assert {"in", "ng"} == names[None], "their laws say nothing of mail"
    assert sum(map(len, names.values())) == len(profiles()) - 1, "the neutral one is no country's"
    assert laws.across(told(verdict, "spam"), None) == [], "a person's word stands everywhere"


def test_rulings_that_differ_without_an_excuse_are_explained(client: Any, node: Any) -> None:
    checked = node.check

    def differing(pasted: Any, profiles: Any = ()) -> Any:
        found = checked(pasted, profiles)
        first, second = found.under
        under = replace(first, ruling=Ruling.SPAM, reasons=()), replace(second, ruling=Ruling.SUSPECT, reasons=())
        return replace(found, under=under)

    node.check = differing
    answer = client.post("/about/profiles?a=de&b=us", data={"text": "Buy now", "channel": "sms"}, headers=HTML)
    assert "less certainty is enough to call it spam: 70% in place of 90%" in answer.text
