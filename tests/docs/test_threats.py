"""Each threat to signing in names a test that there is."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [line.split("\t") for line in (ROOT / "docs" / "sign_in_threats.tsv").read_text("utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("threat", "test"), ROWS)
def test_a_threat_is_held_by_a_test_that_there_is(threat: str, test: str) -> None:
    path, _, name = test.partition("::")
    assert f"\ndef {name}(" in (ROOT / path).read_text("utf-8"), threat
