"""A reason in words, and its weight drawn; what the weight says and its figure stand beside."""

from markupsafe import Markup, escape

from spamatlas.locale import Language
from spamatlas.model import Reason
from spamatlas.web.inert import inert

LONGEST = 500
"""Characters of a reason, or of one fact in it, that are shown."""


def reasoned(reason: Reason, language: Language) -> Markup:
    """The reason in the reader's language, inert.

    A translation is our own, with the marks of direction that it needs: there only the facts are strangers' words.
    """
    text = language.gettext(reason.text)
    if text == reason.text:
        return inert(language.say(text, **reason.facts), LONGEST)
    return escape(text).format(**{name: inert(fact, LONGEST) for name, fact in reason.facts.items()})


def lean(weight: float, most: float) -> Markup:
    """A bar from the middle: to the end for what speaks for spam, to the start for what speaks against it."""
    wide = round(100 * min(1.0, abs(weight) / (most or 1.0)), 1)
    return Markup(
        '<svg class="lean" viewBox="-100 0 200 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect x="-100" width="200" height="8" class="track"/>'
        '<rect x="{}" width="{}" height="8" class="{}"/><rect x="-0.6" width="1.2" height="8" class="ground"/></svg>'
    ).format(0 if weight > 0 else -wide, wide, "for" if weight > 0 else "against")
