"""The console's pages: complete without script, state in the address, every change a form of our own."""

from typing import Any

import pytest
from litestar.testing import TestClient
from selectolax.lexbor import LexborHTMLParser
from tests.web.console.opening import OUR_PAGE, page

from spamatlas.model import Rejected
from spamatlas.web import create_app
from spamatlas.web.console.desk import ours


def send(client: Any, path: str, **form: Any) -> Any:
    return client.post(path, data=form, headers=OUR_PAGE, follow_redirects=False)


def test_the_list_and_the_report_beside_it(client: Any, fake: Any) -> None:
    alone = page(client, "/console")
    link = alone.css_first("#rows .row a")
    assert link.attributes["href"] == f"/console?open={fake.ID}"
    assert "aria-current" not in link.attributes
    assert alone.css_first("#report") is None
    beside = page(client, f"/console?q=is:spam&open={fake.ID}")
    assert beside.css_first("#rows .row a[aria-current]").attributes["href"] == f"/console?q=is%3Aspam&open={fake.ID}"
    assert beside.css_first("#pane #report").attributes["data-id"] == fake.ID


def test_a_report_deleted_while_open_is_said_to_be_gone_and_the_list_goes_on(client: Any) -> None:
    found = page(client, "/console?open=" + "f" * 32)
    assert "gone" in found.css_first("#report").attributes["class"]
    assert found.css("#rows .row")
    assert page(client, "/console/reports/" + "f" * 32, 404).css_first("h1")


def test_a_search_is_understood_and_handed_on(client: Any, node: Any) -> None:
    found = page(client, "/console", params={"q": "Kenya is:spam AS64500"})
    assert node.workbench.searched[0] == [("country", "KE"), ("ruling", "spam"), ("as", "64500")]
    chips = found.css(".chips li")
    assert len(chips) == 3
    assert chips[0].css_first("a").attributes["href"] == "/console?q=is%3Aspam+AS64500"


@pytest.mark.parametrize("text", ["foo:bar", "x" * 10_000, "since:never", "\u202ecountry:zz\u202c"])
def test_what_is_not_understood_is_said_and_not_searched(client: Any, node: Any, text: str) -> None:
    found = page(client, "/console", params={"q": text})
    assert found.css_first("[role=alert]").text(strip=True)
    assert "character" in found.css_first("[role=alert] small").text()
    assert node.workbench.searched == []


def test_absurd_places_in_the_address_are_the_beginning(client: Any) -> None:
    for place in ("-1", "x", "9" * 40, "\u0661"):
        assert page(client, f"/console?before={place}&after={place}&seen={place}&sort={place}").css("#rows .row")


def test_new_reports_are_counted_by_the_server(client: Any) -> None:
    assert page(client, "/console?seen=6").css_first("#news a").text() == "1 new report"
    assert page(client, "/console?seen=7").css_first("#news a") is None
    line = page(client, "/console/news?q=is:spam&seen=6").css_first("#news a")
    assert (line.text(), line.attributes["href"]) == ("1 new report", "/console?q=is%3Aspam")
    assert page(client, "/console/news?q=foo:bar&seen=6").css_first("#news a") is None


def test_feedback_is_a_form_and_comes_back_with_undo(client: Any, node: Any, fake: Any) -> None:
    answer = send(client, "/console/actions", ids=[fake.ID], action="ham", next="/console?q=is:spam&open=" + fake.ID)
    assert node.workbench.done == [("ham", (fake.ID,))]
    assert answer.headers["location"] == f"/console?q=is:spam&open={fake.ID}&done=1"
    after = page(client, answer.headers["location"])
    toast = after.css_first("#toast")
    assert "1 report was called wanted." in toast.text()
    assert "done" not in toast.css_first("input[name=next]").attributes["value"]
    assert send(client, "/console/undo", action="1", next="/console").headers["location"] == "/console?undone=1"
    assert node.workbench.undone == [1]
    assert "Undone: 1 report was called wanted." in page(client, "/console?undone=1").css_first("#toast").text()


def test_undo_without_a_number_undoes_the_latest(client: Any, node: Any, fake: Any) -> None:
    assert send(client, "/console/undo").status_code == 422
    for label in ("spam", "ham"):
        send(client, "/console/actions", ids=[fake.ID], action=label)
    send(client, "/console/undo")
    send(client, "/console/undo")
    assert node.workbench.undone == [2, 1]


def test_what_could_not_be_changed_is_counted(client: Any, node: Any, fake: Any) -> None:
    node.workbench.refused = ((fake.ID, "evidence-erased", ""),)
    where = send(client, "/console/actions", ids=[fake.ID], action="spam").headers["location"]
    assert "1 could not be changed" in page(client, where).css_first("#toast.bad").text()


def test_all_that_fit_are_counted_before_anything_is_done(client: Any, node: Any, fake: Any) -> None:
    node.workbench.rows = [fake.REPORT_ROW | {"id": f"{place:032x}", "sequence": place} for place in (3, 2, 1)]
    chosen = page(client, "/console?q=is:spam&all=1")
    assert "All 3 reports that fit are chosen." in chosen.css_first(".chosen").text()
    form = {each.attributes["name"]: each.attributes.get("value") for each in chosen.css("#bulk > input")}
    send(client, "/console/actions", **form, action="spam")
    assert node.workbench.done == [("spam", tuple(f"{place:032x}" for place in (3, 2, 1)))]
    node.workbench.rows = [fake.REPORT_ROW | {"id": f"{place:032x}"} for place in (5, 4, 3, 2, 1)]
    send(client, "/console/actions", **form, action="ham")
    assert node.workbench.done[-1] == ("ham", tuple(f"{place:032x}" for place in (3, 2, 1)))
    assert send(client, "/console/actions", all="1", q="foo:bar", action="spam").status_code == 422
    assert len(node.workbench.done) == 2


def test_erasing_is_asked_once_more(client: Any, node: Any, fake: Any) -> None:
    asked = send(client, "/console/actions", ids=[fake.ID], action="erase", next="/console?q=x")
    assert asked.status_code == 200
    assert node.workbench.done == []
    form = LexborHTMLParser(asked.text).css_first("main form")
    fields = {each.attributes["name"]: each.attributes["value"] for each in form.css("input")}
    done = send(client, form.attributes["action"], **fields)
    assert node.workbench.done == [("erase", (fake.ID,))]
    history = page(client, done.headers["location"])
    assert history.css_first("#toast form") is None
    assert "can't be undone" in page(client, "/console/history").css_first("tbody").text()


def test_a_table_of_chosen_reports_holds_nothing_of_people(client: Any, fake: Any) -> None:
    answer = send(client, "/console/actions", ids=[fake.ID], action="export")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert fake.ID in answer.text
    header = answer.text.splitlines()[0].split(",")
    assert not {"sender", "recipients", "reporter", "caller_id", "numbers"} & set(header)


def test_a_stranger_finds_the_door_and_comes_in_with_the_token(fake: Any) -> None:
    node = fake.FakeNode(host="0.0.0.0")
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as client:
        door = page(client, "/console", 401)
        assert door.css_first("form").attributes["action"] == "/console/sign-in"
        assert fake.ID not in door.html
        assert send(client, "/console/sign-in", token="wrong").status_code == 403
        assert "set-cookie" not in send(client, "/console/sign-in", token="").headers
        came_in = send(client, "/console/sign-in", token=f" {node.token}\n")
        assert came_in.headers["location"] == "/console"
        assert node.token not in str(came_in.headers)
        assert page(client, "/console").css("#rows .row")


@pytest.mark.parametrize(
    "path", ["/console/actions", "/console/undo", "/console/views", "/console/views/1", "/console/quarantine"]
)
def test_changes_are_the_operators_and_come_from_our_pages(fake: Any, path: str) -> None:
    node = fake.FakeNode(host="0.0.0.0")
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as client:
        assert client.post(path, data={"ids": [fake.ID], "action": "spam"}, headers=OUR_PAGE).status_code == 401
        known = {"authorization": f"Bearer {node.token}", "origin": "http://evil.example"}
        assert client.post(path, data={"ids": [fake.ID], "action": "spam"}, headers=known).status_code == 403
    assert node.workbench.done == []


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/console?q=a&open=b", "/console?q=a&open=b"),
        ("/console/campaigns/C-1", "/console/campaigns/C-1"),
        ("//evil.example/console", "/console"),
        ("https://evil.example/console", "/console"),
        ("/consolex", "/console"),
        ("/report", "/console"),
        ("/console\\evil", "/console"),
        ("javascript:alert(1)", "/console"),
        ("", "/console"),
    ],
)
def test_a_form_leads_back_into_the_console_only(wanted: str, given: str) -> None:
    assert ours(wanted) == given


def test_a_view_is_saved_renamed_and_deleted_with_undo(client: Any, node: Any) -> None:
    send(client, "/console/views", name="Kenya", view="q=country:KE&sort=old&open=x&done=3", next="/console")
    link = page(client, "/console").css_first(".views a")
    assert (link.text(), link.attributes["href"]) == ("Kenya", "/console?q=country%3AKE&sort=old")
    send(client, "/console/views/1", action="rename", name="<b>East</b>", next="/console")
    assert page(client, "/console").css_first(".views a").text() == "<b>East</b>"
    where = send(client, "/console/views/1", action="delete", next="/console").headers["location"]
    found = page(client, where)
    assert found.css_first(".views a") is None
    assert "was deleted" in found.css_first("#toast").text()
    assert found.css_first("#toast form")
    assert send(client, "/console/views", name="", view="", next="/console").status_code == 422
    assert send(client, "/console/views/99", action="delete").status_code == 422


def test_the_path_says_from_where_on_it_is_believed(client: Any, node: Any, fake: Any) -> None:
    stop = fake.REPORT["origin"]["route"][0]
    for route, place in (
        ([stop | {"trusted": False}, stop], 1),
        ([stop, stop], 0),
        ([stop | {"trusted": False}], 1),
    ):
        origin = fake.REPORT["origin"] | {"route": route}
        node.report = lambda _, origin=origin: fake.REPORT | {"origin": origin}
        steps = page(client, f"/console/reports/{fake.ID}").css(".path > li")
        assert [index for index, step in enumerate(steps) if step.attributes["class"] == "border"] == [place]
        assert len(steps) == len(route) + 1


@pytest.mark.parametrize("profile", ["neutral/1", "gone/9"])
def test_marks_of_direction_in_a_translation_are_not_shown_as_hidden_characters(
    client: Any, node: Any, fake: Any, profile: str
) -> None:
    text, facts = "A link is under .{suffix}, where abuse is common.", {"suffix": "t\u200fp"}
    found = {"code": "cheap-suffix", "weight": 0.8, "text": text, "facts": facts}
    changed = fake.REPORT["verdict"] | {"reasons": [found], "profile": profile}
    node.report = lambda _: fake.REPORT | {"verdict": changed}
    said = page(client, f"/console/reports/{fake.ID}?lang=ar").css_first("table.why").text()
    assert "U+200F" in said, "the sender's are"
    assert "U+200E" not in said


@pytest.mark.parametrize("profile", ["neutral/1", "gone/9"])
def test_a_hint_at_a_machine_is_shown_though_it_weighs_nothing(client: Any, node: Any, fake: Any, profile: str) -> None:
    hint = {"code": "machine-written", "weight": 0.0, "text": "It may be {what}.", "facts": {"what": "a machine's"}}
    verdict = fake.REPORT["verdict"]
    node.report = lambda _: (
        fake.REPORT | {"verdict": verdict | {"reasons": [*verdict["reasons"], hint], "profile": profile}}
    )
    assert "It may be a machine's." in page(client, f"/console/reports/{fake.ID}").css_first("#report").text()
    node.report = lambda _: fake.REPORT
    assert "It may be a machine's." not in page(client, f"/console/reports/{fake.ID}").css_first("#report").text()


def test_evidence_that_is_gone_is_said_so(client: Any, node: Any, fake: Any) -> None:
    def gone(_: str) -> None:
        raise Rejected("evidence-erased", "gone")

    node.evidence = gone
    found = page(client, f"/console/reports/{fake.ID}")
    assert found.css_first("#report .empty").text(strip=True)
    assert found.css_first("pre.content") is None


def test_campaigns_are_sorted_and_narrowed_by_the_address(client: Any, node: Any, fake: Any) -> None:
    rows = [
        fake.CAMPAIGN_ROW
        | {"campaign": f"C-{place:016x}", "size": size, "last_day": 9 // size, "domains": [f"d{place}.example"]}
        for place, size in enumerate((9, 5, 1))
    ]
    orders = {"size": rows, "growth": [rows[2], rows[0], rows[1]]}
    node.campaigns = lambda filters, limit, *, order: orders[order]
    names = [each.attributes["href"][-1] for each in page(client, "/console/campaigns").css("tbody th a")]
    assert names == ["0", "1", "2"]
    grown = page(client, "/console/campaigns?sort=growth").css("tbody th a")
    assert [each.attributes["href"][-1] for each in grown] == ["2", "0", "1"]
    found = page(client, "/console/campaigns?find=D1.EXAMPLE").css("tbody th a")
    assert [each.attributes["href"][-1] for each in found] == ["1"]
    assert page(client, "/console/campaigns?sort=nonsense&find=nowhere").css_first(".empty")


def test_wordings_of_a_campaign(client: Any, fake: Any) -> None:
    found = page(client, f"/console/campaigns/{fake.CAMPAIGN}")
    notes = [each.css_first(".note").text() for each in found.css(".variant")]
    assert [note.split(" · ")[0] for note in notes] == ["2 reports", "1 report", "2 reports"]
    assert "compared with 1" in notes[1]
    assert [each.text() for each in found.css(".variant ins")] == ["Pay ", " now"], notes
    assert len(found.css(".variant .empty")) == 1
    assert page(client, "/console/campaigns/nothing", 404)


def test_what_is_held_is_shown_and_saved_as_bytes_without_a_meaning(client: Any, fake: Any) -> None:
    found = page(client, f"/console/quarantine/{fake.ID}")
    assert found.css_first("pre.bytes").text().startswith("000000  3c 73 63 72")
    assert len(found.css_first("pre.bytes").text().splitlines()) == 4096 // 16
    raw = client.get(f"/console/quarantine/{fake.ID}/raw")
    assert raw.headers["content-type"] == "application/octet-stream"
    assert raw.headers["content-disposition"].startswith("attachment")
    assert page(client, "/console/quarantine/" + "f" * 32, 404)


def test_what_is_held_is_replayed_or_dropped(client: Any, node: Any, fake: Any) -> None:
    where = send(client, "/console/quarantine", ids=[fake.ID], action="replay", next="/console/quarantine")
    assert node.replayed == [(fake.ID,)]
    assert "1 passed." in page(client, where.headers["location"]).css_first("#toast").text()
    send(client, "/console/quarantine", action="replay-all", code="damaged")
    assert node.replayed == [(fake.ID,)] * 2
    asked = send(client, "/console/quarantine", action="drop-all")
    assert node.dropped == []
    form = LexborHTMLParser(asked.text).css_first("main form")
    send(
        client,
        form.attributes["action"],
        **{each.attributes["name"]: each.attributes["value"] for each in form.css("input")},
    )
    assert node.dropped == [(fake.ID,)]
    assert send(client, "/console/quarantine", ids=["f" * 32], action="drop").status_code == 422
