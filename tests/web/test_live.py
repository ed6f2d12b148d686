"""An open page gets what changed and no more."""

# ruff: noqa: ASYNC110  what a fake was asked is no event

import asyncio
import re
from threading import Event, Timer
from typing import Any

import msgspec
import pytest
from selectolax.lexbor import LexborHTMLParser

from spamatlas.web import tables
from spamatlas.web.tables import Tables, ask


def marks(client: Any, path: str = "/") -> dict[str, str]:
    page = LexborHTMLParser(client.get(path).text)
    return {each.attributes["id"]: each.attributes["data-live"] for each in page.css("[data-live]")}


def have(known: dict[str, str]) -> dict[str, str]:
    return {"have": ",".join(f"{name}.{mark}" for name, mark in known.items())}


def test_nothing_changed_is_an_empty_answer(client: Any) -> None:
    known = marks(client)
    assert {"lead", "state", "volume_usual", "routes", "week"} <= set(known)
    assert client.get("/", params=have(known)).text == ""


def test_only_what_changed_is_sent(client: Any) -> None:
    known = marks(client)
    answer = client.get("/", params=have(known | {"volume": "0" * 12}))
    page = LexborHTMLParser(answer.text)
    assert [each.attributes["id"] for each in page.css("[data-live]")] == ["volume"]
    assert "have=" not in answer.text, "links do not carry it on"
    assert page.css_first("[data-live]").attributes["data-live"] == known["volume"]


def test_what_is_gone_is_named(client: Any) -> None:
    answer = client.get("/", params=have(marks(client) | {"bygone": "1"}))
    assert answer.text == '<i data-gone="bygone"></i>'


def test_a_page_without_parts_comes_whole(client: Any) -> None:
    assert "<html" in client.get("/report?have=x.1").text


def test_a_page_in_another_minute_is_the_same(client: Any, node: Any) -> None:
    first = client.get("/")
    node.now += 1
    again = client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_the_script_keeps_to_its_budget() -> None:
    from importlib.resources import files

    script = (files("spamatlas.web.face") / "static" / "live.js").read_text("utf-8")
    purse, fill = (int(re.search(rf"{name} = ([\d_]+)", script)[1]) for name in ("PURSE_BYTES", "BYTES_A_SECOND"))
    events = (40 + 60 * 10) * 40 + 240 * 20
    assert purse + 3600 * fill + events < 300_000


def test_those_who_wait_together_share_one_reading(node: Any) -> None:
    async def crowd() -> None:
        tables = Tables(node)
        questions = [ask("volume", {"since": "7d"}), ask("routes", {"since": "7d"})]
        await asyncio.gather(*(tables.read(questions, public=True) for _ in range(100)))

    asyncio.run(crowd())
    assert len(node.asked) == 2


def test_a_table_is_read_again_when_something_came_in(node: Any, monkeypatch: Any) -> None:
    from spamatlas.web import tables as module

    async def twice(newest: bool) -> int:
        monkeypatch.setattr(module, "KEPT_SECONDS", -1.0)
        tables, question = Tables(node), ask("volume", {})
        before = len(node.asked)
        await tables.read([question], public=True)
        await tables.read([question], public=True, newest=newest)
        assert len(node.asked) - before == 1, "nothing came in"
        node.now += 1
        await tables.read([question], public=True, newest=newest)
        return len(node.asked) - before

    assert asyncio.run(twice(newest=True)) == 2
    assert asyncio.run(twice(newest=False)) == 1, "a page that is opened may be a moment old"


def test_a_page_that_is_opened_waits_for_nothing_but_has_its_tables_read_anew(node: Any, monkeypatch: Any) -> None:
    from spamatlas.web import tables as module

    async def opened() -> list[int]:
        monkeypatch.setattr(module, "KEPT_SECONDS", -1.0)
        tables, question = Tables(node), ask("volume", {})
        await tables.read([question], public=True)
        node.now += 1
        await tables.read([question], public=True, newest=False)
        at_once = len(node.asked)
        await asyncio.sleep(0.1)
        return [at_once, len(node.asked)]

    assert asyncio.run(opened()) == [1, 2]


@pytest.mark.parametrize(("reports", "readings"), [(tables.LARGE_REPORTS, [1, 2]), (tables.LARGE_REPORTS - 1, [2, 2])])
def test_a_large_slow_table_by_itself_is_given_as_it_was_and_says_how_old_it_is(
    node: Any, monkeypatch: Any, reports: int, readings: list[int]
) -> None:
    monkeypatch.setattr(tables, "SLOW_SECONDS", 0.0)
    monkeypatch.setattr(tables, "KEPT_SECONDS", -1.0)
    read = node.statistic
    monkeypatch.setattr(node, "statistic", lambda *asked: msgspec.structs.replace(read(*asked), reports=reports))

    async def twice() -> list[int]:
        found, question = Tables(node), ask("volume", {"since": "7d"})
        assert (await found.read_alone(question, public=True))[1] == 0
        node.now += 1
        _, age = await found.read_alone(question, public=True)
        assert bool(age) == (reports == tables.LARGE_REPORTS)
        at_once = len(node.asked)
        await asyncio.sleep(0.1)
        return [at_once, len(node.asked)]

    assert asyncio.run(twice()) == readings


def test_public_and_whole_tables_are_kept_apart(node: Any) -> None:
    async def both() -> None:
        tables = Tables(node)
        await tables.read([ask("volume", {})], public=True)
        await tables.read([ask("volume", {})], public=False)

    asyncio.run(both())
    assert node.asked == [("volume", True), ("volume", False)]


def test_what_is_usual_and_what_was_asked_for_lately_is_read_anew_behind(node: Any, monkeypatch: Any) -> None:
    from spamatlas.web import tables as module

    async def kept_warm() -> None:
        monkeypatch.setattr(module, "REST_SECONDS", 0.01)
        monkeypatch.setattr(module, "REST_TIMES", 0)
        monkeypatch.setattr(module, "KEPT_SECONDS", -1.0)
        tables, usual = Tables(node), [ask("volume", {"since": "7d"})]
        await tables.read([ask("routes", {})], public=False)
        warming = asyncio.create_task(tables.keep_warm(usual))
        while len(node.asked) < 2:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert node.asked == [("routes", False), ("volume", True)], "nothing came in since: nothing is read again"
        node.now += 1
        while len(node.asked) < 4:
            await asyncio.sleep(0.01)
        warming.cancel()
        at_once = await tables.read(usual, public=True, newest=False)
        assert len(at_once) == 1
        assert len(node.asked) == 4, "nobody waits for what is kept warm"

    asyncio.run(asyncio.wait_for(kept_warm(), 20))


def test_what_is_seldom_asked_for_is_read_in_turn_and_may_be_older(node: Any, monkeypatch: Any) -> None:
    from spamatlas.web import tables as module

    usual, others = [ask("volume", {})], [ask(name, {"channel": "sms"}) for name in ("routes", "lures", "verdicts")]

    async def kept_warm() -> None:
        for name, value in (("REST_SECONDS", 0.01), ("REST_TIMES", 0), ("KEPT_SECONDS", -1.0), ("PAGE_SECONDS", -1.0)):
            monkeypatch.setattr(module, name, value)
        monkeypatch.setattr(module, "SELDOM_SPENT_SECONDS", 0.0)
        tables = Tables(node)
        warming = asyncio.create_task(tables.keep_warm(usual, lambda found: others if found else ()))
        while len(node.asked) < 4:
            await asyncio.sleep(0.01)
        for name in ("routes", "lures"):
            before = len(node.asked)
            node.now += 1
            while len(node.asked) < before + 2:
                await asyncio.sleep(0.01)
            assert node.asked[before:] == [("volume", True), (name, True)], "one of them at a time"
        warming.cancel()
        before = len(node.asked)
        node.now += 1
        await tables.read(others, public=True, newest=False)
        assert len(node.asked) == before, "nobody waits"
        for _ in range(2):
            node.now += 1
            await tables.read(others, public=False, newest=False)
        assert len(node.asked) >= before + 2 * len(others), "whoever sees every cell sees it new"

    asyncio.run(asyncio.wait_for(kept_warm(), 20))
    assert node.asked[:4] == [("volume", True), ("routes", True), ("lures", True), ("verdicts", True)]


def test_a_page_of_each_channel_that_has_reports_is_kept(node: Any) -> None:
    from spamatlas.web.face.view import RANGES
    from spamatlas.web.public.home import of_channels

    volume = node.statistic("volume", {}, True)
    asks = of_channels([volume, node.statistic("routes", {}, True)])
    channels = {row["channel"] for row in volume.rows}
    assert {dict(asked)["channel"] for _, asked in asks} == channels
    assert {dict(asked)["since"] for _, asked in asks} == {*RANGES}
    assert "campaigns" not in {name for name, _ in asks}, "what no channel cuts is kept anyway"


def test_a_question_that_fails_does_not_end_the_warming(node: Any, monkeypatch: Any) -> None:
    from spamatlas.model import Unavailable
    from spamatlas.web import tables as module

    answered = node.statistic

    def refuse_once(*asked: Any) -> Any:
        monkeypatch.setattr(node, "statistic", answered)
        raise Unavailable("the store is down")

    async def kept_warm() -> None:
        monkeypatch.setattr(module, "REST_SECONDS", 0.01)
        monkeypatch.setattr(node, "statistic", refuse_once)
        warming = asyncio.create_task(Tables(node).keep_warm([ask("volume", {}), ask("routes", {})]))
        while not node.asked:
            await asyncio.sleep(0.01)
        warming.cancel()

    asyncio.run(asyncio.wait_for(kept_warm(), 20))
    assert ("routes", True) in node.asked


def test_an_open_page_waits_for_quick_tables_and_hears_when_the_slow_ones_are_there(
    node: Any, monkeypatch: Any
) -> None:
    from spamatlas.web import tables as module

    answered, release = node.statistic, Event()

    def some_slow(name: str, parameters: dict[str, str], public: bool) -> Any:
        if name == "routes":
            release.wait(120)
        return answered(name, parameters, public)

    async def opened() -> None:
        monkeypatch.setattr(node, "statistic", some_slow)
        monkeypatch.setattr(module, "KEPT_SECONDS", -1.0)
        tables, quick, slow = Tables(node), ask("volume", {}), ask("routes", {})
        Timer(1.0, release.set).start()
        await tables.read([quick, slow], public=True)
        release.clear()
        node.now += 1
        late = asyncio.create_task(tables.late())
        found = await tables.read_soon([slow, quick], public=True)
        assert [each.name for each in found] == ["routes", "volume"], "in the order of the questions"
        assert node.asked == [("volume", True), ("routes", True), ("volume", True)], "nobody waits for the slow one"
        assert not late.done()
        release.set()
        await late
        await tables.read_soon([slow, quick], public=True)
        assert node.asked.count(("routes", True)) == 2, "it was read anew, once"

    asyncio.run(asyncio.wait_for(opened(), 20))


def test_an_open_page_waits_for_what_it_never_had(node: Any) -> None:
    found = asyncio.run(Tables(node).read_soon([ask("volume", {}), ask("routes", {})], public=True))
    assert [each.name for each in found] == ["volume", "routes"]


def test_the_first_page_was_opened_before_anybody_comes(node: Any) -> None:
    from spamatlas.web.app import create_app
    from spamatlas.web.server import _visit

    asyncio.run(_visit(create_app(node)))
    assert ("volume", True) in node.asked, "as a stranger sees it: without small cells"
    assert {public for _, public in node.asked} == {True}


def test_every_time_that_the_first_page_offers_is_kept_warm() -> None:
    from spamatlas.web.face.view import RANGES
    from spamatlas.web.public.home import NAMES, usual

    asks = usual()
    assert len(asks) == len(set(asks)) >= len(NAMES) * len(RANGES)
    assert asks[1][0] == NAMES[0]
    assert dict(asks[1][1])["since"] == "14d", "what most people open is read first"
    for name in NAMES:
        assert {dict(each)["since"] for asked, each in asks if asked == name} == set(RANGES)
