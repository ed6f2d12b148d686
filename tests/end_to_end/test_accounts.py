"""Accounts and countermeasures by keys alone: set-up, sign-in with and without a code, people, keys, what was done."""

import time
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from tests.end_to_end.looking import AXE, TAGS, looked_at, walk
from tests.end_to_end.running import Running

from spamatlas.locale import languages

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

ADDRESS, PASSWORD = "admin@regulator.example", "correct horse battery"
WIDTHS = {"en": 1280, "ar": 390, "zh": 390}


def enter(page: Any, **fields: str) -> None:
    """Go to each field by Tab and type; then on to the button of its form and press it."""
    for name, value in fields.items():
        walk(page, lambda _, name=name: bool(page.evaluate(f"document.activeElement.name === {name!r}")))
        page.keyboard.press("Control+a")
        page.keyboard.type(value)
    press(page, "form:focus-within button")


def press(page: Any, selector: str) -> None:
    """Go by Tab to what fits the selector, and press it."""
    walk(page, lambda _: bool(page.evaluate("each => document.activeElement.matches(each)", selector)))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def unfold(page: Any, summary: str) -> None:
    walk(page, lambda here: here["tag"] == "summary" and here["text"].strip() == summary)
    page.keyboard.press("Enter")


@pytest.fixture(scope="module")
def administrator(node: Running, browser: Any) -> Running:
    """The node once somebody set it up, by keys alone."""
    context = browser.new_context()
    node.sign_in(context)
    page = context.new_page()
    page.goto(f"{node.address}/console/set-up?lang=en")
    who = {"member": "Regulator of Example", "name": "Amina Example", "address": ADDRESS}
    enter(page, **who, password=PASSWORD, again=PASSWORD + "?")
    assert "passwords differ" in page.inner_text("[role=alert]")
    assert page.input_value("#member") == who["member"], "what was entered stays, the passwords do not"
    enter(page, password=PASSWORD, again=PASSWORD)
    assert page.url == f"{node.address}/console/account"
    context.close()
    return node


@pytest.fixture
def page(browser: Any, administrator: Running) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto(f"{administrator.address}/console/sign-in?lang=en")
    yield opened
    context.close()


def sign_in(page: Any, code: str = "", password: str = PASSWORD) -> None:
    page.focus(".skip")
    enter(page, **{"address": ADDRESS, "password": password} | ({"code": code} if code else {}))


@pytest.mark.parametrize("tongue", WIDTHS)
def test_a_wrong_password_is_said_and_a_right_one_leads_on(administrator: Running, browser: Any, tongue: str) -> None:
    context = browser.new_context(viewport={"width": WIDTHS[tongue], "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{administrator.address}/console/people?lang={tongue}")
    assert page.locator("#password").count() == 1, "who is not signed in is asked to"
    sign_in(page, password="wrong horse battery")
    assert page.locator("[role=alert]").inner_text()
    assert page.input_value("#address") == ADDRESS
    assert page.input_value("#password") == ""
    sign_in(page)
    assert page.url.endswith("/console/people"), "to what was asked for"
    assert page.get_attribute("html", "dir") == languages()[tongue].direction
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[tongue]
    press(page, "form[action='/console/sign-out'] button")
    assert "/console/sign-in" in page.url
    context.close()


def test_a_second_factor_is_turned_on_asked_for_and_turned_off(administrator: Running, page: Any) -> None:
    sign_in(page)
    page.goto(f"{administrator.address}/console/account?factor=1")
    secret = page.inner_text("p.code.break")
    assert page.get_attribute("main img[src^=data]", "alt")
    enter(page, code=pyotp.TOTP(secret).now())
    assert page.url == f"{administrator.address}/console/account"
    page.context.clear_cookies()
    page.goto(f"{administrator.address}/console/sign-in?lang=en")
    sign_in(page)
    assert page.get_attribute("#code", "aria-invalid") == "true"
    # A code is good once: the next one is taken.
    sign_in(page, code=next_code(secret))
    assert "/console/sign-in" not in page.url
    page.goto(f"{administrator.address}/console/account")
    unfold(page, "Turn it off")
    enter(page, password=PASSWORD)
    assert page.locator("a[href$='factor=1']").count() == 1


def next_code(secret: str) -> str:
    """The code that a device will show next, which is taken as well: a device's clock may be fast."""
    return pyotp.TOTP(secret).at(time.time(), counter_offset=1)


def test_a_person_is_added_invited_and_sets_a_password(administrator: Running, browser: Any, page: Any) -> None:
    sign_in(page)
    page.goto(f"{administrator.address}/console/people")
    unfold(page, "Add a member")
    enter(page, name="Operator of Example")
    unfold(page, "Add a person")
    page.keyboard.press("Tab")
    page.keyboard.type("Ben Example")
    page.keyboard.press("Tab")
    page.keyboard.type("ben@operator.example")
    walk(page, lambda _: bool(page.evaluate("document.activeElement.value === 'analyst'")))
    page.keyboard.press("Space")
    press(page, "form:focus-within button")
    invitation = page.inner_text("[role=status] .code")
    guest = browser.new_page()
    guest.goto(administrator.address + invitation)
    enter(guest, password=PASSWORD, again=PASSWORD)
    assert guest.url == f"{administrator.address}/console/account"
    assert "Ben Example" in guest.inner_text("h1")
    guest.goto(administrator.address + invitation)
    assert guest.locator("[role=alert]").count() == 1, "an invitation works once"
    guest.close()


def test_a_key_is_shown_once_and_ended(administrator: Running, page: Any) -> None:
    sign_in(page)
    page.goto(f"{administrator.address}/console/people/1")
    unfold(page, "Add a key")
    page.keyboard.press("Tab")
    page.keyboard.type("gateway")
    walk(page, lambda _: bool(page.evaluate("document.activeElement.value === 'reports:write'")))
    page.keyboard.press("Space")
    press(page, "form:focus-within button")
    assert page.inner_text("[role=status] .code").startswith("spamatlas_")
    page.goto(f"{administrator.address}/console/people/1")
    assert page.locator("[role=status] .code").count() == 0
    page.locator("table details summary >> text=End").last.focus()
    page.keyboard.press("Enter")
    press(page, "button.danger")
    assert page.locator("tr.undone").count() == 1


def test_what_was_done_against_a_campaign_is_noted_and_taken_back(administrator: Running, page: Any) -> None:
    text = "Your parcel waits, pay 1.99 at https://parcel-fee.example/pay today"
    campaign = administrator.settled(administrator.file(id="counter", channel="sms", text=text))["assignment"]
    sign_in(page)
    page.goto(f"{administrator.address}/console/campaigns/{campaign['campaign']}")
    assert not page.locator("#countermeasures form.filters").is_visible(), "folded until somebody wants it"
    unfold(page, "Note what was done")
    enter(page, target="parcel-fee.example")
    assert page.locator("#countermeasures .countermeasures li").count() == 1
    assert page.locator("#toast form button").count() == 1
    press(page, "#countermeasures li form button")
    assert page.locator("#countermeasures .countermeasures li").count() == 0
    page.goto(f"{administrator.address}/console/history")
    assert "Amina Example" in page.inner_text("tr.undone td:last-child"), "history says who undid"


def test_axe_finds_nothing_where_a_form_was_refused(administrator: Running, browser: Any) -> None:
    context = looked_at(browser, "ar-phone-dark")
    page = context.new_page()
    page.goto(f"{administrator.address}/console/sign-in?lang=ar")
    sign_in(page, password="wrong horse battery")
    found = page.evaluate(AXE, TAGS)
    sign_in(page)
    page.goto(f"{administrator.address}/console/account?factor=1")
    enter(page, code="000000")
    assert page.locator("[role=alert]").count() == 1
    found += page.evaluate(AXE, TAGS)
    context.close()
    assert found == []
