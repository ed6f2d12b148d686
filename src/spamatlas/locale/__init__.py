"""The languages that people read us in: message catalogues (``<language>/*.po``) and CLDR names and formats."""

from spamatlas.locale.language import Language
from spamatlas.locale.shelf import TranslationState, best, languages, states

__all__ = ["Language", "TranslationState", "best", "languages", "states"]
