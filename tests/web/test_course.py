"""The life of a campaign in a sentence, in every language."""

from datetime import date
from typing import Any

import pytest

from spamatlas.locale import languages
from spamatlas.model import Phase
from spamatlas.web.face.course import course

FIRST = {"first": date(2026, 11, 3), "last": date(2026, 11, 14), "reports": 900, "peak": date(2026, 11, 12),
         "peak_reports": 214}  # fmt: skip
SECOND = {"first": date(2026, 12, 1), "last": date(2026, 12, 2), "reports": 3, "peak": date(2026, 12, 1),
          "peak_reports": 2}  # fmt: skip


def lived(phase: str, *stretches: dict[str, Any], quiet: date | None = None) -> dict[str, Any]:
    return {"phase": phase, "stretches": list(stretches), "week": 12, "week_before": 40, "quiet_since": quiet}


def test_when_it_began_peaked_and_fell_quiet() -> None:
    said = course(lived("quiet", FIRST, quiet=date(2026, 11, 15)), languages()["en"])
    assert said == "Began Nov 3, 2026, peaked Nov 12, 2026 (214 reports that day), quiet since Nov 15, 2026."


def test_from_when_it_was_quiet_and_when_it_came_back() -> None:
    said = course(lived("returned", FIRST, SECOND), languages()["en"])
    assert "was quiet from Nov 15, 2026 and came back Dec 1, 2026. Highest day, Nov 12, 2026: 214 reports." in said


def test_dates_that_came_as_texts_are_read() -> None:
    plain = lived("quiet", {name: str(value) for name, value in FIRST.items()} | {"reports": 900, "peak_reports": 214})
    assert course(plain | {"quiet_since": "2026-11-15"}, languages()["en"]).endswith("quiet since Nov 15, 2026.")


@pytest.mark.parametrize("code", sorted(languages()))
@pytest.mark.parametrize("phase", Phase)
def test_every_phase_has_its_sentence_in_every_language(phase: Phase, code: str) -> None:
    language = languages()[code]
    said = course(lived(phase, FIRST, SECOND, quiet=date(2026, 12, 3)), language)
    assert "{" not in said
    assert language.day(FIRST["first"]) in said
    if phase in (Phase.GROWING, Phase.FADING, Phase.STEADY):
        assert "12" in said
        assert "40" in said
