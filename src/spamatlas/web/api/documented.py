"""What the OpenAPI document says beside what signatures tell: bodies, examples, problems. The examples run as tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated, Any

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example, OpenAPIMediaType, Operation, Reference, RequestBody, Schema
from litestar.params import HeaderParameter, QueryParameter
from msgspec import Struct

Bodies = Mapping[str, tuple[Sequence[Any], Mapping[str, Any]]]
"""By media type: the records that the body may be (none: bytes of that type), and examples by what they show."""


Wished = Annotated[
    str,
    HeaderParameter(
        name="accept-language",
        description="The language that reasons are said in too (`translation`): ar, en, es, fr, ru, zh",
    ),
]
"""The languages that a caller wants (RFC 9110, section 12.5.4): told here for the document, read by
``office.language_of``."""
Tongue = Annotated[str, QueryParameter(max_length=35, description="Language of the texts, BCP 47")]
TOKEN: list[dict[str, list[str]]] = [{"token": []}]
"""The mark of an operation that wants the node's token (from a browser on the machine itself, reading wants none)."""


class Problem(Struct, frozen=True):
    """Problem details (RFC 9457). ``code`` is stable, and explained at ``type``; some problems say more."""

    type: str
    title: str
    status: int
    code: str
    detail: str


def _problem(description: str) -> ResponseSpec:
    return ResponseSpec(Problem, description=description, media_type="application/problem+json")


PROBLEMS: dict[int, ResponseSpec] = {
    400: _problem("A parameter that there is not, or out of its range; `where` names it"),
    401: _problem("The node's token is wanted"),
    403: _problem("Another site's page asked for it"),
    404: _problem("There is no such thing"),
    415: _problem("A media type that is not taken"),
    422: _problem("What was sent can't be used; the code says why"),
    429: _problem("Too much at once; `Retry-After` says how long to wait"),
    503: _problem("Not now; `Retry-After` says how long to wait"),
}


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """The problems that an operation may answer with; each refuses a parameter that there is not (400)."""
    return {status: PROBLEMS[status] for status in (400, *statuses)}


def body(bodies: Bodies, required: bool = True) -> type[Operation]:
    """An operation that takes a body: the handlers read it themselves, so no signature tells of it."""

    @dataclass
    class WithBody(Operation):
        def __post_init__(self) -> None:
            content = {name: _media_type(*said) for name, said in bodies.items()}
            self.request_body = RequestBody(content=content, required=required)

    return WithBody


def example(name: str) -> str:
    """A body of the folder ``examples`` as text."""
    return (files("spamatlas.web.api") / "examples" / name).read_text("utf-8")


def _media_type(records: Sequence[Any], examples: Mapping[str, Any]) -> OpenAPIMediaType:
    shown: dict[str, Example | Reference] = {
        name.replace(" ", "-"): Example(summary=name, value=value) for name, value in examples.items()
    }
    return OpenAPIMediaType(schema=_schema(records), examples=shown)


def _schema(records: Sequence[Any]) -> Schema:
    """The JSON Schema of any of these records, written out in place."""
    if not records:
        return Raw({"type": "string"})
    schemas, components = msgspec.json.schema_components(records, ref_template="#/{name}")
    return Raw({"anyOf": [_inlined(schema, components) for schema in schemas]})


def _inlined(schema: Any, components: Mapping[str, Any]) -> Any:
    if isinstance(schema, dict):
        if isinstance(name := schema.get("$ref"), str):
            return _inlined(components[name.removeprefix("#/")], components)
        return {key: _inlined(value, components) for key, value in schema.items()}
    if isinstance(schema, list):
        return [_inlined(each, components) for each in schema]
    return schema


class Raw(Schema):
    """A schema that is written already."""

    def __init__(self, written: Mapping[str, Any]) -> None:
        super().__init__()
        self._written = written

    def to_schema(self) -> dict[str, Any]:
        return dict(self._written)
