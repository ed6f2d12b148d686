"""A reason in words, and its weight drawn; what the weight says and its figure stand beside."""

from collections.abc import Mapping

from markupsafe import Markup, escape

from spamatlas.locale import Language
from spamatlas.locale.language import Filling
from spamatlas.web.inert import inert

LONGEST = 500
"""Characters of a reason, or of one fact in it, that are shown."""


def reasoned(language: Language, text: str, facts: Mapping[str, str]) -> Markup:
    """A reason's text with its facts, in the reader's language, inert.

    A translation is our own, with the marks of direction that it needs: there only the facts are strangers' words.
    """
    translated = language.gettext(text)
    if translated == text:
        return inert(language.say(text, **facts), LONGEST)
    filling = Filling({name: inert(fact, LONGEST) for name, fact in facts.items()})
    return escape(translated).format_map(filling)


def lean(weight: float, most: float) -> Markup:
    """A bar from the middle: to the end for what speaks for spam, to the start for what speaks against it."""
    wide = round(100 * min(1.0, abs(weight) / (most or 1.0)), 1)
    return Markup(
        '<svg class="lean" viewBox="-100 0 200 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect x="-100" width="200" height="8" class="track"/>'
        '<rect x="{}" width="{}" height="8" class="{}"/><rect x="-0.6" width="1.2" height="8" class="ground"/></svg>'
    ).format(0 if weight > 0 else -wide, wide, "for" if weight > 0 else "against")
