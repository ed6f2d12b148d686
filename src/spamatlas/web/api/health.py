import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

from litestar import Request, Response, get
from litestar.openapi.datastructures import ResponseSpec
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from spamatlas.model import Scope
from spamatlas.web.api.documented import TOKEN, problems
from spamatlas.web.api.shapes import Health, Ready
from spamatlas.web.guards import known_parameters, needs
from spamatlas.web.office import office


@get(
    "/healthz",
    guards=[known_parameters],
    summary="How the node is",
    responses={
        200: ResponseSpec(Health, description="All is well"),
        503: ResponseSpec(Health, description="Something is wrong: `broken` says what"),
    },
)
async def alive(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """What the node holds, what waits, what is wrong; 503 when something is."""
    health = dict(await asyncio.to_thread(office(request).node.health))
    return Response(health, status_code=200 if health.get("status", "ok") == "ok" else 503)


@get(
    "/readyz",
    guards=[known_parameters],
    summary="Whether reports are taken",
    responses={
        200: ResponseSpec(Ready, description="They are"),
        503: ResponseSpec(Ready, description="They should go elsewhere"),
    },
)
async def ready(request: Request[Any, Any, Any]) -> Response[dict[str, bool]]:
    """For a balancer: 503 while reports should go elsewhere."""
    is_ready = await asyncio.to_thread(office(request).node.ready)
    return Response({"ready": is_ready}, status_code=200 if is_ready else 503)


@get(
    "/metrics",
    guards=[known_parameters, needs(Scope.METRICS)],
    security=TOKEN,
    summary="For Prometheus",
    responses={
        200: ResponseSpec(str, description="Prometheus' text format", media_type="text/plain"),
        **problems(401),
    },
)
async def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The numbers of the node's health, in the text format of Prometheus."""
    health = await asyncio.to_thread(office(request).node.health)
    registry = CollectorRegistry()
    registry.register(_Health(health))
    return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")


class _Health:
    """The numbers in the node's health as gauges; a mapping's keys become the label ``of``."""

    def __init__(self, health: Mapping[str, Any]) -> None:
        self._health = health

    def collect(self) -> Iterator[Metric]:
        for name, value in self._health.items():
            cells = value if isinstance(value, Mapping) else {"": value}
            numbers = {key: float(each) for key, each in cells.items() if isinstance(each, (bool, int, float))}
            if numbers:
                labels = ["of"] if isinstance(value, Mapping) else []
                family = GaugeMetricFamily(f"spamatlas_{name}", f"{name} of the node's health", labels=labels)
                for key, number in numbers.items():
                    family.add_metric([key] if labels else [], number)
                yield family
