"""That no process remembers how people's names were written once they are erased."""

from spamatlas.intake.reporter import pseudonym
from spamatlas.judge import all_habits
from spamatlas.parse.party import party_from
from spamatlas.pipeline.spellings import forget_spellings


def test_what_was_read_is_forgotten_and_what_is_shipped_stays() -> None:
    pseudonym(b"k" * 32, "ann@example.org")
    party_from("ann@example.org")
    all_habits()
    forget_spellings()
    assert pseudonym.cache_info().currsize == party_from.cache_info().currsize == 0
    assert all_habits.cache_info().currsize == 1
