"""Accounts by keys alone: set-up, sign-in with and without a code, and a person who is invited."""

import time
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from tests.end_to_end.looking import walk
from tests.end_to_end.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

ADDRESS, PASSWORD = "admin@regulator.example", "correct horse battery"


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
    press(page, "details[open] form button")
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
    guest.goto(invitation if invitation.startswith("http") else administrator.address + invitation)
    enter(guest, password=PASSWORD, again=PASSWORD)
    assert guest.url == f"{administrator.address}/console/account"
    assert "Ben Example" in guest.inner_text("h1")
    guest.goto(invitation if invitation.startswith("http") else administrator.address + invitation)
    assert guest.locator("[role=alert]").count() == 1, "an invitation works once"
    guest.close()
