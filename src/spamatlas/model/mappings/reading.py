from msgspec import Struct

from spamatlas.model.vocabulary import Category, Channel, Lure, MeasuringPoint


class Reading(Struct, frozen=True):
    """What a foreign report says in our words; None where it says nothing."""

    channel: Channel | None = None
    category: Category | None = None
    lure: Lure | None = None
    measuring_point: MeasuringPoint | None = None
