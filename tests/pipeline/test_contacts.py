"""Who wrote to whom before, what that says of a message, and what nobody can make it say."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest

from spamatlas.judge import Profile, appearance, for_anybody, with_contact
from spamatlas.model import (
    Appearance,
    Call,
    Channel,
    Known,
    Message,
    Opinion,
    Origin,
    Party,
    PartyKind,
    PriorContact,
    Signature,
    Standing,
    Submission,
    Verdict,
    submission_id,
)
from spamatlas.pipeline import backup
from spamatlas.pipeline.acquaintance import Meeting
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.contacts import Contacts
from spamatlas.pipeline.contacts_file import ContactsFile
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.retention import Retention
from spamatlas.pipeline.samples import remove_samples
from spamatlas.pipeline.snapshot import take
from spamatlas.settings import Settings

OURS, THEIRS, STRANGER = "ana@home.example", "ben@work.example", "eve@far.example"


def mail(sender: str, to: str, vouched: str | None = None, **fields: str) -> Appearance:
    message = Message(
        submission_id="x",
        channel=Channel.EMAIL,
        sender=Party(PartyKind.EMAIL, sender),
        recipients=(Party(PartyKind.EMAIL, to),),
        headers=tuple((name.replace("_", "-"), value) for name, value in fields.items()),
    )
    return appearance(message, Origin(authenticated_domain=sender.rpartition("@")[2] if vouched is None else vouched))


def met(shown: Appearance, reporter: str = "r", channel: Channel = Channel.EMAIL, report: str = "") -> Meeting:
    return Meeting(shown, Signature(0), channel, 0.0, reporter, report=report)


WRITTEN = mail(OURS, THEIRS.upper(), Message_ID="<1@home.example>")
ANSWER: dict[str, Any] = {"In_Reply_To": "<1@home.example>", "Message_ID": "<2@work.example>"}


def known(*meetings: tuple[Meeting, str]) -> Contacts:
    contacts = Contacts()
    for meeting, label in meetings:
        contacts.add(meeting, label)
    return contacts


def test_an_answer_to_a_message_of_the_recipients_own_is_one_and_a_mere_field_is_none() -> None:
    contacts = known((met(WRITTEN), ""))
    assert contacts.look_up(met(mail(THEIRS, OURS, **ANSWER))) == PriorContact(answers_own=True, was_written_to=True)
    in_thread = {"References": "<0@x.example> <1@home.example>"}
    assert contacts.look_up(met(mail(THEIRS, OURS, **in_thread))) == PriorContact(answers_own=True, was_written_to=True)
    assert contacts.look_up(met(mail(STRANGER, OURS, In_Reply_To="<9@home.example>"))) is None
    assert contacts.look_up(met(mail(STRANGER, OURS))) is None
    assert contacts.look_up(met(mail(THEIRS, OURS))) == PriorContact(was_written_to=True)


def test_who_answers_their_own_message_answers_nobody() -> None:
    first = mail(STRANGER, OURS, Message_ID="<7@far.example>")
    second = mail(STRANGER, OURS, In_Reply_To="<7@far.example>")
    assert known((met(first), "")).look_up(met(second)) is None
    copied = Appearance(**{name: getattr(second, name) for name in second.__struct_fields__} | {
        "recipients": (*second.recipients, second.writer)})  # fmt: skip
    assert known((met(first), "")).look_up(met(copied)) is None


def test_a_borrowed_name_is_nobody_one_wrote_to_and_makes_nobody_a_writer() -> None:
    contacts = known((met(WRITTEN), ""))
    for vouched in ("", "far.example"):
        assert contacts.look_up(met(mail(THEIRS, OURS, vouched, **ANSWER))) is None
    forged = mail(OURS, STRANGER, "", Message_ID="<1@home.example>")
    assert known((met(forged), "ham")).look_up(met(mail(STRANGER, OURS, **ANSWER))) is None


def test_one_reporters_made_up_letters_say_nothing_to_another() -> None:
    contacts = known(*[(met(WRITTEN, "poisoner"), "ham")] * 100)
    assert contacts.look_up(met(mail(THEIRS, OURS, **ANSWER))) is None
    assert contacts.look_up(met(mail(THEIRS, OURS, **ANSWER), "")) is None
    assert contacts.look_up(met(mail(THEIRS, OURS, **ANSWER), "poisoner")) is not None


def test_what_an_erased_report_showed_is_known_no_more_and_what_another_showed_is() -> None:
    again = mail(OURS, THEIRS, Message_ID="<5@home.example>")
    contacts = known((met(WRITTEN, report="one"), "ham"), (met(again, report="two"), ""))
    contacts.forget(["one"])
    assert contacts.look_up(met(mail(THEIRS, OURS, **ANSWER))) == PriorContact(was_written_to=True)
    contacts.forget(["other", "two"])
    assert contacts.look_up(met(mail(THEIRS, OURS, **ANSWER))) is None
    assert len(contacts._ties) == len(contacts._letters) == 0


@pytest.mark.parametrize(("label", "expected"), [("ham", PriorContact(had_wanted=True)), ("", None), ("spam", None)])
def test_only_what_reads_like_wanted_mail_is_earlier_contact(label: str, expected: PriorContact | None) -> None:
    assert known((met(mail(THEIRS, OURS)), label)).look_up(met(mail(THEIRS, OURS))) == expected


def test_numbers_that_wrote_to_each_other_are_known_and_names_are_anybodys() -> None:
    def text(sender: Party, to: Party, **call: str) -> Meeting:
        spoken = Call(**call) if call else None  # type: ignore[arg-type]
        message = Message(submission_id="x", channel=Channel.SMS, sender=sender, recipients=(to,), call=spoken)
        return met(appearance(message, Origin()), channel=Channel.SMS)

    one, other = Party(PartyKind.PHONE, "+491"), Party(PartyKind.PHONE, "+492")
    contacts = known((text(one, other), ""))
    assert contacts.look_up(text(other, one)) == PriorContact(was_written_to=True)
    assert contacts.look_up(text(other, one, attestation="C")) is None
    bank = Party(PartyKind.ALPHANUMERIC, "BANK")
    assert known((text(bank, one), "ham")).look_up(text(bank, one)) is None


def sms(sender: Party, to: Party, text: str, at: float, reporter: str = "r") -> Meeting:
    message = Message(submission_id="x", channel=Channel.SMS, sender=sender, recipients=(to,), text=text)
    return Meeting(appearance(message, Origin()), Signature(0), Channel.SMS, at, reporter)


ME, SHOP, CODE = Party(PartyKind.PHONE, "+491"), Party(PartyKind.PHONE, "+492"), Party(PartyKind.SHORT_CODE, "36111")
OFFER = "Only today: 20 % off all shoes"


@pytest.mark.parametrize("label", ["", "ham", "spam"])
def test_an_opt_out_is_no_contact_and_what_comes_after_it_was_refused(label: str) -> None:
    contacts = known((sms(ME, SHOP, "STOP", 1_000.0), label))
    assert contacts.look_up(sms(SHOP, ME, OFFER, 90_000.0)) == PriorContact(opted_out=True)
    assert contacts.look_up(sms(SHOP, ME, OFFER, 90_000.0, "other")) is None
    assert contacts.look_up(sms(SHOP, ME, "You will get no more texts.", 1_200.0)) is None
    assert contacts.look_up(sms(SHOP, ME, OFFER, 1_000.0)) is None


def test_a_short_code_is_held_to_an_opt_out_though_nobody_vouches_for_it() -> None:
    contacts = known((sms(ME, CODE, "Arrêt", 1_000.0), ""))
    assert contacts.look_up(sms(CODE, ME, OFFER, 90_000.0)) == PriorContact(opted_out=True)
    contacts = known((sms(ME, CODE, "JOIN", 1_000.0), ""))
    assert contacts.look_up(sms(CODE, ME, OFFER, 90_000.0)) is None


def test_who_writes_again_is_a_contact_again() -> None:
    contacts = known((sms(ME, SHOP, "STOP", 1_000.0), ""), (sms(ME, SHOP, "Is my parcel there?", 2_000.0), ""))
    assert contacts.look_up(sms(SHOP, ME, "It is.", 90_000.0)) == PriorContact(was_written_to=True)


def test_one_word_between_people_who_talked_ends_the_contact_and_says_no_more() -> None:
    talk = [(sms(ME, SHOP, "Shall we meet at eight?", 500.0), "ham"), (sms(ME, SHOP, "Cancel", 1_000.0), "")]
    assert known(*talk).look_up(sms(SHOP, ME, "All right", 90_000.0)) is None
    again = (sms(ME, SHOP, "Stop!", 2_000.0), "")
    assert known(*talk, again).look_up(sms(SHOP, ME, "Please", 90_000.0)) == PriorContact(opted_out=True)


def test_an_answer_to_an_opt_out_by_mail_answers_nobody() -> None:
    def letter(text: str, **fields: str) -> Meeting:
        message = Message(
            submission_id="x",
            channel=Channel.EMAIL,
            sender=Party(PartyKind.EMAIL, OURS),
            recipients=(Party(PartyKind.EMAIL, THEIRS),),
            text=text,
            headers=tuple((name.replace("_", "-"), value) for name, value in fields.items()),
        )
        return Meeting(
            appearance(message, Origin(authenticated_domain="home.example")), Signature(0), Channel.EMAIL, 1.0, "r"
        )

    refusal = letter("unsubscribe\n\n> Only today", Message_ID="<1@home.example>")
    answer = met(mail(THEIRS, OURS, **ANSWER))
    late = Meeting(answer.shown, answer.signature, answer.channel, 90_000.0, "r")
    assert known((refusal, "ham")).look_up(late) == PriorContact(opted_out=True)
    talk = letter("unsubscribe is a word I cannot spell", Message_ID="<1@home.example>")
    assert known((talk, "ham")).look_up(late) == PriorContact(answers_own=True, was_written_to=True)


def test_what_is_kept_is_bounded_and_hashed_under_a_key_of_its_own() -> None:
    contacts = Contacts(most=10)
    for number in range(50):
        contacts.add(met(mail(OURS, f"p{number}@x.example", Message_ID=f"<{number}@h>")), "ham")
    assert len(contacts._ties) == len(contacts._letters) == 10
    other = known((met(WRITTEN), ""))
    assert not {*other._ties._kept} & {*known((met(WRITTEN), ""))._ties._kept}


def test_each_is_an_entry_of_the_evidence_with_its_words() -> None:
    new = (Standing(kind="sender"),)
    opinion = Opinion(spam=0.9)
    cases = [
        (PriorContact(answers_own=True, was_written_to=True), new, "answers-own", Known.NO),
        (PriorContact(was_written_to=True, had_wanted=True), new, "recipient-wrote", Known.NO),
        (PriorContact(had_wanted=True), (), "sender-wrote-before", Known.UNKNOWN),
        (PriorContact(had_wanted=True, opted_out=True), new, "opted-out", Known.YES),
        (None, new, "new-sender", Known.UNKNOWN),
    ]
    for contact, standings, code, value in cases:
        found = with_contact(opinion, standings, contact).unsolicited
        assert ([each.code for each in found.reasons], found.value) == ([code], value)
        assert found.reasons[0].text.endswith(".")
    assert with_contact(opinion, (Standing(kind="sender", messages=1),), None) is opinion


@pytest.mark.parametrize("value", ["", "<", ">" * 9, "<a> " * 100_000, "\x00\udcff<", ", ,<a>,"])
def test_strange_fields_are_nothing_to_know_a_message_by_or_little(value: str) -> None:
    shown = mail(THEIRS, OURS, Message_ID=value, In_Reply_To=value, References=value)
    assert len(shown.answers) <= 8
    assert known((met(shown), "ham")).look_up(met(shown)) is not None


def filed(sender: str, to: str, name: str, text: str, answers: str = "") -> Submission:
    host = sender.rpartition("@")[2]
    lines = [
        f"Received: from mx.{host} (mx.{host} [198.51.100.8]) by mx.home.example; Fri, 27 Nov 2026 10:00:00 +0000",
        f"Authentication-Results: mx.home.example; dkim=pass header.d={host}; dmarc=pass header.from={host}",
        f"From: {sender}",
        f"To: {to}",
        f"Message-ID: <{name}>",
        *([f"In-Reply-To: <{answers}>"] if answers else []),
        "Subject: Hello",
        "",
        text,
        "",
    ]
    body = "\r\n".join(lines).encode()
    return Submission(
        id=submission_id("r", name, body),
        media_type="message/rfc822",
        body=body,
        received_at=datetime.now(UTC),
        reporter="r",
    )


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with Node(Settings(data=tmp_path, workers=1)) as node:
        yield Answers(node)


def test_a_node_tells_an_answer_from_what_says_it_is_one_and_keeps_it_from_others(answers: Answers) -> None:
    prize = "Win cash now, claim your prize at https://far.example/ today"
    reports = [
        filed(OURS, THEIRS, "1@home.example", "Shall we have lunch on Friday?"),
        filed(THEIRS, OURS, "2@work.example", "Yes, at noon, gladly.", "1@home.example"),
        filed(STRANGER, OURS, "3@far.example", prize, "77@home.example"),
    ]
    answers.accept(reports)
    answers.drain()
    found = [answers.report(each.id)["verdict"] for each in reports]
    codes = [[why["code"] for why in each["unsolicited"]["reasons"]] for each in found]
    assert codes[1] == ["answers-own", "reported", "in-reply-to", "content"]
    assert codes[2] == ["reported", "in-reply-to", "content"]
    assert [each["unsolicited"]["value"] for each in found[1:]] == ["no", "yes"]
    verdict = msgspec.convert(found[1], Verdict, strict=False)
    public = for_anybody(verdict, Profile.load()).unsolicited.reasons
    assert [each.code for each in public] == ["reported", "in-reply-to", "content"]


def test_a_node_that_is_told_stop_by_text_takes_the_next_offer_for_unsolicited(answers: Answers) -> None:
    def text(number: int, sender: str, to: str, said: str, date: str) -> Submission:
        body = msgspec.json.encode({"channel": "sms", "sender": sender, "recipient": to, "text": said, "date": date})
        return Submission(
            id=submission_id("r", str(number), body),
            media_type="application/vnd.spamatlas.report+json",
            body=body,
            received_at=datetime.now(UTC),
            reporter="r",
        )

    reports = [
        text(1, "+12025550123", "+12125550199", "STOP", "2026-11-20T10:00:00Z"),
        text(2, "+12125550199", "+12025550123", "Twenty percent off all shoes, this week only", "2026-11-27T10:00:00Z"),
    ]
    answers.accept(reports)
    answers.drain()
    found = answers.report(reports[1].id)["verdict"]["unsolicited"]
    assert found["reasons"][0]["code"] == "opted-out"
    assert found["value"] == "yes"


def test_a_node_forgets_who_wrote_to_whom_with_the_report_that_showed_it(answers: Answers) -> None:
    first = filed(OURS, THEIRS, "1@home.example", "Shall we have lunch on Friday?")
    answers.accept([first])
    answers.drain()
    answers.erase([first.id])
    answer = filed(THEIRS, OURS, "2@work.example", "Yes, at noon, gladly.", "1@home.example")
    answers.accept([answer])
    answers.drain()
    codes = [why["code"] for why in answers.report(answer.id)["verdict"]["unsolicited"]["reasons"]]
    assert codes == ["reported", "in-reply-to", "content"]


CODES = {
    "answer": ["answers-own", "reported", "in-reply-to", "content"],
    "none": ["reported", "in-reply-to", "content"],
}
LETTER = filed(OURS, THEIRS, "1@home.example", "Shall we have lunch on Friday?")


def codes_of_an_answer(answers: Answers, name: str) -> list[str]:
    """What is said of an answer to the letter that is filed now."""
    answer = filed(THEIRS, OURS, f"{name}@work.example", f"Yes, at noon, gladly, {name}.", "1@home.example")
    answers.accept([answer])
    answers.drain()
    return [why["code"] for why in answers.report(answer.id)["verdict"]["unsolicited"]["reasons"]]


def test_a_node_knows_who_wrote_to_whom_again_after_a_restart(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, workers=1)
    with Node(settings) as node:
        node.accept([LETTER])
        node.drain()
    with Node(settings) as node:
        assert codes_of_an_answer(Answers(node), "one") == CODES["answer"]


def test_an_erasure_reaches_what_is_kept_and_a_backup_that_is_erased_again(tmp_path: Path) -> None:
    settings, copy = Settings(data=tmp_path / "node", workers=1), tmp_path / "copy"
    with Node(settings) as node:
        node.accept([LETTER])
        node.drain()
        node.keeping.keep()
        packed = BytesIO()
        backup.pack(take(node), packed)
    packed.seek(0)
    backup.unpack(packed, copy)
    for folder in (settings.data, copy):
        with Node(Settings(data=folder, workers=1)) as node:
            file = node.folder.contacts
            key = node.writer.contacts._of("r", WRITTEN.writer, WRITTEN.recipients[0])
            assert signed(key) in file.read_bytes()
            node.erase([LETTER.id])
            assert not any(signed(key) in each.read_bytes() for each in file.parent.glob(file.name + "*"))
        with Node(Settings(data=folder, workers=1)) as node:
            assert codes_of_an_answer(Answers(node), "one") == CODES["none"]


def signed(key: int) -> bytes:
    """As SQLite writes it (its file format, section 2.1)."""
    return key.to_bytes(8, "big", signed=True)


def test_samples_that_are_taken_out_are_known_no_more(answers: Answers) -> None:
    sample = msgspec.structs.replace(LETTER, sample=True)
    answers.accept([sample])
    answers.drain()
    answers.node.keeping.keep()
    assert answers.node.store.query("SELECT count() AS n FROM report")[0]["n"] == 1
    remove_samples(answers.node)
    assert ContactsFile(answers.node.folder.contacts, 9).ties() == []
    assert codes_of_an_answer(answers, "one") == CODES["none"]


def test_what_a_report_showed_ends_with_its_time_and_with_its_withdrawal(answers: Answers) -> None:
    node, other = answers.node, filed(OURS, STRANGER, "8@home.example", "Shall we have supper on Sunday?")
    answers.accept([LETTER, other])
    answers.drain()
    node.keeping.keep()
    with closing(ContactsFile(node.folder.contacts, 9)) as file:
        assert (len(file.ties()), len(file.letters())) == (2, 2)
        answers.withdraw(answers.receipt(LETTER.id))
        assert (len(file.ties()), len(file.letters())) == (1, 1)
        Retention(node).run(datetime.now(UTC) + timedelta(days=181))
        assert file.ties() == file.letters() == []


def test_the_rate_of_a_campaign_stands_in_the_verdict(answers: Answers) -> None:
    prize = "Win cash now, claim your prize at https://far.example/win today, only for you and for no other one"
    reports = [filed(STRANGER, f"p{number}@home.example", f"{number}@far.example", prize) for number in range(8)]
    answers.accept(reports)
    answers.drain()
    verdict = answers.report(reports[-1].id)["verdict"]
    (rate,) = [each for each in verdict["bulk"]["reasons"] if each["code"] == "sending-rate"]
    assert rate["facts"] == {"count": "8", "rate": "8.0"}
