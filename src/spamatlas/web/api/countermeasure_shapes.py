"""What the interface takes and answers of countermeasures, as records; see ``shapes``."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from spamatlas.campaign import Effect
from spamatlas.model import CountermeasureKind, VertexKind
from spamatlas.web.api.shapes import Value


class Noting(Struct, frozen=True, forbid_unknown_fields=True):
    """A countermeasure to be noted: its kind, what it was aimed at (nothing: the campaign as a whole), who acted.

    ``target`` is a host, a number, a network (AS64500), an account or a sender; ``kind:name`` says which exactly.
    ``organisation`` is never a person. Days are those of UTC; ``taken_on`` is today where nothing is said.
    """

    kind: CountermeasureKind
    target: Annotated[str, Meta(max_length=400)] = ""
    organisation: Annotated[str, Meta(max_length=120)] = ""
    taken_on: date | None = None
    effective_on: date | None = None
    note: Annotated[str, Meta(max_length=500)] = ""


class AimedAt(Struct, frozen=True):
    """In how many of the reports in the days compared, before and after, the target stands."""

    before: int
    after: int


class CountermeasureOfCampaign(Struct, frozen=True):
    """What was noted, by whom here and when, and what came after.

    ``effect`` compares up to seven whole days on either side; its intervals are of 95 %. It claims nothing (``few``,
    ``alone``) where there are too few reports or like campaigns, and never that the countermeasure was the cause.
    ``beside`` counts other countermeasures in those days. ``turned_to`` is what only reports since name, by heading as
    in ``spread``, out of the ``looked_at`` newest reports.
    """

    number: int
    kind: CountermeasureKind
    taken_on: date
    effective_on: date | None
    target_kind: VertexKind
    target: str
    organisation: str
    note: str
    noted_at: datetime | None
    noted_by: str
    effect: Effect | None
    beside: int
    aimed_at: AimedAt | None
    turned_to: dict[str, list[Value]]
    looked_at: int
