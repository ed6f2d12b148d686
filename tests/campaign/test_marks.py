import pytest

from spamatlas.campaign import sign
from spamatlas.campaign.marks import MOST_PAIRS, marks
from spamatlas.model import MARK, Authentication, Channel, Message, Party, PartyKind

ORIEL = "Whoever breaks the chain loses his work, and everybody who kept it thanked Saint Oriel for ever"
LANDLORD = "Could you pay 985 for me, the landlord Mr Hawthorn of Brightwell Homes waits until Monday at 0:47"


def kinds(text: str, sender: Party | None, channel: Channel = Channel.SMS, **facts: object) -> list[str]:
    message = Message(submission_id="m", channel=channel, text=text, sender=sender, **facts)  # type: ignore[arg-type]
    return [mark[1:].partition(":")[0] for mark in marks(message, is_anchored=False)]


NUMBER = Party(PartyKind.PHONE, "+12025550142")
MAIL = Party(PartyKind.EMAIL, "luck@letters-of-fortune.example")


def test_a_mark_tells_neither_a_name_nor_a_number() -> None:
    anchors = sign([Message(submission_id="m", channel=Channel.SMS, text=LANDLORD, sender=NUMBER)])[0].anchors
    assert len(anchors) > 2
    assert all(anchor[0] == MARK and len(anchor.partition(":")[2]) == 16 for anchor in anchors)
    assert list(anchors) == sorted(anchors)


def test_pairs_only_where_nothing_else_tells_whose_message_it_is() -> None:
    message = Message(submission_id="m", channel=Channel.SMS, text=LANDLORD, sender=NUMBER)
    assert {mark.partition(":")[0] for mark in marks(message, is_anchored=True)} == {"~block"}
    assert set(kinds(LANDLORD, NUMBER)) == {"block", "near_names", "block_figure"}


@pytest.mark.parametrize("sum_", ["500", "1,000", "2026", "12", "10:30", "1.45"])
def test_round_sums_years_and_times_are_everybodys(sum_: str) -> None:
    assert "block_figure" not in kinds(f"we meet for {sum_} at the usual place", NUMBER)


@pytest.mark.parametrize("sum_", ["$1,240", "980", "412,70 \u20ac", "70055"])
def test_other_sums_and_codes_are_marks(sum_: str) -> None:
    assert "block_figure" in kinds(f"we wait for {sum_} at the usual place", NUMBER)


def test_a_domain_that_failed_its_check_is_nobodys_and_one_that_passed_another_than_one_that_was_not_asked() -> None:
    def checked(result: str) -> list[str]:
        shown = (Authentication("mx.example", "dmarc", result),) if result else ()
        message = Message(submission_id="m", channel=Channel.EMAIL, text=ORIEL, sender=MAIL, authentication=shown)
        return [mark for mark in marks(message, is_anchored=False) if mark.startswith("~sender_name:")]

    assert not checked("fail")
    assert checked("pass")
    assert not set(checked("pass")) & set(checked(""))


def test_who_names_everybody_names_nobody() -> None:
    text = "met " + ", ".join(f"Mr Person{chr(97 + n)} Family{chr(97 + n)}" for n in range(20))
    assert set(kinds(text, NUMBER)) == {"block"}
    assert len(kinds(LANDLORD * 9, NUMBER)) <= MOST_PAIRS + 1


def test_a_sender_that_is_no_number_and_no_domain_has_no_marks() -> None:
    assert kinds(LANDLORD, Party(PartyKind.ALPHANUMERIC, "QUILLPOST")) == []
    assert kinds(LANDLORD, None) == []


def test_what_a_mailing_list_passed_on_has_no_marks() -> None:
    assert kinds(ORIEL, MAIL, Channel.EMAIL)
    assert kinds(ORIEL, MAIL, Channel.EMAIL, headers=(("List-Id", "<talk.a.test>"),)) == []
