"""Who waits goes first."""

import asyncio
from typing import Any

import pytest

from spamatlas.store.turns import Side, behind, turn


def test_what_is_read_behind_has_the_later_turn_also_in_threads_and_tasks_begun_there() -> None:
    async def asked() -> tuple[Any, Any]:
        with behind():
            return await asyncio.to_thread(turn), await asyncio.create_task(told())

    async def told() -> Any:
        return turn()

    first, later = turn(), {"priority": "2", "max_threads": "1"}
    assert first == {"priority": "1"}
    with behind(), Side(2) as side:
        assert [turn(), side.submit(turn).result(), *side.map(lambda _: turn(), range(2))] == [later] * 4
    assert asyncio.run(asked()) == (later, later)
    assert turn() == first


def test_an_error_ends_the_turn() -> None:
    with pytest.raises(ValueError, match="broken"), behind():
        raise ValueError("broken")
    assert turn() == {"priority": "1"}
