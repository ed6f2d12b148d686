"""Whom the writer met before, what that says, and what one reporter can make it say."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from spamatlas.judge import of_sender, with_standing
from spamatlas.model import Appearance, Channel, Opinion, PartyKind, Signature, Standing
from spamatlas.pipeline import acquaintance
from spamatlas.pipeline.acquaintance import ENOUGH, MOST_DISTINCT, Acquaintances, Distinct, Meeting
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.opening import opened
from spamatlas.settings import Settings

DAY = 86_400.0


def meeting(
    shown: Appearance, channel: Channel = Channel.SMS, at: float = 0.0, reporter: str = "r", **more: object
) -> Meeting:
    return Meeting(shown, more.pop("signature", Signature(0)), channel, at, reporter, **more)  # type: ignore[arg-type]


def of(standings: Sequence[Standing], kind: str) -> Standing:
    (found,) = [each for each in standings if each.kind == kind]
    return found


def reasons(standings: Sequence[Standing], channel: Channel = Channel.SMS) -> set[str]:
    return {reason.code for reason in with_standing(Opinion(spam=0.5, channel=channel), standings).reasons}


def test_a_reporter_who_files_a_thousand_made_up_messages_makes_no_sender_bad() -> None:
    known, victim = Acquaintances(), Appearance(sender=7, domain=8, caller=7)
    for number in range(1000):
        known.add(meeting(victim, at=number, reporter="poisoner"), "spam")
    asked = meeting(victim, at=2000, reporter="somebody else")
    assert of(known.look_up(asked), "sender").accusers == 1
    assert reasons(known.look_up(asked)) == set()
    known.add(meeting(victim, reporter="a friend"), "spam")
    assert reasons(known.look_up(asked)) == set()
    known.add(meeting(victim, reporter="a third"), "spam")
    assert reasons(known.look_up(asked)) == {"reported-sender"}


def test_a_reporter_clears_no_sender_alone() -> None:
    known, spammer = Acquaintances(), Appearance(sender=7)
    for number in range(1000):
        known.add(meeting(spammer, at=number * DAY, reporter="poisoner"), "ham")
    assert reasons(known.look_up(meeting(spammer, at=1000 * DAY, reporter="x"))) == set()


LEADS = Signature(0, anchors=("number:+447911888777",))


def test_a_member_of_what_several_peoples_spam_led_to_gets_a_reason_whoever_sends_it() -> None:
    known = Acquaintances()
    asked = meeting(Appearance(sender=99), signature=LEADS)
    for number in range(1000):
        known.add(meeting(Appearance(sender=number), signature=LEADS, reporter="poisoner"), "spam")
    known.add(meeting(Appearance(sender=1), signature=LEADS, reporter="a friend"), "spam")
    assert reasons(known.look_up(asked)) == set(), "two people are not several"
    known.add(meeting(Appearance(sender=2), signature=LEADS, reporter="a third"), "spam")
    assert reasons(known.look_up(asked)) == {"reported-anchor"}
    known.add(meeting(Appearance(sender=3), signature=LEADS, reporter="a customer"), "ham")
    assert reasons(known.look_up(asked)) == set(), "wanted messages lead there too"


@pytest.mark.parametrize(
    "anchor", ["number:159", "number:+4915", "domain:google.com", "domain:evri.com", "domains:a.test+b.test", "~page:x"]
)
def test_what_is_a_services_or_a_known_names_own_is_held_against_nobody(anchor: str) -> None:
    known, signature = Acquaintances(), Signature(0, anchors=(anchor,))
    for number in range(9):
        known.add(meeting(Appearance(), signature=signature, reporter=f"r{number}"), "spam")
    assert known.look_up(meeting(Appearance(), signature=signature)) == ()


def test_where_messages_led_is_forgotten_with_an_erased_one() -> None:
    known = Acquaintances()
    for number in range(3):
        known.add(meeting(Appearance(), signature=LEADS, reporter=f"r{number}"), "spam")
    known.forget([meeting(Appearance(), signature=LEADS, reporter="r0")])
    assert known.look_up(meeting(Appearance(), signature=LEADS)) == ()


def test_made_up_records_speak_of_their_reporters_own_calls_alone() -> None:
    known = Acquaintances()
    for number in range(100):
        shown = Appearance(caller=7, sender=7, recipients=(1000 + number,), outcome="rang_once", is_mobile=True)
        known.add(meeting(shown, Channel.VOICE, number * 60, "poisoner"), "")
    shown = Appearance(caller=7, sender=7, recipients=(1,), is_mobile=True)
    own = known.look_up(meeting(shown, Channel.VOICE, 6000, "poisoner"))
    assert reasons(own, Channel.VOICE) == {"one-ring-series", "sim-box"}
    assert reasons(known.look_up(meeting(shown, Channel.VOICE, 6000, "operator")), Channel.VOICE) == set()
    assert reasons(known.look_up(meeting(shown, Channel.VOICE, 6000, "")), Channel.VOICE) == set()


def calls(known: Acquaintances, gaps: Iterator[float], answers: bool) -> Standing:
    at = 0.0
    for number in range(40):
        at += next(gaps)
        shown = Appearance(caller=7, sender=7, cell=1 + number % 2, recipients=(100 + number,), is_mobile=True)
        known.add(meeting(shown, Channel.VOICE, at))
        if answers:
            back = Appearance(caller=100 + number, sender=100 + number, recipients=(7,))
            known.add(meeting(back, Channel.VOICE, at + 1))
    return of(known.look_up(meeting(shown, Channel.VOICE, at)), "caller")


def test_how_a_caller_behaves_is_counted() -> None:
    chance = random.Random(3)
    even = calls(Acquaintances(), iter(lambda: 60.0, None), answers=False)
    busy = calls(Acquaintances(), iter(lambda: chance.expovariate(1 / 60), None), answers=True)
    assert (even.messages, even.recipients, even.received, even.cells) == (40, 40, 0, 2)
    assert even.gap_spread == pytest.approx(0.0, abs=1e-6)
    assert busy.received == 40
    assert busy.gap_spread is not None
    assert busy.gap_spread > 0.6


def test_devices_signers_and_ways_are_counted() -> None:
    known = Acquaintances()
    for number in range(30):
        shown = Appearance(caller=number + 1, sender=number + 1, device=5, signer=6)
        known.add(meeting(shown, Channel.VOICE, number))
    found = known.look_up(meeting(Appearance(caller=99, device=5, signer=6), Channel.VOICE, 40))
    assert [of(found, kind).senders for kind in ("device", "signer")] == [30, 30]
    assert reasons(found, Channel.VOICE) == {"shared-device", "signer-of-many"}
    assert reasons(found, Channel.SMS) == {"shared-device"}
    for number in range(6):
        known.add(meeting(Appearance(caller=3, sender=3, network=1), at=number))
    assert reasons(known.look_up(meeting(Appearance(caller=3, network=1), at=9))) == set()
    assert reasons(known.look_up(meeting(Appearance(caller=3, network=2), at=9))) == {"moved-name"}


def posts(accounts: int, minutes: float, anchors: tuple[str, ...] = (), fingerprint: int = 0) -> set[str]:
    known, signature = Acquaintances(), Signature(fingerprint, b"", anchors)
    for number in range(accounts):
        known.add(meeting(Appearance(sender=number + 1), Channel.SOCIAL, number * minutes * 60, signature=signature))
    asked = meeting(Appearance(sender=99), Channel.SOCIAL, accounts * minutes * 60, signature=signature)
    return reasons(known.look_up(asked), Channel.SOCIAL)


def test_accounts_that_post_the_same_within_an_hour_act_together() -> None:
    assert posts(6, 5, fingerprint=9) == {"posting-in-step"}
    assert posts(6, 5, ("domain:shop.example",)) == {"posting-in-step"}
    assert posts(3, 5, fingerprint=9) == set(), "three people may agree"
    assert posts(6, 30, fingerprint=9) == set(), "news spreads in hours"
    assert posts(6, 5) == set(), "different words, nothing shared"


def test_one_account_that_repeats_itself_is_no_company() -> None:
    known, signature = Acquaintances(), Signature(9)
    for number in range(50):
        known.add(meeting(Appearance(sender=1), Channel.SOCIAL, number, signature=signature))
    asked = meeting(Appearance(sender=1), Channel.SOCIAL, 60, signature=signature)
    assert reasons(known.look_up(asked), Channel.SOCIAL) == set()


def test_a_first_contact_says_something_only_where_much_was_seen() -> None:
    known, stranger = Acquaintances(), meeting(Appearance(sender=999_999), reporter="")
    assert known.look_up(stranger) == ()
    for number in range(ENOUGH):
        known.add(meeting(Appearance(sender=number + 1)))
    assert known.look_up(stranger) == (Standing(kind="sender"),)
    assert of(known.look_up(meeting(Appearance(sender=5))), "sender").messages == 1


def test_asking_changes_nothing() -> None:
    known = Acquaintances()
    known.add(meeting(Appearance(sender=1, caller=1)))
    first = known.look_up(meeting(Appearance(sender=1, caller=1)))
    assert known.look_up(meeting(Appearance(sender=1, caller=1))) == first


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acquaintance, "SENDERS", 50)
    known = Acquaintances()
    for number in range(500):
        shown = Appearance(sender=number + 1, caller=number + 1, recipients=(number + 5000,), device=number + 9000)
        known.add(meeting(shown, Channel.VOICE, number, recipients=(f"p{number}",)))
        known.add(meeting(Appearance(sender=1, caller=1), at=number))
    assert len(known._reputations) == len(known._records) == 50
    assert of(known.look_up(meeting(Appearance(sender=1))), "sender").messages > 400, "who comes again is kept"
    many = Distinct()
    for number in range(1, 1000):
        many.add(number)
        many.add(number)
        many.add(0)
    assert len(many) == MOST_DISTINCT


LINE = {"channel": "sms", "sender": "+447700900123", "recipient": "+447700900124"}
SPAM = "URGENT! You have won a prize of 1000 pounds. To claim it call 09061701461 or click http://prize.example/{n}"


def file(node: Answers, numbers: range, text: str = SPAM) -> None:
    each = (LINE | {"id": str(n), "text": text.format(n=n), "reporter": f"person-{n}"} for n in numbers)
    found = node.read(b"\n".join(map(msgspec.json.encode, each)), "application/x-ndjson", "r", None)
    node.accept([one for one in found if hasattr(one, "body")])  # type: ignore[misc]
    node.drain()


def told(node: Answers, public: bool = False) -> set[str]:
    line = msgspec.json.encode(LINE | {"id": "asked", "text": "Are you at home this evening?"})
    (found,) = node.judge(line, "application/x-ndjson", None, public=public)
    return {reason["code"] for reason in found["reasons"]}


def test_a_node_knows_its_senders_and_knows_them_again_after_a_restart(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, workers=1)
    with opened(settings) as node:
        assert "reported-sender" not in told(node)
        file(node, range(2))
        assert "reported-sender" not in told(node)
        file(node, range(2, 9))
        assert "reported-sender" in told(node) & told(node, public=True)
    with opened(settings) as node:
        assert "reported-sender" in told(node)


def test_what_is_known_of_a_sender_goes_with_an_erased_report_and_other_reports_count_anew(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, workers=1)
    with opened(settings) as node:
        file(node, range(8))
        assert "reported-sender" in told(node)
        ids = [row["id"] for row in node.node.store.query("SELECT toString(id) AS id FROM report ORDER BY sequence")]
        node.erase(ids[2:])
        (left,) = known(node)
        assert (left.messages, left.reporters, left.accusers) == (2, 2, 2)
        assert "reported-sender" not in told(node)
    with opened(settings) as node:
        (after,) = known(node)
        assert msgspec.structs.replace(after, age_seconds=0.0) == msgspec.structs.replace(left, age_seconds=0.0)
        node.erase(ids[:2])
        assert known(node) == ()
    with opened(settings) as node:
        assert known(node) == ()


def known(node: Answers) -> tuple[Standing, ...]:
    shown = of_sender(PartyKind.PHONE, LINE["sender"], "")
    return node.node.look_up([(Signature(0), Channel.SMS, shown)])[0][2]


def test_records_by_reporter_go_with_a_report_that_they_count_and_others_stay() -> None:
    known, second = Acquaintances(), Appearance(sender=8, caller=8, recipients=(4,))
    first = Appearance(sender=7, domain=9, caller=7, recipients=(1,), device=5, signer=6)
    known.add(meeting(first, Channel.VOICE, 100.0), "spam")
    known.add(meeting(second, Channel.VOICE, 100.0), "spam")
    gone = known.forget([meeting(first, Channel.VOICE, 100.0)])
    assert gone == {7, 9}
    assert known.look_up(meeting(first, Channel.VOICE, 200.0)) == ()
    assert {each.kind for each in known.look_up(meeting(second, Channel.VOICE, 200.0))} == {"sender", "caller"}
    known.recount(meeting(first, Channel.VOICE, 50.0), "ham", {9})
    assert [(each.kind, each.clearers) for each in known.look_up(meeting(first, Channel.VOICE, 200.0))] == [
        ("domain", 1)
    ]
    old = meeting(second, Channel.VOICE, 100.0 - 8 * DAY)
    known.forget([old])
    assert [each.kind for each in known.look_up(meeting(second, Channel.VOICE, 200.0))] == ["caller"], "no part of it"


def test_a_signed_caller_and_who_borrows_the_number_are_told_apart_after_a_restart(tmp_path: Path) -> None:
    settings, number = Settings(data=tmp_path, workers=1), "+12025550142"
    line = {"channel": "voice", "sender": number, "recipient": "+12025550101", "text": SPAM, "answered": True}
    lines = [line | {"id": str(n), "reporter": f"p{n}", "attestation": "A" if n < 2 else "C"} for n in range(5)]
    with opened(settings) as node:
        found = node.read(b"\n".join(map(msgspec.json.encode, lines)), "application/x-ndjson", "r", None)
        node.accept([one for one in found if hasattr(one, "body")])  # type: ignore[misc]
        node.drain()
    shown = [of_sender(PartyKind.PHONE, number, "", is_signed) for is_signed in (True, False)]
    with opened(settings) as node:
        looked = node.node.look_up([(Signature(0), Channel.VOICE, each) for each in shown])
        assert [of(each[2], "sender").messages for each in looked] == [2, 3]
        ids = [row["id"] for row in node.node.store.query("SELECT toString(id) AS id FROM report ORDER BY sequence")]
        node.erase(ids[:1])
        looked = node.node.look_up([(Signature(0), Channel.VOICE, each) for each in shown])
        assert [of(each[2], "sender").messages for each in looked] == [1, 3]


def call(number: int, called: int) -> str:
    at = f"2026-11-02T10:{number:02}:00Z"
    return f"+447911123456,+4420794601{called:02},{at},20,30,ANSWERED,262-1-4711,35209900176148{number % 10}\n"


def test_a_table_of_calls_shows_a_gateway_of_cards(tmp_path: Path) -> None:
    head = "calling_number,called_number,start_time,ring_seconds,talk_seconds,disposition,cell,imei\n"
    table = head + "".join(call(number, number) for number in range(50))
    with opened(Settings(data=tmp_path, workers=1, home_country="GB")) as node:
        node.accept(
            [
                one
                for one in node.read(table.encode(), "application/octet-stream", "operator", None)
                if hasattr(one, "body")
            ]
        )  # type: ignore[misc]
        node.drain()
        rows = node.node.store.query("SELECT sequence, verdict FROM judgement ORDER BY sequence")
    marked = ['"sim-box"' in row["verdict"] for row in rows]
    assert len(rows) == 50
    assert not any(marked[:30]), "not before there is something to see"
    assert all(marked[40:])
