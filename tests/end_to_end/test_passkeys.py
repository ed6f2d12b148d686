"""Passkeys in a real browser, with the browser's own virtual authenticator: add, sign in, confirm, end."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from tests.end_to_end.running import ARTEFACTS, Running

pytestmark = pytest.mark.browser

PASSWORD = "four plain words go"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("node"), options=())
    running.start()
    yield running
    running.stop()


def named(node: Running) -> str:
    """The address by name: under a number no browser makes a passkey."""
    return node.address.replace("127.0.0.1", "localhost")


class Person:
    """A browser of its own with a device that keeps passkeys and verifies its person; what was written out is kept."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tool = self.context.new_cdp_session(self.page)
        self.tool.send("WebAuthn.enable")
        wanted = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                  "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
        self.device = self.tool.send("WebAuthn.addVirtualAuthenticator", {"options": wanted})["authenticatorId"]

    def kept(self) -> list[Any]:
        """What the device keeps."""
        found: list[Any] = self.tool.send("WebAuthn.getCredentials", {"authenticatorId": self.device})["credentials"]
        return found

    def verifies(self, is_verified: bool) -> None:
        said = {"authenticatorId": self.device, "isUserVerified": is_verified}
        self.tool.send("WebAuthn.setUserVerified", said)

    def shows_all_of_it(self) -> None:
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url

    def picture(self, name: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"passkeys-{name}.png", full_page=True)


@pytest.fixture
def ada(node: Running, browser: Any) -> Iterator[Person]:
    """The first administrator, who sets up the node where that was not done, and has no passkey at first."""
    person = Person(browser)
    page = person.page
    page.goto(f"{named(node)}/console/sign-in")
    page.fill("#token", node.token) if page.locator("#token").is_visible() else None
    if page.locator("details[open] #token").count():
        page.click("details button")
        page.goto(f"{named(node)}/console/set-up")
        page.fill("[name=member]", "Regulator")
        page.fill("[name=name]", "Ada Otieno")
        page.fill("[name=address]", "ada@example.org")
        page.fill("#password", PASSWORD)
        page.fill("#again", PASSWORD)
        page.click("main form button")
    else:
        by_password(page, node)
    page.wait_for_url("**/console/account")
    yield person
    person.context.close()
    for each in by_command(node, "list", "--json"):
        by_command(node, "end", str(each["id"]), "--json")


def by_command(node: Running, *words: str) -> Any:
    command = [sys.executable, "-m", "spamatlas", "member", "passkey", *words, "--data", str(node.data)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout)


def by_password(page: Any, node: Running) -> None:
    page.goto(f"{named(node)}/console/account")
    page.fill("#address", "ada@example.org")
    page.fill("#password", PASSWORD)
    page.click("form[action='/console/sign-in'] button >> nth=0")


def add(person: Person, node: Running, name: str) -> None:
    page = person.page
    page.goto(f"{named(node)}/console/passkeys")
    page.fill("#name", name)
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_selector(f"th:has-text('{name}')")


def test_a_passkey_is_added_signs_in_and_ends(ada: Person, node: Running) -> None:
    page = ada.page
    add(ada, node, "My phone")
    ada.picture("list-en")
    assert len(ada.kept()) == 1
    page.goto(f"{named(node)}/console/account")
    ada.picture("account-en")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/console/sign-in*")
    ada.picture("sign-in-en")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/console")
    page.goto(f"{named(node)}/console/passkeys")
    assert "My phone" in page.inner_text("tbody")
    page.click("text=End …")
    page.get_by_role("button", name="End My phone").click()
    page.wait_for_selector("text=None yet.")
    page.goto(f"{named(node)}/console/account")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/console/sign-in*")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_selector("[role=alert]:visible")
    assert "may have been ended" in page.inner_text("[role=alert]:visible")
    assert [each for each in ada.complaints if "401" not in each] == [], "nothing that the policy forbids was tried"


def test_a_device_that_verifies_nobody_signs_nobody_in(ada: Person, node: Running) -> None:
    page = ada.page
    add(ada, node, "Unsure")
    ada.verifies(is_verified=False)
    page.goto(f"{named(node)}/console/account")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/console/sign-in*")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_selector("[data-failed]:visible", timeout=90_000)
    assert page.get_by_role("button", name="Sign in with a passkey").is_enabled()
    by_password(page, node)
    page.wait_for_url("**/console/account")


def test_who_has_one_confirms_with_it(ada: Person, node: Running) -> None:
    page = ada.page
    add(ada, node, "For confirming")
    page.goto(f"{named(node)}/console/confirm?next=/console/passkeys")
    ada.picture("confirm-en")
    page.get_by_role("button", name="With a passkey").click()
    page.wait_for_url("**/console/passkeys")


def test_it_works_in_arabic_at_a_phones_width(ada: Person, node: Running) -> None:
    page, language = ada.page, "ar"
    page.set_viewport_size(PHONE)
    page.goto(f"{named(node)}/console/passkeys?lang={language}")
    page.fill("#name", "هاتفي")
    page.click("form[data-makes] button")
    page.wait_for_selector("tbody th")
    for name in ("passkeys", "account", "confirm"):
        page.goto(f"{named(node)}/console/{name}")
        ada.shows_all_of_it()
        ada.picture(f"{name}-phone-{language}")
    page.goto(f"{named(node)}/console/account")
    page.click("form[action='/console/sign-out'] button")
    page.wait_for_url("**/console/sign-in*")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    ada.shows_all_of_it()
    ada.picture(f"sign-in-phone-{language}")
    page.click("form[data-passkey] button")
    page.wait_for_url("**/console")


def test_without_script_and_under_a_number_the_pages_say_what_is_needed(browser: Any, node: Running) -> None:
    bare = browser.new_context(java_script_enabled=False)
    page = bare.new_page()
    by_password(page, node)
    page.goto(f"{named(node)}/console/passkeys")
    assert "need JavaScript" in page.inner_text("main")
    assert not page.locator("form[data-makes]").is_visible()
    page.goto(f"{node.address}/console/sign-in")
    assert page.locator("form[data-passkey]").count() == 0
    page.fill("#address", "ada@example.org")
    page.fill("#password", PASSWORD)
    page.click("form[action='/console/sign-in'] button >> nth=0")
    page.goto(f"{node.address}/console/passkeys")
    assert "by its name" in page.inner_text("main")
    bare.close()
