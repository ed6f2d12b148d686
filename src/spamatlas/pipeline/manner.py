"""How messages are judged for who asks."""

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from spamatlas.locale import Language  # workers say nothing in any, and start quicker without


class Manner(Struct, frozen=True):
    """``careful`` has a message read for its meaning too; reasons are said in ``language`` beside English."""

    careful: bool = False
    language: "Language | None" = None

    @property
    def translates(self) -> bool:
        """Whether there is anything to say that does not stand there in English anyway."""
        return self.language is not None and not self.language.is_first
