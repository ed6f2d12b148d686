"""The hundred hostile messages in a real browser, on every page that shows them: they are read, and do nothing."""

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from tests.end_to_end.running import Running
from tests.web.hostile import messages as hostile

pytestmark = pytest.mark.browser

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", each =>
  window.violations.push(each.blockedURI + " " + each.effectiveDirective));
"""
READ_IN_PLACE = """async where => {
  const answer = await fetch(where, {headers: {accept: "text/html"}}), html = await answer.text();
  document.open();
  document.addEventListener("securitypolicyviolation", each =>
    window.violations.push(each.blockedURI + " " + each.effectiveDirective));
  document.write(html);
  document.close();
  return answer.headers.get("content-security-policy");
}"""
"""A page read into the open one, which keeps its policy; the watch is lost with the document and set again."""
OPEN_FROM_THE_LIST = """where => {
  const first = document.querySelector("#rows .row a");
  first.dataset.report = where;
  first.click();
}"""
SEND_AGAIN = """([html, text, sender]) => {
  const form = document.adoptNode(new DOMParser().parseFromString(html, "text/html").querySelector("form"));
  document.body.append(form);
  form.querySelector("#text").value = text;
  form.querySelector("#sender").value = sender.slice(0, 200);
  form.submit();
}"""
"""The form as it came, sent from whatever page is open: half the pages to load."""
QUIET_MS = 25


class Watched:
    """A browser's page, and everything that happened in it that should not."""

    def __init__(self, context: Any, address: str) -> None:
        self.address = address
        self.faults: list[str] = []
        self.page = context.new_page()
        self.page.add_init_script(WATCH)
        self.page.on("request", self._asked)
        self.page.on("dialog", self._dialog)
        self.page.on("popup", lambda page: self.faults.append(f"popup {page.url}"))
        self.page.on("download", lambda file: self.faults.append(f"download {file.url}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"error {error}"))
        self.page.on("console", self._said)

    def open(self, path: str) -> str:
        """What can be read on a page, after it had time to misbehave."""
        self.page.goto(self.address + path)
        return self.seen(path)

    def seen(self, path: str) -> str:
        self.page.wait_for_timeout(QUIET_MS)
        assert urlsplit(self.page.url).path == urlsplit(path).path, "nobody led us away"
        found = self.page.evaluate("[window.canary, window.violations, document.cookie, document.body.innerText]")
        canary, violations, cookie, text = found
        assert canary is None, path
        assert violations == [], path
        assert "stolen" not in cookie, path
        assert self.faults == [], path
        assert not re.search("[\\u202a-\\u202e\\u2066\\u2067]", text.replace("\\u2068", "")), path
        return str(text)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(self.address + "/"):
            self.faults.append(f"request {request.url}")

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _said(self, message: Any) -> None:
        if message.type in {"error", "warning"} and "422" not in message.text:
            self.faults.append(f"console {message.text}")


@pytest.fixture(scope="module")
def filed(node: Running) -> dict[str, tuple[str, str]]:
    """The id and the receipt of each message by its name, all of them analysed."""
    known = {"authorization": f"Bearer {node.token}"}
    reports = [*hostile.reports(), {"id": "held", "channel": "email", "raw": "AAAA"}]
    answer = httpx.post(f"{node.address}/api/v1/reports?wait=10", json=reports, headers=known, timeout=60).json()
    assert answer["rejected"] == []
    for _ in range(1200):
        if not httpx.get(f"{node.address}/healthz").json()["waiting"]:
            break
        time.sleep(0.1)
    assert httpx.get(f"{node.address}/healthz").json()["quarantined"] >= 1
    pairs = zip(answer["ids"], answer["receipts"], strict=True)
    return dict(zip((each["id"] for each in reports), pairs, strict=True))


@pytest.fixture
def watched(node: Running, browser: Any) -> Iterator[Watched]:
    context = browser.new_context(permissions=[])
    node.sign_in(context)
    yield Watched(context, node.address)
    context.close()


def links(watched: Watched, place: str) -> list[str]:
    found = watched.page.eval_on_selector_all(f"{place} a[href]", "all => all.map(each => each.getAttribute('href'))")
    return [each for each in dict.fromkeys(found) if each.startswith("/")]


def test_the_watch_sees_what_it_is_there_to_see(browser: Any) -> None:
    """The same messages in a page that trusts them: without this, a blind test would pass for ever."""
    context = browser.new_context()
    watched = Watched(context, "http://127.0.0.1")
    watched.page.set_content("<p>" + hostile.MARKUP["image-error"] + hostile.MARKUP["image-pixel"])
    watched.page.wait_for_timeout(200)
    assert watched.page.evaluate("window.canary") == 1
    assert any("evil.test/pixel" in each for each in watched.faults)
    context.close()


def test_the_watch_also_sees_what_is_read_in_place(watched: Watched) -> None:
    watched.open("/about")
    alive = hostile.MARKUP["image-pixel"] + hostile.MARKUP["script"]
    watched.page.route("**/alive", lambda route: route.fulfill(body=f"<p>{alive}", content_type="text/html"))
    watched.page.evaluate(READ_IN_PLACE, "/alive")
    watched.page.wait_for_timeout(200)
    violations = " ".join(watched.page.evaluate("window.violations"))
    assert "img-src" in violations
    assert "script-src" in violations


def test_every_report_can_be_read_and_does_nothing(watched: Watched, filed: dict[str, tuple[str, str]]) -> None:
    """Every byte meets the browser's parser, under the node's policy: one visit, then page after page in it."""
    path = f"/console/reports/{filed['held'][0]}"
    watched.open(path)
    policies = set()
    for name, (identifier, _) in filed.items():
        policies.add(watched.page.evaluate(READ_IN_PLACE, f"/console/reports/{identifier}"))
        text = watched.seen(path)
        assert hostile.VISIBLE in text or name == "held", name
        assert watched.page.locator(f'#report[data-id="{identifier}"]').count() == 1, name
    assert policies == {httpx.get(watched.address + path).headers["content-security-policy"]}


def test_reports_beside_the_list_do_nothing(watched: Watched, filed: dict[str, tuple[str, str]]) -> None:
    """As the node puts them into the list's page, and as script puts them there."""
    pattern = report_pattern(watched, filed)
    for name, (identifier, _) in list(filed.items())[::15]:
        assert hostile.VISIBLE in watched.open(pattern.format(identifier)) or name == "held", name
    watched.open(urlsplit(pattern).path)
    for name, (identifier, _) in list(filed.items())[::4]:
        watched.page.evaluate(OPEN_FROM_THE_LIST, f"/console/reports/{identifier}")
        watched.page.wait_for_selector(f'#pane #report[data-id="{identifier}"]')
        assert hostile.VISIBLE in watched.seen(urlsplit(pattern).path) or name == "held", name


def report_pattern(watched: Watched, filed: dict[str, tuple[str, str]]) -> str:
    """Where one report is shown, as the pages themselves link to it."""
    ids = {identifier for identifier, _ in filed.values()}
    watched.open("/")
    for path in links(watched, "header"):
        watched.open(path)
        for link in links(watched, "main"):
            for identifier in ids:
                if urlsplit(link).query == f"open={identifier}":
                    return f"{urlsplit(link).path}?open={{}}"
    raise AssertionError("no list links to a report")


def test_every_list_does_nothing(watched: Watched, filed: dict[str, tuple[str, str]]) -> None:
    watched.open("/")
    lists = [path for path in links(watched, "header") if "lang=" not in path]
    watched.open("/console")
    lists += links(watched, "main .side ul")
    assert len(lists) >= 5
    campaigns = [each for path in lists for each in _campaigns(watched, path)]
    for path in list(dict.fromkeys(campaigns))[:8]:
        watched.open(path)
    for wanted in ("\u202e=cmd|'/c calc'!A0", '"><script>window.canary=1</script><img src=//evil.test/q>'):
        for path in lists:
            watched.page.goto(f"{watched.address}{path}?" + str(httpx.QueryParams({"q": wanted})))
            watched.seen(path)


def _campaigns(watched: Watched, path: str) -> list[str]:
    """The campaigns that a list links to, once it was seen to do nothing."""
    watched.open(path)
    return [
        urlsplit(each).path for each in links(watched, "main") if re.search(r"/C-[0-9a-f]{16}$", urlsplit(each).path)
    ]


def test_receipts_do_nothing(watched: Watched, filed: dict[str, tuple[str, str]]) -> None:
    for _, number in list(filed.values())[::9]:
        assert number in watched.open(f"/receipts/{number}")
    watched.open(f"/receipts/{number}/withdraw")


def test_what_is_checked_can_be_read_and_does_nothing(watched: Watched) -> None:
    watched.open("/check")
    form = watched.page.evaluate("document.querySelector('form.form').outerHTML")
    for each in [each for each in hostile.reports() if "raw" not in each][::3]:
        with watched.page.expect_navigation():
            watched.page.evaluate(SEND_AGAIN, [form, each["text"][:40_000], each["sender"]])
        assert hostile.VISIBLE in watched.seen("/check"), each["id"]


def test_a_file_that_is_checked_does_nothing(watched: Watched) -> None:
    for name, mail in hostile._mails().items():
        watched.page.goto(f"{watched.address}/check")
        watched.page.set_input_files(
            "#file", {"name": f"{name}<svg onload=x>.eml", "mimeType": "message/rfc822", "buffer": mail}
        )
        with watched.page.expect_navigation():
            watched.page.click("form.form button")
        assert hostile.VISIBLE in watched.seen("/check"), name


def test_what_is_downloaded_runs_nothing(node: Running, filed: dict[str, tuple[str, str]]) -> None:
    known = {"authorization": f"Bearer {node.token}"}
    for each in httpx.get(f"{node.address}/api/v1/statistics").json():
        answer = httpx.get(f"{node.address}/api/v1/statistics/{each['name']}?format=csv", headers=known)
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not re.search(r"(?:^|[,\"\r\n])[=@+\t](?!\d)", answer.text), each["name"]
    for path in ("/api/v1/reports?limit=500", "/api/v1/campaigns", "/api/v1/quarantine"):
        answer = httpx.get(node.address + path, headers=known)
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
