from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.judge.case_file import cases

from spamatlas.judge import Detector, all_detectors
from spamatlas.judge.findings import findings
from spamatlas.model import Channel, Message, Origin, Party, PartyKind

FOLDER = Path(__file__).parent / "cases"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.case")), ids=lambda path: path.stem)
def test_a_case_gives_the_findings_expected(path: Path) -> None:
    for number, (expected, message, origin) in enumerate(cases(path), 1):
        found = {detector.name for detector, _ in findings([message], [origin])[0]}
        assert found == expected, f"case {number} of {path.name}"


def test_every_detector_has_a_case_that_it_finds_and_one_that_it_leaves() -> None:
    for name in all_detectors():
        path = FOLDER / f"{name.replace('-', '_')}.case"
        assert {name in expected for expected, _, _ in cases(path)} == {True, False}, name


@pytest.mark.parametrize("detector", all_detectors().values(), ids=lambda detector: detector.name)
def test_the_places_in_a_reason_are_filled(detector: Detector) -> None:
    for expected, message, origin in cases(FOLDER / f"{detector.name.replace('-', '_')}.case"):
        if detector.name in expected:
            for finding in detector.judge(message, origin):
                assert "{" not in detector.reason.format(**finding.facts)
                assert finding.strength > 0


@given(st.text(max_size=400), st.sampled_from(Channel))
def test_any_text_is_read(text: str, channel: Channel) -> None:
    message = Message(
        submission_id="any",
        channel=channel,
        text=text,
        subject=text[:30],
        sender=Party(PartyKind.EMAIL, "a@example.org", text[:20]),
    )
    findings([message], [Origin()])


@pytest.mark.parametrize(
    ("hidden", "seen", "strength"), [(26, 40, 1.0), (60, 10, 1.0), (80, 40, 2.0), (400, 25, 5.0), (4_000, 3, 5.0)]
)
def test_hidden_text_is_the_stronger_the_more_is_hidden_for_each_word_seen(
    hidden: int, seen: int, strength: float
) -> None:
    message = Message(submission_id="x", channel=Channel.EMAIL, text="seen " * seen, hidden_text="word " * hidden)
    found = {detector.name: finding.strength for detector, finding in findings([message], [Origin()])[0]}
    assert found["hidden-text"] == pytest.approx(strength)
