"""An administrator tries whether mail arrives."""

from datetime import timedelta

from spamatlas.locale import Language
from spamatlas.locale import marked as _
from spamatlas.outbox.letter import Facts, Letter, LetterKind, Place


def write(language: Language, facts: Facts, place: Place) -> Letter:  # noqa: ARG001
    """It has no facts."""
    return Letter(
        subject=language.say("Mail from {node} arrives", node=place.name),
        paragraphs=(language.say("Somebody at {node} tried whether its mail arrives. It does.", node=place.name),),
    )


KIND = LetterKind(name="trial", summary=_("A trial of whether mail arrives"), write=write, lasts=timedelta(hours=1))
