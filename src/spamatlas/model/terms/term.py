"""How a value of a closed vocabulary is said."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct


class Term(Struct, frozen=True):
    """A value in words: its short name, and one sentence that tells it from its neighbours."""

    name: str
    definition: str


Terms = Mapping[type[StrEnum], Mapping[Any, Term]]
"""The words for every value of some vocabularies."""


def _(message_id: str) -> str:
    """Mark an English text for the catalogues (Babel finds calls of ``_``)."""
    return message_id
