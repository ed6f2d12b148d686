"""More reports match a saved view that somebody asked to be told about."""

from datetime import timedelta

from spamatlas.locale import Language
from spamatlas.locale import marked as _
from spamatlas.outbox.letter import Facts, Letter, LetterKind, Place


def write(language: Language, facts: Facts, place: Place) -> Letter:
    """Facts: ``views``, each with its ``name`` and how many ``reports`` came. Nothing of the reports is said."""
    total = sum(int(each["reports"]) for each in facts["views"])
    lines = tuple(
        language.count("{name}: {n} new report", "{name}: {n} new reports", int(each["reports"]), name=each["name"])
        for each in facts["views"]
    )
    return Letter(
        subject=language.count("{n} new report in your views", "{n} new reports in your views", total),
        paragraphs=(language.say("More reports match the views that you asked to be told about:"), *lines),
        link=f"{place.address}/console",
        label=language.say("Open the console"),
    )


KIND = LetterKind(
    name="alert",
    summary=_("News of a saved view"),
    write=write,
    lasts=timedelta(days=1),
    can_be_refused=True,
)
