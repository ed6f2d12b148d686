import asyncio
from typing import Annotated, Any

from litestar import Request, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import PathParameter
from litestar.response import File

from spamatlas.model import Rejected, Scope
from spamatlas.web.api.documented import TOKEN, Tongue, problems
from spamatlas.web.archive import handed_over
from spamatlas.web.guards import known_parameters, needs, own_page_only
from spamatlas.web.office import doer, language_of, office
from spamatlas.web.problems import Refused

Name = Annotated[
    str,
    PathParameter(
        description="A campaign's name, a report's id, the beginning of it, or the id that its filer gave",
        max_length=200,
        examples=[Example(summary="a filer's id", value="parcel-1")],
    ),
]
ABSENT = frozenset({"no-such-report", "no-such-campaign"})


@get(
    "/api/v1/evidence/{identifier:str}",
    guards=[known_parameters, own_page_only, needs(Scope.EVIDENCE_READ, noted=True)],
    security=TOKEN,
    summary="An evidence package",
    responses={
        200: ResponseSpec(bytes, description="A zip archive, see docs/evidence.md", media_type="application/zip"),
        **problems(401, 403, 404, 422, 503),
    },
)
async def evidence(request: Request[Any, Any, Any], identifier: Name, lang: Tongue = "") -> File:
    """What was filed, to the last bit, with what was done with it since, stamped; that it was taken is noted too.

    The texts are in the language of ``lang``, else in the one that the request wishes for.
    """
    language = lang or language_of(request).code
    try:
        packed = await asyncio.to_thread(office(request).node.package, [identifier], language, doer(request))
    except Rejected as why:
        if why.code in ABSENT:
            raise Refused(404, why.code, why.detail) from why
        raise
    return handed_over(packed.path, packed.name)
