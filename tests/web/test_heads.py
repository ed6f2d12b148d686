import asyncio
from typing import Any

import pytest
from litestar.testing import TestClient

from spamatlas.web import create_app
from spamatlas.web.heads import Heads


@pytest.mark.parametrize("path", ["/", "/about", "/healthz", "/api/v1/statistics", "/nothing-here", "/console"])
def test_head_is_answered_as_get_is_without_its_content(node: Any, path: str) -> None:
    with TestClient(Heads(create_app(node)), base_url="http://127.0.0.1:8052") as client:  # type: ignore[arg-type]
        got, asked = client.get(path), client.head(path)
    assert asked.status_code == got.status_code
    assert asked.content == b""
    left = {"date", "etag", "content-length"}
    assert {name: value for name, value in asked.headers.items() if name not in left} == {
        name: value for name, value in got.headers.items() if name not in left
    }
    assert int(asked.headers["content-length"]) > 0


def test_a_change_is_not_asked_for_with_head(node: Any) -> None:
    with TestClient(Heads(create_app(node)), base_url="http://127.0.0.1:8052") as client:  # type: ignore[arg-type]
        assert client.head("/console/sign-out").status_code == client.get("/console/sign-out").status_code == 405


def test_a_stream_without_end_is_not_waited_for() -> None:
    ended: list[bool] = []

    async def streams(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        try:
            while True:
                await send({"type": "http.response.body", "body": b"x", "more_body": True})
        finally:
            ended.append(True)

    async def ask() -> list[Any]:
        said: list[Any] = []

        async def send(message: Any) -> None:
            said.append(message)

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        scope = {"type": "http", "method": "HEAD", "path": "/", "headers": []}
        await asyncio.wait_for(Heads(streams)(scope, receive, send), 5)  # type: ignore[arg-type]
        await asyncio.sleep(0)
        return said

    said = asyncio.run(ask())
    assert [each.get("body", "start") for each in said] == ["start", b""]
    assert ended == [True]


def test_what_breaks_is_not_swallowed() -> None:
    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        raise ZeroDivisionError

    scope = {"type": "http", "method": "HEAD", "path": "/", "headers": []}
    with pytest.raises(ZeroDivisionError):
        asyncio.run(Heads(breaks)(scope, None, None))  # type: ignore[arg-type]
