"""Who waits goes first."""

import asyncio
from typing import Any

import pytest

from spamatlas.store import Store
from spamatlas.store.turns import STEPS_BACK, Side, behind, soon, turn


def settings() -> Any:
    """Those of a server, which may be of any age."""
    return turn(is_own=False)


def test_what_is_read_behind_has_the_later_turn_also_in_threads_and_tasks_begun_there() -> None:
    async def asked() -> tuple[Any, Any]:
        with behind():
            return await asyncio.to_thread(settings), await asyncio.create_task(told())

    async def told() -> Any:
        return settings()

    first, later = settings(), {"priority": "2", "max_threads": "1"}
    assert first == {"priority": "1"}
    with behind(), Side(2) as side:
        assert [settings(), side.submit(settings).result(), *side.map(lambda _: settings(), range(2))] == [later] * 4
    assert asyncio.run(asked()) == (later, later)
    assert settings() == first


def test_an_error_ends_the_turn() -> None:
    with pytest.raises(ValueError, match="broken"), behind():
        raise ValueError("broken")
    assert settings() == {"priority": "1"}


def test_an_engine_of_our_own_steps_back_with_what_is_behind(store: Store) -> None:
    """And with merging. Where the process may set no priorities it answers all the same."""
    asked = "SELECT getSetting('os_threads_nice_value_query') AS steps"
    assert store.query(asked)[0]["steps"] == 0
    with soon():
        assert store.query(asked)[0]["steps"] == 0
    with behind():
        assert store.query(asked)[0]["steps"] == STEPS_BACK
    server = "SELECT value FROM system.server_settings WHERE name = 'os_threads_nice_value_merge_mutate'"
    assert store.query(server)[0]["value"] == str(STEPS_BACK)
