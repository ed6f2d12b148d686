"""What figures of change share: bars with a mark where the time before stood, the largest growth as the finding."""

from collections.abc import Sequence

from msgspec import Struct

from spamatlas.locale import Language
from spamatlas.web.face.figure import Row, Shown


class Change(Struct, frozen=True):
    """One thing's count now and in as long a time before."""

    label: str
    now: int
    before: int

    @property
    def growth(self) -> int:
        return self.now - self.before


def shown(changes: Sequence[Change], language: Language, heading: str, nothing: str, most: int = 10) -> Shown:
    """Bars in the order given, the fastest growing one named."""
    if not changes:
        return Shown(title=nothing, style="ranked", heading=heading)
    fastest = max(changes, key=lambda each: each.growth)
    kept = changes[:most]
    longest = max(max(each.now, each.before) for each in kept) or 1
    compared = any(each.before for each in changes)
    rows = [
        Row(
            label=each.label,
            value=each.now,
            length=each.now / longest,
            before=each.before if compared else None,
            mark=each.before / longest if each.before else None,
        )
        for each in kept
    ]
    if not compared:
        title = language.say(
            "{name} leads with {n} reports; there is nothing earlier to compare with",
            name=fastest.label,
            n=language.number(fastest.now),
        )
    elif fastest.growth <= 0:
        title = language.gettext("None of them grew")
    elif fastest.before:
        title = language.say(
            "{name} grew most: {n} reports, {before} in the time before",
            name=fastest.label,
            n=language.number(fastest.now),
            before=language.number(fastest.before),
        )
    else:
        title = language.say("{name} is new: {n} reports", name=fastest.label, n=language.number(fastest.now))
    key = [("mark", language.gettext("as long a time before"))] if compared else []
    return Shown(title=title, style="ranked", heading=heading, rows=rows, key=key)
