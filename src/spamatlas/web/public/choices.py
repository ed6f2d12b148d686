"""What a page's filters offer, in the reader's language."""

from spamatlas.locale import Language
from spamatlas.model import Category, Channel
from spamatlas.model.terms import term


def choices(language: Language, *, countries: bool = True) -> dict[str, list[tuple[str, str]]]:
    """Values and words of each filter, countries by their name."""
    named = sorted(language.countries().items(), key=lambda each: each[1])
    return {
        "channel": [(each.value, language.gettext(term(each).name)) for each in Channel],
        "category": [(each.value, language.gettext(term(each).name)) for each in Category],
        "country": named if countries else [],
    }
