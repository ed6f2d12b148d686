"""Idempotency keys: a request sent again gives the answer it gave the first time."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from hashlib import blake2b
from typing import Any

from spamatlas.model import Rejected

MOST_KEYS = 10_000
LONGEST_KEY = 200

Answer = tuple[int, dict[str, Any]]


class Answers:
    """The answers given under keys, the last ten thousand of this process.

    After a restart a repeated request is answered anew, and its reports come out as duplicates: what is
    stored stays right either way.
    """

    def __init__(self) -> None:
        self._given: OrderedDict[str, tuple[bytes, asyncio.Future[Answer]]] = OrderedDict()

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
        if key in self._given:
            first, answer = self._given[key]
            if first != digest:
                raise Rejected(
                    "idempotency-key-reused", "this Idempotency-Key was used with another body; take a new one"
                )
            return await asyncio.shield(answer)
        return await self._first(key, digest, work)

    async def _first(self, key: str, digest: bytes, work: Callable[[], Awaitable[Answer]]) -> Answer:
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._given[key] = (digest, answer)
        if len(self._given) > MOST_KEYS:
            self._given.popitem(last=False)
        try:
            answer.set_result(await work())
        except BaseException as error:
            self._given.pop(key, None)
            answer.set_exception(error if isinstance(error, Exception) else asyncio.CancelledError())
            answer.exception()
            raise
        return answer.result()
