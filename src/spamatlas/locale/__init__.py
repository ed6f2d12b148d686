"""The languages that people read us in: message catalogues (``<language>/*.po``) and CLDR names and formats."""

from spamatlas.locale.language import Language
from spamatlas.locale.shelf import TranslationState, best, languages, of_environment, states

__all__ = ["Language", "TranslationState", "best", "languages", "marked", "of_environment", "states"]


def marked(message_id: str) -> str:
    """The same English text; imported as ``_`` it marks a text for the catalogues."""
    return message_id
