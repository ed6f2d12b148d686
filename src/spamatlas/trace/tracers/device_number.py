from collections.abc import Iterator

from spamatlas.model import Channel, Sighting
from spamatlas.trace.tracer import Scene, Tracer


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield the sign of a SIM box that a single call can show: a device number that no maker gives.

    Source: 3GPP TS 23.003, section 6.2: the first eight digits name the model, so one digit over and over is none.
    Gateways let their owner set it. What shows only over many calls is the habit ``sim-box``.
    """
    call = scene.message.call
    if call and len(call.device) == 14 and len(set(call.device)) == 1:
        yield Sighting("sim_box", "no_such_device", "statement", 0.4, "one digit over and over")


TRACER = Tracer(
    name="device-number",
    summary="finds calls from a device number that no maker gives",
    channels=frozenset({Channel.VOICE}),
    trace=trace,
)
