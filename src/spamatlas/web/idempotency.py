"""Idempotency keys: a request sent again gives the answer it gave the first time, also after a restart."""

import asyncio
from collections.abc import Awaitable, Callable
from hashlib import blake2b
from typing import Any

import msgspec

from spamatlas.model import Rejected, Unavailable
from spamatlas.web.contract import Node

LONGEST_KEY = 200

Answer = tuple[int, dict[str, Any]]

_encode = msgspec.json.encode
_decode = msgspec.json.Decoder(tuple[int, dict[str, Any]]).decode


class Answers:
    """The answers given under keys. They lie in the node's log; what is being worked on just now is known here.

    A crash between the work and its answer leaves no answer: the request sent again is then worked on again, and its
    reports come out as duplicates. What is stored is right either way.
    """

    def __init__(self, node: Node) -> None:
        self._node = node
        self._working: dict[str, tuple[bytes, asyncio.Future[Answer]]] = {}

    async def once(self, key: str, body: bytes, work: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer under the key, worked out only the first time; a failed first time is forgotten.

        Raises:
            Rejected: ``idempotency-key-reused`` for another body, ``bad-idempotency-key`` for an overlong key.
        """
        if not key:
            return await work()
        if len(key) > LONGEST_KEY:
            raise Rejected("bad-idempotency-key", f"an Idempotency-Key has at most {LONGEST_KEY} characters")
        digest = blake2b(body, digest_size=16).digest()
        if key not in self._working:
            return await self._first(key, digest, work)
        first, answer = self._working[key]
        if first != digest:
            raise _reused()
        return await asyncio.shield(answer)

    async def _first(self, key: str, digest: bytes, work: Callable[[], Awaitable[Answer]]) -> Answer:
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._working[key] = (digest, answer)
        try:
            answer.set_result(await self._given_or_new(key, digest, work))
        except BaseException as error:
            answer.set_exception(error if isinstance(error, Exception) else asyncio.CancelledError())
            answer.exception()
            raise
        finally:
            del self._working[key]
        return answer.result()

    async def _given_or_new(self, key: str, digest: bytes, work: Callable[[], Awaitable[Answer]]) -> Answer:
        try:
            given = await asyncio.to_thread(self._node.answered, key, digest)
        except ValueError as error:
            raise _reused() from error
        if given is not None:
            return _decode(given)
        fresh = await work()
        try:
            await asyncio.to_thread(self._node.answer, key, digest, _encode(fresh))
        except Unavailable:
            return fresh  # what was filed is on disk; sent again, it comes out as duplicates
        return fresh


def _reused() -> Rejected:
    return Rejected("idempotency-key-reused", "this Idempotency-Key was used with another body; take a new one")
