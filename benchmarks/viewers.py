"""Open pages: each hears that something changed, waits as live.js does, and fetches its page again."""

import asyncio
import contextlib
import gzip
import json
import time

PAUSE_SECONDS = 0.15
"""QUIET_MS of live.js."""
PAGE = "/?since=14d&have=lead.0"
"""As live.js asks: with marks of what it has, so that what is given is new."""
COUNT = "/api/v1/statistics/volume?since=14d"
LONGEST_SECONDS = 30.0
REST_SECONDS = 3.0


class Viewers:
    """So many pages open at once, and one reporter."""

    def __init__(self, port: int, token: str, many: int) -> None:
        self._port = port
        self._token = token
        self._many = many
        self._wanted = b""
        self._began = 0.0
        self._seen: dict[int, float] = {}
        self._open = 0
        self._all = asyncio.Event()

    async def watch(self, times: int) -> list[float]:
        """Seconds from an accepted report to a page that counts it, for each viewer and each of ``times`` reports."""
        every: list[float] = []
        viewers = [asyncio.create_task(self._view(number)) for number in range(self._many)]
        await self._all.wait()
        # The workers start at the first report: their start is a node's, not a report's.
        await self._one(f"warm-{time.time_ns()}")
        for number in range(times):
            await asyncio.sleep(REST_SECONDS)
            every += await self._one(f"pages-{time.time_ns()}-{number}")
        for viewer in viewers:
            viewer.cancel()
        await asyncio.gather(*viewers, return_exceptions=True)
        return every

    async def _one(self, name: str) -> list[float]:
        """File one report; how long each viewer waited, ``LONGEST_SECONDS`` where it never saw it."""
        count = json.loads((await self._ask("GET", COUNT))[2])["reports"]
        self._seen, self._wanted = {}, f"{count + 1:,}".encode()
        self._all.clear()
        report = json.dumps({"id": name, "channel": "sms", "text": f"Pay the parcel fee at parcel.example ({name})"})
        status, _, _ = await self._ask("POST", "/api/v1/reports", body=report.encode())
        assert status in {200, 201, 202}, status
        self._began = time.perf_counter()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._all.wait(), LONGEST_SECONDS)
        return list(self._seen.values()) + [LONGEST_SECONDS] * (self._many - len(self._seen))

    async def _view(self, number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(b"GET /api/v1/events?calm=1 HTTP/1.1\r\nhost: 127.0.0.1\r\nx-forwarded-for: 192.0.2.1\r\n\r\n")
        changed = asyncio.Event()
        fetching = asyncio.create_task(self._fetch(number, changed))
        try:
            while line := await reader.readline():
                if line.startswith(b"event: hello"):
                    self._open += 1
                    self._told(self._open)
                if line.startswith(b"event:"):
                    changed.set()
        finally:
            fetching.cancel()
            writer.close()

    async def _fetch(self, number: int, changed: asyncio.Event) -> None:
        """Whenever something changed, the page anew; what it shows is looked for in its text."""
        tag = ""
        while True:
            await changed.wait()
            await asyncio.sleep(PAUSE_SECONDS)
            changed.clear()
            status, fresh, body = await self._ask("GET", PAGE, tag=tag)
            tag = fresh or tag
            if status == 200 and self._wanted and self._wanted in body:
                self._seen.setdefault(number, time.perf_counter() - self._began)
                self._told(len(self._seen))

    def _told(self, many: int) -> None:
        if many == self._many:
            self._all.set()

    async def _ask(self, method: str, path: str, tag: str = "", body: bytes = b"") -> tuple[int, str, bytes]:
        """Status, ETag and body; a stranger reads, the one with the token files."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", "connection: close", "accept-encoding: gzip"]
        lines += ["x-forwarded-for: 192.0.2.1", *([f"if-none-match: {tag}"] if tag else [])]
        if body:
            lines += [f"authorization: Bearer {self._token}", "content-type: application/json"]
            lines += [f"content-length: {len(body)}"]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head, _, content = (await reader.read(-1)).partition(b"\r\n\r\n")
        writer.close()
        first, *fields = head.decode("latin-1").split("\r\n")
        named = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
        if named.get("transfer-encoding") == "chunked":
            content = _joined(content)
        if named.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return int(first.split()[1]), named.get("etag", ""), content


def _joined(chunked: bytes) -> bytes:
    """A body without the marks of its chunks (RFC 9112, section 7.1)."""
    parts, rest = [], chunked
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        if not length:
            break
        parts.append(rest[:length])
        rest = rest[length + 2 :]
    return b"".join(parts)
