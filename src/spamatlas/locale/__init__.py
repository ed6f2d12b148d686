"""The languages that people read us in: message catalogues (``<language>/*.po``) and CLDR names and formats."""

from spamatlas.locale.language import Language
from spamatlas.locale.shelf import best, languages

__all__ = ["Language", "best", "languages"]
