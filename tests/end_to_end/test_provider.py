"""In by an identity provider in a real browser, whose cookies are strict for the session and lax on the way."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from tests.end_to_end.running import ARTEFACTS, Running

from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.membership import Membership

pytestmark = pytest.mark.browser

BO = "bo@example.org"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Somebody else's provider, at another site than the node (``localhost`` and ``127.0.0.1`` are two)."""
    mock = pytest.importorskip("oidc_provider_mock")
    people = [mock.User(sub=sub, claims={"email": mail, "email_verified": True})
              for sub, mail in (("bo-1", BO), ("eve-1", "eve@example.org"))]  # fmt: skip
    with mock.run_server_in_thread(user_claims=people) as started:
        yield f"http://localhost:{started.server_port}"


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory, provider: str) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("node")
    accounts = Accounts(Folder(folder))
    Membership(accounts).add_member("Regulator", "state", "KE")
    Membership(accounts).add_person("1", "Bo", BO, ["analyst"])
    accounts.close()
    wanted = [{"name": "state", "title": "The State", "issuer": provider, "client_id": "node"}]
    os.environ["SPAMATLAS_PROVIDERS"] = json.dumps(wanted)
    os.environ["SPAMATLAS_PROVIDER_STATE_SECRET"] = "the node's secret"
    running = Running(folder, options=())
    running.start()
    yield running
    running.stop()
    del os.environ["SPAMATLAS_PROVIDERS"], os.environ["SPAMATLAS_PROVIDER_STATE_SECRET"]


def signs_in(page: Any, node: Running, subject: str) -> None:
    page.goto(f"{node.address}/console/sign-in?lang=en")
    page.get_by_role("link", name="Sign in with The State").click()
    page.fill("[name=sub]", subject)
    page.click("button[type=submit], form button >> nth=0")


def test_who_was_invited_comes_in_and_who_was_not_does_not(node: Running, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    signs_in(page, node, "eve-1")
    page.wait_for_selector("[role=alert]")
    assert "nobody was invited" in page.inner_text("[role=alert]").lower()
    signs_in(page, node, "bo-1")
    page.wait_for_url(f"{node.address}/console")
    page.goto(f"{node.address}/console/account")
    assert BO in page.inner_text("main")
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / "provider-account.png", full_page=True)
    kept = {each["name"]: each for each in context.cookies(node.address)}
    assert kept["spamatlas-session"]["sameSite"] == "Strict"
    assert "spamatlas-provider" not in kept
    context.close()
