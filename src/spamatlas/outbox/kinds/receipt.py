"""A reporter asked for the receipt of a report by mail."""

from datetime import timedelta

from spamatlas.locale import Language
from spamatlas.locale import marked as _
from spamatlas.outbox.letter import Facts, Letter, LetterKind, Place


def write(language: Language, facts: Facts, place: Place) -> Letter:
    """Facts: ``number`` of the receipt. What was reported is not said: mail is read by many."""
    return Letter(
        subject=language.say("Your receipt from {node}", node=place.name),
        paragraphs=(
            language.say("Thank you for reporting. With this number you can see what became of your report:"),
            str(facts["number"]),
            language.say("Your address was not kept: this is the only mail that you get."),
        ),
        link=f"{place.address}/receipts/{facts['number']}",
        label=language.say("See your report"),
    )


KIND = LetterKind(
    name="receipt",
    summary=_("A receipt that a reporter asked for"),
    write=write,
    lasts=timedelta(days=1),
    is_fleeting=True,
)
