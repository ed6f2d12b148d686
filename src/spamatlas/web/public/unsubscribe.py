"""Where the link in a letter leads with which somebody wants no more of its kind: no sign-in is asked for."""

import asyncio
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import PathParameter

from spamatlas.outbox.letter import letter_kinds
from spamatlas.pipeline.posting import Posting
from spamatlas.web.face.sheet import page
from spamatlas.web.office import Call, office

LONGEST_WORD = 100
Word = Annotated[str, PathParameter(max_length=LONGEST_WORD)]


@get("/unsubscribe/{word:str}", include_in_schema=False)
async def unsubscribe_page(request: Request[Any, Any, Any], word: Word) -> Response[bytes]:
    """Asks whether it is meant: programs follow links in mail by themselves, so that a look changes nothing."""
    return await _page(request, word, is_done=False)


@post("/unsubscribe/{word:str}", include_in_schema=False, status_code=200)
async def unsubscribe(request: Request[Any, Any, Any], word: Word) -> Response[bytes]:
    """No more of these letters; a mail program posts here by itself (RFC 8058, section 3.2)."""
    done = await asyncio.to_thread(Posting(office(request).node.accounts).refuse, word)
    return await _page(request, word, is_done=done)


async def _page(request: Call, word: str, *, is_done: bool) -> Response[bytes]:
    posting = await asyncio.to_thread(Posting, office(request).node.accounts)
    found = posting.proof.refused_by(word)
    kind = letter_kinds().get(found[0]) if found else None
    answer = page(request, "unsubscribe.html", 200 if kind else 404, kind=kind, is_done=is_done, word_of=word)
    answer.headers["cache-control"] = "no-store"
    return answer
