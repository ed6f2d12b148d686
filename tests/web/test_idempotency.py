import asyncio
from pathlib import Path
from typing import Any

import pytest

from spamatlas.log import EmbeddedLog
from spamatlas.model import Rejected, Unavailable
from spamatlas.web.idempotency import Answers


def answers(log: EmbeddedLog) -> Answers:
    return Answers(log)  # type: ignore[arg-type]  of a node it only asks what a log has


def test_an_answer_outlives_the_process(tmp_path: Path) -> None:
    async def work() -> tuple[int, dict[str, Any]]:
        done.append(1)
        return 207, {"ids": ["a"], "quarantined": None}

    done: list[int] = []
    for _ in range(2):
        log = EmbeddedLog(tmp_path)
        assert asyncio.run(answers(log).once("k", b"body", work)) == (207, {"ids": ["a"], "quarantined": None})
        with pytest.raises(Rejected, match="idempotency-key-reused"):
            asyncio.run(answers(log).once("k", b"another", work))
        log.close()
    assert done == [1]


def test_the_same_key_at_once_is_worked_on_once(tmp_path: Path) -> None:
    async def work() -> tuple[int, dict[str, Any]]:
        done.append(1)
        await asyncio.sleep(0.05)
        return 202, {"n": len(done)}

    async def many() -> list[Any]:
        place = answers(EmbeddedLog(tmp_path))
        same = [place.once("k", b"body", work) for _ in range(20)]
        return await asyncio.gather(*same, place.once("k", b"another", work), return_exceptions=True)

    done: list[int] = []
    *found, other = asyncio.run(many())
    assert found == [(202, {"n": 1})] * 20
    assert isinstance(other, Rejected)
    assert done == [1]


def test_what_failed_is_forgotten_for_all_who_waited(tmp_path: Path) -> None:
    async def work() -> tuple[int, dict[str, Any]]:
        done.append(1)
        await asyncio.sleep(0.05)
        if len(done) == 1:
            raise Unavailable("the disk is full")
        return 202, {}

    async def twice() -> list[Any]:
        place = answers(EmbeddedLog(tmp_path))
        first = await asyncio.gather(*(place.once("k", b"b", work) for _ in range(3)), return_exceptions=True)
        return [*first, await place.once("k", b"b", work)]

    done: list[int] = []
    *failed, last = asyncio.run(twice())
    assert all(isinstance(each, Unavailable) for each in failed)
    assert last == (202, {})


def test_an_answer_is_given_even_where_it_cannot_be_remembered(node: Any) -> None:
    async def work() -> tuple[int, dict[str, Any]]:
        return 202, {"ids": ["a"]}

    def full(*_: object) -> None:
        raise Unavailable("the disk is full")

    node.answer = full
    assert asyncio.run(Answers(node).once("k", b"b", work)) == (202, {"ids": ["a"]})


def test_old_answers_are_forgotten(tmp_path: Path) -> None:
    from datetime import UTC, datetime, timedelta

    log = EmbeddedLog(tmp_path)
    log.answer("k", b"r", b"a")
    now = datetime.now(UTC)
    assert log.forget_answers(now - timedelta(days=7)) == 0
    assert log.answered("k", b"r") == b"a"
    assert log.forget_answers(now + timedelta(seconds=1)) == 1
    assert log.answered("k", b"r") is None
