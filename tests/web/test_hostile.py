"""Whatever strangers write, in whatever field, is text on our pages and nothing else."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from spamatlas.judge.profile import Profile, profiles
from spamatlas.web.inert import CONTROLS, defang, inert, plain

PAGES = [
    "/",
    "/receipts/{receipt}",
    "/receipts/{receipt}/withdraw",
    "/receipts",
    "/check",
    "/schema/problems",
    "/console",
    "/console?open={id}&q=from:%3Cscript%3E",
    "/console?q=%E2%80%AEhttp://evil.example/a+foo:%22%3E%3Cimg+src=x%3E&all=1",
    "/console/reports/{id}",
    "/console/campaigns",
    "/console/campaigns/{campaign}",
    "/console/campaigns/{campaign}/notices",
    "/console/graph",
    "/console/graph?node={campaign}",
    "/console/graph?node=%3Cscript%3E&kind=number&kind=%3Cb%3E&hubs=no",
    "/console/campaigns/{campaign}/compare/{other}",
    "/console/quarantine",
    "/console/quarantine/{id}",
    "/console/history",
    "/console/model",
    "/report",
    "/where",
    "/where/KE",
    "/where/KE?detail=kinds",
    "/routes",
    "/about",
    "/about/profiles?a=kr&b=%3Cscript%3E",
    "/console/profiles?a=us&b=de&month=2026-03",
    "/figures/rising_domains",
    "/figures/origins_by_network",
]
# Where a law can be read: written by us, in data files.
LAWS = {source.url for name in profiles() for source in Profile.load(name).sources if source.url}
OURS = re.compile(r"^(/|#|\?)")


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("path", PAGES)
def test_no_field_comes_alive(client: Any, node: Any, fake: Any, path: str, lang: str) -> None:
    address = path.format(id=fake.ID, campaign=fake.CAMPAIGN, other=fake.OTHER_CAMPAIGN, receipt=node.receipt(fake.ID))
    answer = client.get(f"{address}{'&' if '?' in address else '?'}lang={lang}", headers={"accept": "text/html"})
    assert answer.status_code == 200
    page = LexborHTMLParser(answer.text)
    for node in page.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), (path, name)
            assert name != "style", (path, "the policy would not let it through")
            if name in {"href", "src", "action"} and not (name == "href" and value in LAWS):
                assert OURS.match(value or ""), (path, value)
    scripts = {script.attributes.get("src", "").partition("?")[0] for script in page.css("script")}
    assert scripts == {"/static/live.js"} | ({"/static/console.js"} if path.startswith("/console") else set())
    assert not page.css("iframe, object, embed, form[action^=http], meta[http-equiv], base")
    assert "http://evil.example" not in answer.text
    assert "\u202e" not in answer.text
    assert "\x00" not in answer.text


@pytest.mark.parametrize("path", ["/console", "/console/reports/{id}"])
def test_and_it_can_be_read(client: Any, fake: Any, path: str) -> None:
    text = LexborHTMLParser(client.get(path.format(id=fake.ID)).text).body.text()
    assert "<script>alert(1)</script>" in text
    assert "U+202E" in text


def test_a_search_is_given_back_as_text(client: Any, fake: Any) -> None:
    page = LexborHTMLParser(client.get("/console", params={"q": fake.HOSTILE, "sort": '"><b>'}).text)
    assert not page.css("main script, main img, main b")


def test_a_form_that_is_wrong_comes_back_with_what_was_entered(client: Any) -> None:
    entered = {"text": "   ", "sender": '"><script>x</script>', "channel": "im"}
    answer = client.post("/report", data=entered, files={"file": ("", b"")})
    assert answer.status_code == 422
    page = LexborHTMLParser(answer.text)
    assert page.css_first("#sender").attributes["value"] == entered["sender"]
    assert page.css_first("option[selected]").attributes["value"] == "im"


@given(st.text())
def test_inert_text_has_no_markup_and_nothing_hidden(text: str) -> None:
    shown = str(inert(text))
    without_ours = re.sub(r'<span class="unseen" dir="ltr" title="[^"<>]*">U\+[0-9A-F]{4,6}</span>', "", shown)
    assert "<" not in without_ours
    assert ">" not in without_ours
    assert not CONTROLS.search(shown.replace("\r", ""))
    assert not CONTROLS.search(plain(text))


@given(st.text(alphabet="htps:/.wexampl \u202e"))
def test_no_address_can_be_followed(text: str) -> None:
    assert not re.search(r"https?://", defang(text), re.IGNORECASE)


def test_defanged() -> None:
    assert defang("https://a.example/b?c=d.e") == "hxxps://a[.]example/b?c=d[.]e"
    assert str(inert("see www.example.org/x.")) == "see www[.]example[.]org/x."
