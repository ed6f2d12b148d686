"""What an address, a search or a name should not hold, in a real browser: said where it is, and a step leads on."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from tests.end_to_end.running import Running

pytestmark = pytest.mark.browser

ASKED = {
    "/?channel=pigeon&category=nothing&country=QQ": ["no such channel", "no such kind", "no such country code"],
    "/?since=never": ["can't be read"],
    "/?since=-5d&until=yesterday": ["can't be read"],
    "/?since=99999999999999999999d": ["can't be read"],
    "/?since=2026-02-30": ["can't be read"],
    "/?since=2026-11-20&until=2026-11-01": ["exchanged"],
    "/?since=2001-01-01&until=9999-12-31": ["cut at today", "a year at most"],
    "/?since=0001-01-01&until=0001-01-02": ["Nothing is counted in that time"],
    "/?channel=%00%FF%FE&since=30d&since=%F0%9F%90%9F": ["no such channel"],
    f"/?channel={'x' * 10_000}": ["no such channel"],
    "/where?channel=pigeon": ["no such channel"],
    "/routes?place=nowhere&destination=QQ": ["no such country code", "no such place"],
    "/console/campaigns?ruling=purple&category=nothing&channel=pigeon&sort=sideways": [
        "no such verdict", "no such kind", "no such channel", "no such order",
    ],
    f"/console/campaigns?find=phishing{'+' * 10_000}": ["at most 100 characters"],
}  # fmt: skip
"""Addresses, and what must be said of each: in its language, on the page itself, and nothing else."""
LONG = {"words": "parcel " * 1_500, "one": "x" * 10_000, "arabic": "طرد " * 2_500, "chinese": "垃" * 10_000}
TURNS = "\u202a\u202b\u202d\u202e\u2066\u2067"
"""Embedding, overriding and isolating characters that turn what follows around (UAX #9); our own pages use none."""
STEERED = f"gro.knab{TURNS}exe.sj"
HEBREW = "\u05d0\u05d1\u05d2"
"""Letters that run from right to left and stand in none of our own messages."""
LOOSE = """() => {
  // Where such letters stand in a line with others, nothing but an element that isolates keeps these in their order.
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    if (/[\\u0590-\\u05ff]/.test(walk.currentNode.data) && !walk.currentNode.parentElement.closest("bdi, body [dir]"))
      found.push(walk.currentNode.data);
  return found;
}"""


@pytest.fixture
def page(browser: Any, node: Running) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    node.sign_in(context)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []


@pytest.mark.parametrize("address", ASKED, ids=lambda address: address[:60])
def test_what_an_address_cannot_mean_is_said_and_what_is_shown_instead(node: Running, page: Any, address: str) -> None:
    said = ASKED[address]
    answer = page.goto(f"{node.address}{address}{'&' if '?' in address else '?'}lang=en")
    assert answer.status == 200
    remarks = page.locator("main .notice[role=status]")
    assert remarks.count() == len(said), remarks.all_inner_texts()
    for words in said:
        assert remarks.filter(has_text=words).is_visible(), words
    assert page.locator("main figure svg, main tbody tr").count() > 0, "something is shown all the same"
    kept = ", ".join(f"main a[href*={each}]" for each in ("pigeon", "purple", "QQ", "xxxx"))
    assert page.locator(kept).count() == 0, "no link of the page leads there again"
    if page.locator(".ranges a").count():
        page.click(".ranges a >> nth=1")
        assert page.locator("main .notice[role=status]").count() == 0


@pytest.mark.parametrize("tongue", ["en", "ar", "zh"])
@pytest.mark.parametrize("kind", LONG)
def test_a_search_of_ten_thousand_characters_is_refused_where_it_stands(
    node: Running, page: Any, kind: str, tongue: str
) -> None:
    page.goto(f"{node.address}/console?lang={tongue}")
    everything = page.locator("#rows .row").count()
    page.focus("#q")
    page.keyboard.insert_text(LONG[kind])  # as pasting does: what a field does not take is left out
    page.keyboard.press("Enter")
    page.wait_for_selector("#find-note [role=alert]")
    told = page.inner_text("#find-note [role=alert]")
    assert "1,000" in told
    assert ("A search has at most" in told) is (tongue == "en"), "said in the reader's language"
    assert 0 < len(page.input_value("#q")) <= 1_000
    assert page.locator("#rows .row").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.fill("#q", "")
    page.keyboard.press("Enter")
    page.wait_for_selector("#rows .row")
    assert page.locator("#rows .row").count() == everything


def test_a_search_that_is_not_understood_names_the_part_and_its_place(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/console?q={quote('is:spam country:Nowhereland as:many')}&lang=en")
    told = page.inner_text("#find-note [role=alert]")
    for words in ("country:Nowhereland", "At character 9.", "as:many", "At character 29."):
        assert words in told
    assert page.locator("#rows .row").count() == 0
    page.fill("#q", "is:spam country:KE as:64500 ]]>'\"--;/*")
    page.keyboard.press("Enter")
    page.wait_for_selector(".chips li")
    assert page.locator("#find-note [role=alert]").count() == 0


def test_an_address_of_the_console_that_cannot_be_followed_shows_the_list(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/console")
    rows = page.locator("#rows .row").count()
    for address in ("before=abc&after=-1", "sort=sideways", "before=99999999999999999999", "seen=%00", "all=&done=x"):
        assert page.goto(f"{node.address}/console?{address}").status == 200
        assert page.locator("#rows .row").count() == rows, address
    page.goto(f"{node.address}/console?open=..%2F..%2Fetc&lang=en")
    assert page.locator("#report.gone").is_visible()
    assert page.locator("#rows .row").count() == rows


def test_names_that_turn_the_writing_around_stay_in_their_place(node: Running, page: Any) -> None:
    """A sender's, a campaign's and a saved view's: named by code point or left out, never at work."""
    text = f"Pay now {TURNS} at http://turned.example/x"
    report = node.file(id="turned", channel="sms", text=text, sender=HEBREW + STEERED)
    campaign = node.settled(report)["assignment"]["campaign"]
    page.goto(f"{node.address}/console/campaigns/{campaign}?lang=en")
    named = {"campaign": campaign, "action": "name", "name": f"{HEBREW} {STEERED} طرد", "next": "/console/campaigns"}
    kept = {"name": f"{HEBREW} {STEERED} العربية", "view": "q=is:spam", "next": "/console"}
    for path, form in (("/console/campaigns/changes", named), ("/console/views", kept)):
        assert page.request.post(node.address + path, form=form, headers={"origin": node.address}).ok
    for tongue in ("en", "ar"):
        for path in (f"/console?open={report}", "/console/campaigns", f"/console/campaigns/{campaign}", "/"):
            page.goto(f"{node.address}{path}{'&' if '?' in path else '?'}lang={tongue}")
            content = page.content() + page.title()
            assert not any(each in content for each in TURNS), path
            assert page.evaluate(LOOSE) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= 1280, path
    page.goto(f"{node.address}/console?open={report}&lang=en")
    assert "U+202E" in page.inner_text(f"#r-{report}"), "that it was tried is seen"


def test_a_report_that_is_erased_while_it_is_open_says_so_at_the_next_step(node: Running, page: Any) -> None:
    text = "Your invoice 77 is due, pay at http://invoice.example/77"
    first, second = (node.file(id=f"erased-{each}", channel="email", text=text + each) for each in ("a", "b"))
    node.settled(first)
    node.settled(second)
    page.goto(f"{node.address}/console?q=channel:email&open={first}&lang=en")
    assert page.locator("#report .content").is_visible()
    other = page.context.new_page()
    other.goto(f"{node.address}/console?open={first}")
    other.click('#report button[value="erase"]')
    other.click("button.danger")
    other.close()
    page.click('#report button[value="ham"]')
    page.wait_for_selector("#toast p")
    assert "what it said is gone" in page.inner_text("#toast")
    page.click(f"#r-{second} > a")
    page.wait_for_selector(f'#report[data-id="{second}"]')
    page.click(f"#r-{first} > a")
    page.wait_for_selector(f'#report[data-id="{first}"] .empty')
    assert "destroyed" in page.inner_text("#report .empty")


def test_a_report_that_is_withdrawn_while_its_receipt_is_open_says_so(node: Running, browser: Any) -> None:
    """Without script, for with it the open receipt may tell of it before anything is said."""
    filed = node.post({"id": "withdrawn", "channel": "sms", "text": "Win at http://prize.example/w"}).json()
    node.settled(filed["ids"][0])
    receipt = f"{node.address}/receipts/{filed['receipts'][0]}"
    context = browser.new_context(java_script_enabled=False)
    page, asked, other = (context.new_page() for _ in range(3))
    page.goto(f"{receipt}?lang=en")
    asked.goto(f"{receipt}/withdraw")
    other.goto(f"{receipt}/withdraw")
    other.click("main form button")
    assert "withdrew" in other.inner_text("h1")
    asked.click("main form button")
    assert "withdrew" in asked.inner_text("h1"), "done twice it is done once"
    page.click('#say button[value="spam"]')
    page.wait_for_url("**/receipts/*")
    assert "withdrew" in page.inner_text("h1"), "a word that comes too late leads to what became of it"
    assert page.locator("#say").count() == 0
    context.close()


def test_a_restart_between_check_and_report_loses_nothing(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/check?lang=en")
    page.fill("#text", "Your account is closed, verify at http://account.example/v today")
    page.click("form.form button")
    page.wait_for_selector("#finding")
    node.stop()
    node.start()
    page.click("#next form button")
    page.wait_for_url("**/receipts/*")
    assert page.locator("#number").is_visible()


def test_a_word_that_is_said_while_the_node_is_away_is_not_lost_silently(node: Running, page: Any) -> None:
    report = node.file(id="away", channel="sms", text="Loan of 500 today, write to http://loan.example/away")
    ruling = node.settled(report)["verdict"]["ruling"]
    page.goto(f"{node.address}/console?open={report}&lang=en")
    node.stop()
    page.keyboard.press("h")
    page.wait_for_selector("#stale:not([hidden])")
    assert "may be old" in page.inner_text("#stale")
    page.keyboard.press("j")
    node.start()
    page.wait_for_selector("#stale", state="hidden", timeout=60_000)
    assert node.report(report)["verdict"]["ruling"] == ruling
    page.focus(f"#r-{report} > a")
    page.keyboard.press("h")
    page.wait_for_selector("#toast form")
    assert node.report(report)["verdict"]["ruling"] == "ham"
