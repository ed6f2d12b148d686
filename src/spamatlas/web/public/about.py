from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from litestar import Request, Response, get

from spamatlas.locale import Language, languages
from spamatlas.locale.language import FIRST
from spamatlas.model import CallToAction, Category, Channel, Known, Lure, MeasuringPoint, RouteClass, Ruling
from spamatlas.model.terms import Term, term
from spamatlas.statistics import catalogue
from spamatlas.web.face.sheet import page
from spamatlas.web.office import language_of, office


@get("/about", include_in_schema=False)
async def about_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """How it is counted, judged and held back, what every word means, and how to cite it."""
    language = language_of(request)
    return page(
        request,
        "about.html",
        vocabularies=_vocabularies(language),
        statistics=list(catalogue().values()),
        tongues=[(code, each, translation(each)) for code, each in languages().items()],
        first=FIRST,
        few=office(request).node.settings.min_reporters,
        today=datetime.now(UTC).date(),
    )


def _vocabularies(language: Language) -> list[tuple[str, str, list[tuple[str, Term]]]]:
    """Each closed vocabulary: its anchor, its name and its values with their terms."""
    named: list[tuple[str, str, Sequence[StrEnum]]] = [
        ("channels", language.gettext("Channels"), list(Channel)),
        ("categories", language.gettext("Kinds"), list(Category)),
        ("rulings", language.gettext("Rulings"), list(Ruling)),
        ("evidence", language.gettext("Evidence"), list(Known)),
        ("lures", language.gettext("Stories"), list(Lure)),
        ("calls", language.gettext("What a message wants"), list(CallToAction)),
        ("route-classes", language.gettext("Classes of routes"), list(RouteClass)),
        ("points", language.gettext("Measuring points"), list(MeasuringPoint)),
    ]
    return [(anchor, name, [(str(value), term(value)) for value in values]) for anchor, name, values in named]


def translation(language: Language) -> tuple[int, int] | None:
    """How many messages of a language are translated, and how many of those a person has read; None where not kept."""
    words = getattr(language, "words", None)
    counts = getattr(words, "translated", None), getattr(words, "reviewed", None)
    return (counts[0], counts[1]) if isinstance(counts[0], int) and isinstance(counts[1], int) else None
