"""The listening process: Granian in this process's own loop, since the store lives here."""

import asyncio
import signal
import socket
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from granian.constants import Interfaces
from granian.server.embed import Server
from litestar.types import ASGIApp

from spamatlas.model import Unavailable
from spamatlas.web import shelf
from spamatlas.web.api.routes import graphs
from spamatlas.web.api.statistics import alone
from spamatlas.web.app import create_app
from spamatlas.web.console.campaigns import keep_lists, keep_pages
from spamatlas.web.contract import Node
from spamatlas.web.echo import Echo
from spamatlas.web.face.sheet import compile_templates
from spamatlas.web.heads import Heads
from spamatlas.web.office import Premises
from spamatlas.web.patience import Patience
from spamatlas.web.public.home import of_channels, usual

WAIT_SECONDS = 20.0
"""Longest wait for the socket to answer before we say that it does not."""
VISIT_SECONDS = 10.0
"""Longest that the first page may delay the start."""
AT_ONCE = 24
"""So many questions at once: what is read behind holds four, and a quick one must not wait for slow ones."""
LAY_BY_SECONDS = 300.0
"""So often tables are laid by for a node that is killed."""


def serve(node: Node, host: str, port: int, tell: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; ``tell`` gets the address once it answers.

    Raises:
        Unavailable: the address can't be listened on; the text says why.
    """
    asyncio.run(_serve(node, host, port, tell))


async def _serve(node: Node, host: str, port: int, tell: Callable[[str], None]) -> None:
    port = _bindable(host, port)
    closing = asyncio.Event()
    app = create_app(node, closing)
    place: Premises = app.state.office
    server = Server(
        Patience(Heads(Echo(app))),
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        log_enabled=False,
        websockets=False,
        backlog=512,
    )

    def stop() -> None:
        closing.set()  # ends the event streams, which would otherwise keep the server waiting
        server.stop()  # type: ignore[no-untyped-call]

    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(AT_ONCE, thread_name_prefix="answer"))
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    place.tables.take_up(shelf.laid_by(node.settings))
    await _visit(app)
    serving = asyncio.create_task(server.serve())
    warming = asyncio.create_task(_warm(node, place))
    if await _answers(host, port, serving):
        tell(f"http://{_near(host, in_link=True)}:{port}/")
    try:
        await serving
    finally:
        warming.cancel()
        shelf.lay_by(node.settings, place.tables.laid())


def _bindable(host: str, port: int) -> int:
    """The port, or a free one for 0. Granian shares a port with whoever has it, so it is tried here first."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
            return int(trial.getsockname()[1])
    except OSError as error:
        raise Unavailable(
            f"can't listen on {host} port {port}: {error.strerror}; choose another with --port"
        ) from error


async def _warm(node: Node, place: Premises) -> None:
    """What who asks would wait for is made ready: pages, the largest campaigns, then the usual tables."""
    with suppress(Unavailable):
        await asyncio.to_thread(_make_pages_ready, node)
    with suppress(Unavailable):
        await asyncio.to_thread(node.make_ready)
    ahead = _ahead(node, place) if node.settings.read_ahead else ()
    await asyncio.gather(_lay_by(node, place), *ahead)


def _make_pages_ready(node: Node) -> None:
    """Templates, and members and people, which are opened when they are first asked for."""
    compile_templates()
    node.accounts.markings.every()


def _ahead(node: Node, place: Premises) -> tuple[Coroutine[Any, Any, None], ...]:
    tables = place.tables.keep_warm(usual(), lambda found: [*of_channels(found), *alone(), *graphs()])
    return tables, keep_lists(node), keep_pages(node)


async def _lay_by(node: Node, place: Premises) -> None:
    while True:
        await asyncio.sleep(LAY_BY_SECONDS)
        await asyncio.to_thread(shelf.lay_by, node.settings, place.tables.laid())


async def _visit(app: ASGIApp) -> None:
    """Open the first page as a stranger would: who comes first must not wait for cold tables and templates."""
    stranger = [(b"host", b"localhost"), (b"x-forwarded-for", b"192.0.2.1")]
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b""}
    scope |= {"headers": stranger, "client": ("127.0.0.1", 0), "server": ("127.0.0.1", 0), "scheme": "http"}
    scope |= {"asgi": {"version": "3.0"}, "http_version": "1.1", "root_path": ""}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_: object) -> None:
        pass

    with suppress(TimeoutError):
        await asyncio.wait_for(app(scope, receive, send), VISIT_SECONDS)  # type: ignore[arg-type]


async def _answers(host: str, port: int, serving: asyncio.Task[None]) -> bool:
    """Whether the socket answers, waited for as long as it may take."""
    for _ in range(round(WAIT_SECONDS / 0.05)):
        if serving.done():
            return False
        try:
            _, writer = await asyncio.open_connection(_near(host), port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        writer.close()
        return True
    return False


def _near(host: str, *, in_link: bool = False) -> str:
    """Where who is at the machine reaches what listens on ``host``."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  the address to try, not to bind
    return f"[{near}]" if in_link and ":" in near else near
