"""The application: every handler, behind one gate."""

import asyncio

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.enums import MediaType
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from spamatlas import __version__
from spamatlas.pipeline.provider_sign_in import Providers
from spamatlas.web import api, console, public
from spamatlas.web.allowance import Allowance
from spamatlas.web.contract import Node
from spamatlas.web.face.errors import answer_error
from spamatlas.web.face.files import static_files
from spamatlas.web.gate import Gate, protect
from spamatlas.web.handlers import handlers
from spamatlas.web.idempotency import Answers
from spamatlas.web.office import Premises
from spamatlas.web.recognition import Recognised
from spamatlas.web.tables import Tables

DESCRIPTION = (
    "Reports of unwanted messages, filed, judged, traced, grouped and counted. A change, and what people filed, wants "
    "a member's key as a bearer token, or the node's token; figures, checks and receipts want none. Answers that say "
    "no are problem details (RFC 9457) whose codes are explained at /schema/problems."
)
BURST = 30
PER_MINUTE = 10.0
"""What a caller who shows nothing may file or have judged: a day's catch of one person in one go."""

TRIES, TRIES_PER_MINUTE = 10, 3.0
"""Of a password or a token: what somebody needs who mistypes, and 4,300 guesses a day at most."""


def create_app(node: Node, closing: asyncio.Event | None = None) -> Litestar:
    """The pages and the HTTP interface of a node; set ``closing`` before stopping, so that streams end."""
    place = Premises(
        node=node,
        closing=closing or asyncio.Event(),
        allowance=Allowance(BURST, PER_MINUTE),
        tries=Allowance(TRIES, TRIES_PER_MINUTE),
        answers=Answers(node),
        tables=Tables(node),
        providers=Providers(node.settings.providers),
    )
    return Litestar(
        [static_files, *(each for folder in (api, public, console) for each in handlers(folder))],
        state=State({"office": place}),
        middleware=[Gate(node.settings), Recognised()],
        before_send=[protect],
        exception_handlers={Exception: answer_error},
        request_max_body_size=node.settings.max_report_bytes + 1_000_000,
        compression_config=CompressionConfig(backend="gzip", exclude=["/api/v1/events", "/api/v1/evidence"]),
        openapi_config=OpenAPIConfig(
            title="Spamatlas",
            version=__version__,
            description=DESCRIPTION,
            path="/schema",
            use_handler_docstrings=True,
            components=Components(security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}),
            # The viewers that come with Litestar fetch their script from elsewhere, which our policy forbids.
            render_plugins=[JsonRenderPlugin(path=["/", "/openapi.json"], media_type=MediaType.JSON)],
        ),
        logging_config=None,
        debug=False,
    )
