"""Somebody was added or invited anew: the word with which they set a password."""

from datetime import timedelta

from spamatlas.locale import Language
from spamatlas.locale import marked as _
from spamatlas.outbox.letter import Facts, Letter, LetterKind, Place


def write(language: Language, facts: Facts, place: Place) -> Letter:
    """Facts: ``name`` of who is invited, ``word`` of the invitation."""
    return Letter(
        subject=language.say("Invitation to {node}", node=place.name),
        paragraphs=(
            language.say("Hello {name},", name=facts["name"]),
            language.say("you were added to {node}. Set a password to sign in.", node=place.name),
            language.say("The address works once, within seven days. If you did not expect it, do nothing."),
        ),
        link=f"{place.address}/console/invitation?word={facts['word']}",
        label=language.say("Set a password"),
    )


KIND = LetterKind(
    name="invitation",
    summary=_("An invitation to set a password"),
    write=write,
    lasts=timedelta(days=7),
)
