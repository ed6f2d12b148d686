import asyncio
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import pytest

from spamatlas.web import patience
from spamatlas.web.patience import Patience

PART = b"x" * 1000


def sent(parts: Iterator[bytes], many: int, fields: list[tuple[bytes, bytes]], reads: int = 0) -> tuple[int, list[str]]:
    """How many parts of ``many`` were taken where the application reads ``reads`` and refuses; what was said."""
    taken, said = 0, []

    async def refuses(scope: Any, receive: Any, send: Any) -> None:
        for _ in range(reads):
            await receive()
        await send({"type": "http.response.start", "status": 413, "headers": []})
        await send({"type": "http.response.body", "body": b"no"})

    async def receive() -> Any:
        nonlocal taken
        if taken == many:
            await asyncio.Event().wait()  # who sends waits for the answer, as clients do
        taken += 1
        return {"type": "http.request", "body": next(parts), "more_body": taken < many}

    async def send(message: Any) -> None:
        said.append(f"{message['type']} after {taken}")

    scope = {"type": "http", "method": "POST", "path": "/", "headers": fields}
    asyncio.run(asyncio.wait_for(Patience(refuses)(scope, receive, send), 5))  # type: ignore[arg-type]
    return taken, said


LENGTH = (b"content-length", b"50000")


@pytest.mark.parametrize("fields", [[LENGTH], [(b"Transfer-Encoding", b"chunked")], [(b"Content-Length", b"50000")]])
@pytest.mark.parametrize("reads", [0, 7, 50])
def test_who_is_refused_while_they_send_is_heard_to_the_end_first(fields: Any, reads: int) -> None:
    taken, said = sent(repeat(PART), 50, fields, reads)
    assert taken == 50
    assert said[0] == "http.response.start after 50"


def test_who_asks_first_whether_to_send_is_told_at_once() -> None:
    assert sent(repeat(PART), 50, [LENGTH, (b"expect", b"100-Continue")])[0] == 0
    assert sent(repeat(PART), 50, [LENGTH, (b"expect", b"100-continue")], reads=1)[0] == 50, "who began goes on"


def test_who_sends_nothing_is_not_waited_for() -> None:
    assert sent(repeat(PART), 0, [])[1][0] == "http.response.start after 0"
    assert sent(repeat(PART), 0, [(b"content-length", b"0")])[0] == 0


def test_a_flood_is_not_taken_in_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "MOST_BYTES", 20_000)
    assert sent(repeat(PART), 1_000_000, [LENGTH])[0] == 20


def test_nor_is_who_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LONGEST_SECONDS", 0.05)
    hangs = [(b"content-length", b"1000000")]
    parts = 3

    async def refuses(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 401, "headers": []})

    async def receive() -> Any:
        nonlocal parts
        parts -= 1
        if parts < 0:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": PART, "more_body": True}

    said: list[Any] = []

    async def send(message: Any) -> None:
        said.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": hangs}
    asyncio.run(asyncio.wait_for(Patience(refuses)(scope, receive, send), 5))  # type: ignore[arg-type]
    assert said[0]["status"] == 401


def test_who_went_away_is_not_waited_for() -> None:
    async def refuses(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 401, "headers": []})

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    said: list[Any] = []

    async def send(message: Any) -> None:
        said.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [LENGTH]}
    asyncio.run(asyncio.wait_for(Patience(refuses)(scope, receive, send), 5))  # type: ignore[arg-type]
    assert [each["status"] for each in said] == [401]
