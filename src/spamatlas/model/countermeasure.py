from datetime import date

from msgspec import Struct

from spamatlas.model.vocabulary import CountermeasureKind, VertexKind


class Countermeasure(Struct, frozen=True, kw_only=True):
    """What somebody did against a campaign or against a thing that it uses, as an operator of this node wrote it down.

    ``target`` is named as the graph of attribution names it; of ``CAMPAIGN`` it is empty: the campaign as a whole.
    ``organisation`` is who acted, never a person. Days are those of UTC; ``effective_on`` is None where nobody knows
    when it took effect. ``number`` is that of the action by which it was noted, and by which it is undone.
    """

    kind: CountermeasureKind
    taken_on: date
    effective_on: date | None = None
    target_kind: VertexKind = VertexKind.CAMPAIGN
    target: str = ""
    organisation: str = ""
    note: str = ""
    number: int = 0

    @property
    def since(self) -> date:
        """The day from which an effect is looked for."""
        return self.effective_on or self.taken_on
