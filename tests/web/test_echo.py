import asyncio
from typing import Any

from spamatlas.web.echo import Echo

LANGUAGE = (b"accept-language", b"en")


def scope(path: str = "/", *fields: tuple[bytes, bytes], method: str = "GET") -> Any:
    return {"type": "http", "method": method, "path": path, "query_string": b"", "headers": [LANGUAGE, *fields]}


class Slow:
    """An application that counts its answers and waits before each."""

    def __init__(self, status: int = 200, *fields: tuple[bytes, bytes], broken: bool = False) -> None:
        self.answers = 0
        self._start = {"status": status, "headers": [(b"content-type", b"text/html; charset=utf-8"), *fields]}
        self._broken = broken

    async def __call__(self, _: Any, __: Any, send: Any) -> None:
        self.answers += 1
        body = b"%d" % self.answers
        await asyncio.sleep(0.01)
        if self._broken:
            raise RuntimeError
        await send({"type": "http.response.start", **self._start})
        await send({"type": "http.response.body", "body": body})


def asked(app: Slow, *scopes: Any) -> list[bytes]:
    """What each of these gets who ask at the same moment; nothing where the application broke."""

    async def one(echo: Echo, which: Any) -> bytes:
        said: list[Any] = []

        async def hear(message: Any) -> None:
            said.append(message)

        try:
            await echo(which, None, hear)  # type: ignore[arg-type]
        except RuntimeError:
            return b""
        return b"".join(each.get("body", b"") for each in said)

    async def all_of_them() -> list[bytes]:
        echo = Echo(app)
        return await asyncio.gather(*(one(echo, each) for each in scopes))

    return asyncio.run(all_of_them())


def test_who_asks_the_same_at_one_moment_gets_one_answer() -> None:
    browsers = [scope("/", (b"user-agent", b"one")), scope("/", (b"user-agent", b"two")), scope()]
    assert asked(Slow(), *browsers) == [b"1"] * 3


def test_whatever_a_page_depends_on_keeps_answers_apart() -> None:
    different = [
        scope(),
        scope("/about"),
        scope("/", (b"cookie", b"spamatlas-session=1")),
        scope("/", (b"authorization", b"Bearer 1")),
        scope("/", (b"if-none-match", b'"1"')),
        scope("/", (b"host", b"other")),
        scope("/", (b"x-forwarded-for", b"192.0.2.1")),
    ]
    assert len(set(asked(Slow(), *different))) == len(different)
    assert (
        len(set(asked(Slow(), scope("/", (b"x-forwarded-for", b"192.0.2.1")), scope("/", (b"forwarded", b"for=x")))))
        == 1
    )


def test_what_is_one_persons_or_no_page_is_never_given_to_another() -> None:
    assert len(set(asked(Slow(200, (b"set-cookie", b"a=1")), scope(), scope()))) == 2
    assert len(set(asked(Slow(401), scope(), scope()))) == 2
    assert len(set(asked(Slow(), scope(method="POST"), scope(method="POST")))) == 2
    assert len(set(asked(Slow(), scope("/api/v1/events"), scope("/api/v1/events")))) == 2


def test_a_failure_is_not_kept() -> None:
    app = Slow(broken=True)
    assert asked(app, scope(), scope()) == [b"", b""]
    assert app.answers == 2
