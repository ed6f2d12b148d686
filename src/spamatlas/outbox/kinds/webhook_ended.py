"""A webhook took nothing for days, and is not called any more."""

from datetime import timedelta

from spamatlas.locale import Language
from spamatlas.locale import marked as _
from spamatlas.outbox.letter import Facts, Letter, LetterKind, Place


def write(language: Language, facts: Facts, place: Place) -> Letter:
    """Facts: ``address`` of the webhook, since how many ``days`` it fails."""
    return Letter(
        subject=language.say("A webhook at {node} was switched off", node=place.name),
        paragraphs=(
            language.count(
                "This address took nothing for {n} day and is not called any more:",
                "This address took nothing for {n} days and is not called any more:",
                int(facts["days"]),
            ),
            str(facts["address"]),
            language.say("Put it right, then add it again."),
        ),
        link=f"{place.address}/console/webhooks",
        label=language.say("Webhooks"),
    )


KIND = LetterKind(name="webhook-ended", summary=_("A webhook was switched off"), write=write, lasts=timedelta(days=4))
