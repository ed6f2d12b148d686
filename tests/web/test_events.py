import asyncio
from typing import Any

from spamatlas.pipeline.provider_sign_in import Providers
from spamatlas.web.allowance import Allowance
from spamatlas.web.api.events import _told
from spamatlas.web.idempotency import Answers
from spamatlas.web.office import Office
from spamatlas.web.tables import Tables


def test_a_change_is_told_at_once_and_the_stream_ends_when_the_server_stops(node: Any) -> None:
    async def watch() -> list[bytes]:
        place = Office(
            node=node,
            closing=asyncio.Event(),
            allowance=Allowance(1, 1),
            tries=Allowance(1, 1),
            answers=Answers(node),
            tables=Tables(node),
            providers=Providers(()),
        )
        told = []
        async for event in _told(place):
            told.append(event)
            if len(told) == 1:
                node.news.put_nowait({"accepted": 1})
            else:
                place.closing.set()
        return told

    told = asyncio.run(asyncio.wait_for(watch(), 5))
    assert told[0].startswith(b"retry:")
    assert told[1] == b'event: change\ndata: {"accepted":1}\n\n'
    assert len(told) == 2


def test_a_calm_stream_tells_when_tables_are_there_that_were_put_off(node: Any, monkeypatch: Any) -> None:
    async def watch() -> list[bytes]:
        tables = Tables(node)
        come = asyncio.Queue[None]()
        monkeypatch.setattr(tables, "late", come.get)
        place = Office(
            node=node,
            closing=asyncio.Event(),
            allowance=Allowance(1, 1),
            tries=Allowance(1, 1),
            answers=Answers(node),
            tables=tables,
            providers=Providers(()),
        )
        told = []
        async for event in _told(place, calm=True):
            told.append(event)
            come.put_nowait(None) if len(told) == 1 else place.closing.set()
        return told

    told = asyncio.run(asyncio.wait_for(watch(), 5))
    assert told[1:] == [b"event: change\ndata: {}\n\n"]
