"""Who watches hears of every change at once, and with figures alone only of what changes them."""

import asyncio
from threading import Thread

from spamatlas.pipeline.news import News


async def heard(news: News, *, figures: bool, told: list[dict[str, int]]) -> list[dict[str, int | str]]:
    """What a watcher hears while each of these is told from another thread."""
    watched: list[dict[str, int | str]] = []

    async def watch() -> None:
        async for each in news.follow(figures=figures):
            watched.append(each)  # noqa: PERF401  it never ends

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    for counts in told:
        teller = Thread(target=lambda counts=counts: news.tell(**counts))
        teller.start()
        await asyncio.to_thread(teller.join)
        await asyncio.sleep(0.3)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    return watched


def test_every_edition_is_heard() -> None:
    watched = asyncio.run(heard(News(), figures=False, told=[{"accepted": 1}, {"stored": 1}]))
    assert [(each["edition"], each.get("stored")) for each in watched] == [(1, None), (2, 1)]


def test_what_only_came_in_changes_no_figure() -> None:
    news = News()
    told = [{"accepted": 1, "duplicates": 0}, {"stored": 1}, {"accepted": 1}, {"removed": 1}]
    watched = asyncio.run(heard(news, figures=True, told=told))
    assert [each["edition"] for each in watched] == [2, 4]
    assert (news.edition, news.figures) == (4, 4)
    news.tell(accepted=3)
    assert (news.edition, news.figures) == (5, 4)


def test_nothing_is_kept_of_a_watcher_that_went() -> None:
    news = News()
    asyncio.run(heard(news, figures=False, told=[{"stored": 1}]))
    assert not news._watchers
    news.tell(stored=1)


def test_editions_that_come_too_fast_are_heard_of_once() -> None:
    async def burst() -> list[dict[str, int | str]]:
        news, watched = News(), []

        async def watch() -> None:
            async for each in news.follow():
                watched.append(each)  # noqa: PERF401  it never ends

        watching = asyncio.create_task(watch())
        await asyncio.sleep(0)
        for _ in range(50):
            news.tell(stored=1)
        await asyncio.sleep(0.5)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        return watched

    watched = asyncio.run(burst())
    assert [each["stored"] for each in watched] == [50]
