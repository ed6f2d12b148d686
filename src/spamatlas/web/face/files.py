from importlib.resources import files
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from spamatlas.web.problems import Refused

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@get("/static/{name:str}", include_in_schema=False, sync_to_thread=False)
def static_files(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """Our own style and script; addresses carry a mark of the content, so they may be kept for a year."""
    suffix = name[name.rfind(".") :] if "." in name else ""
    place = files("spamatlas.web.face") / "static" / name
    if suffix not in TYPES or "/" in name or not place.is_file():
        raise Refused(404, "not-found", "there is no such file")
    fresh = "public, max-age=31536000, immutable" if request.query_params.get("v") else "no-cache"
    return Response(place.read_bytes(), media_type=TYPES[suffix], headers={"cache-control": fresh})
