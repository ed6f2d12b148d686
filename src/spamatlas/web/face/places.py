"""Places of the route graph in words."""

from spamatlas.locale import Language
from spamatlas.model import WaypointKind
from spamatlas.model.terms import term
from spamatlas.web.inert import plain

LONGEST = 60


def place_words(kind: str, name: str, country: str, language: Language) -> str:
    """A place by its name: of a country as the language calls it, of a network with AS before its number."""
    if kind == WaypointKind.COUNTRY:
        return language.country(name)
    said = plain(f"AS{name}" if kind == WaypointKind.NETWORK else name, LONGEST)
    return f"{said} ({language.country(country)})" if country else said


def way_words(source: str, destination: str, language: Language) -> str:
    """From one place to another, in the direction of reading, whatever script the names are in.

    Where it is mirrored each name is isolated (UAX #9): else the plus of a number would go to its other end.
    """
    if not language.is_mirrored:
        return f"{source} → {destination}"
    return f"\u200f\u2068{source}\u2069 ←\u200f \u2068{destination}\u2069"


def kind_words(kind: str, language: Language) -> str:
    """What sort of place it is."""
    return language.gettext(term(WaypointKind(kind)).name)


def place_key(kind: str, name: str) -> str:
    """What a place is asked for by: ``kind:name``, of a network by its number alone."""
    return f"{kind}:{name.partition(' ')[0] if kind == WaypointKind.NETWORK else name}"
