"""Each linkage beside what must stay apart, and in both orders."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from spamatlas.campaign import Ledger, linkages, sign
from spamatlas.campaign.linkage import Linkage
from spamatlas.model import Channel, Message, Party, PartyKind
from spamatlas.parse.links import links_in
from spamatlas.parse.numbers import numbers_in
from spamatlas.plugins import pieces

CASES = [
    [line for line in block.strip().splitlines() if not line.startswith("#")]
    for block in (Path(__file__).parent / "cases" / "linkages.case").read_text("utf-8").split("---\n")
]
BY_OTHER_TESTS = {"fingerprint", "near_copy", "shared_link", "shared_file"}


def message(name: str, line: str) -> Message:
    """``channel sender | text`` as a message; behind the sender may stand when it was sent and its account was made."""
    head, _, text = line.partition(" | ")
    channel, sender, *times = head.split(" ")
    sent, made = (*times, "", "")[:2]
    return Message(
        submission_id=name,
        channel=Channel(channel),
        text=text,
        sender=Party(kind_of(sender), sender),
        sent_at=datetime.fromisoformat(sent).replace(tzinfo=UTC) if sent else None,
        headers=(("account-created", made),) if made else (),
        links=links_in(text),
        numbers=numbers_in(text),
    )


def kind_of(sender: str) -> PartyKind:
    if sender.startswith("+"):
        return PartyKind.PHONE
    if sender.isdigit():
        return PartyKind.SHORT_CODE
    if sender.startswith("@"):
        return PartyKind.HANDLE
    return PartyKind.EMAIL if "@" in sender else PartyKind.ALPHANUMERIC


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
@pytest.mark.parametrize("turned", [False, True], ids=["", "turned"])
def test_two_messages_are_one_campaign_by_this_alone(case: list[str], turned: bool) -> None:
    said, *lines = case
    ledger = Ledger()
    found = [
        ledger.assign(each.submission_id, sign([each])[0], channel=each.channel)
        for each in (message(str(place), line) for place, line in enumerate(lines[::-1] if turned else lines))
    ]
    by = said.partition(":")[0]
    assert [why.linkage for why in found[1].likenesses] == ([] if by == "apart" else [by])
    assert (found[0].campaign == found[1].campaign) == (by != "apart")


def test_every_linkage_has_a_case() -> None:
    assert {case[0].partition(":")[0] for case in CASES} - {"apart"} == set(pieces(linkages, Linkage)) - BY_OTHER_TESTS
