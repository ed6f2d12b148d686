"""Numbers as they are dialled at home, in the form that everybody can compare."""

import pytest

from spamatlas.campaign.dialled import completed, forms_of
from spamatlas.model import Channel, Message, Party, PartyKind


@pytest.mark.parametrize(
    ("number", "code", "expected"),
    [
        ("07700900411", "44", "+447700900411"),
        ("2025550147", "1", "+12025550147"),
        ("12025550147", "1", "+12025550147"),
        ("447700900411", "44", "+447700900411"),
        ("00447700900411", "", "+447700900411"),
        ("0612345678", "39", "+390612345678"),
        ("0900000034", "", "0900000034"),
        ("5550147", "1", "5550147"),
        ("4455667", "44", "4455667"),
        ("0044", "", "0044"),
    ],
)
def test_a_number_gets_the_country_of_those_who_talk(number: str, code: str, expected: str) -> None:
    assert completed(number, code) == expected


def test_the_country_is_that_of_who_was_called_and_else_likely_the_callers() -> None:
    def forms(*called: str, caller: str = "") -> set[str]:
        parties = [Party(PartyKind.PHONE, value) for value in called]
        sender = Party(PartyKind.PHONE, caller) if caller else None
        message = Message(submission_id="", channel=Channel.VOICE, recipients=tuple(parties), sender=sender)
        return forms_of("07700900411", message)

    assert forms("+447700900101", caller="+12025550147") == {"+447700900411"}
    assert forms("61234", "+35320910000") == {"+3537700900411"}
    assert forms(caller="+447700900101") == {"07700900411", "+447700900411"}
    assert forms() == forms(caller="7726") == forms(caller="+") == {"07700900411"}
