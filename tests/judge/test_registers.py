"""Registers: what is on them is found, what is not is not, and nothing personal can be read from them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from spamatlas.judge import Judge, Profile, Registers, conclude, for_anybody, without_registers
from spamatlas.judge.evidence import unsolicited
from spamatlas.judge.register_file import (
    Register,
    RegisterKind,
    found_in,
    head_of,
    key,
    remove,
    write_keys,
    write_prefixes,
)
from spamatlas.model import (
    Authentication,
    CallToAction,
    Category,
    Channel,
    Known,
    Message,
    Origin,
    Party,
    PartyKind,
    PhoneNumber,
    Ruling,
)

SECRET = b"s" * 32
ANA, BEN = "+12025550101", "+12025550102"
NEWS = Party(PartyKind.EMAIL, "news@shop.example")


def keys(*names: tuple[str, ...]) -> np.ndarray:
    return np.array([key(SECRET, *each) for each in names], np.uint64)


def message(channel: Channel = Channel.SMS, to: str = ANA, **changes: object) -> Message:
    kind = PartyKind.EMAIL if "@" in to else PartyKind.PHONE
    plain = Message(submission_id="x", channel=channel, text="Buy now", recipients=(Party(kind, to),))
    return replace(plain, **changes)


@pytest.fixture
def loaded(tmp_path: Path) -> Registers:
    write_keys(tmp_path, Register(name="no-calls", kind=RegisterKind.DO_NOT_CALL), keys((ANA,)))
    write_keys(tmp_path, Register(name="no", kind=RegisterKind.DO_NOT_CONTACT), keys(("ben@home.example",)))
    pairs = keys(("shop.example", "Ben@home.example"), ("BANK", ANA))
    write_keys(tmp_path, Register(name="asked", kind=RegisterKind.CONSENT), pairs)
    write_prefixes(tmp_path, Register(name="dear", kind=RegisterKind.DEAR_RANGE), ["+88213", "+1900"])
    return Registers(tmp_path, SECRET)


def codes(registers: Registers, message: Message) -> list[str]:
    return [each.code for each in registers.reasons(message)]


def test_who_wants_no_calls_is_known_for_calls_and_texts_alone(loaded: Registers) -> None:
    assert codes(loaded, message()) == ["do-not-contact"]
    assert codes(loaded, message(Channel.VOICE)) == ["do-not-contact"]
    assert codes(loaded, message(Channel.IM)) == []
    assert codes(loaded, message(to=BEN)) == []
    assert codes(loaded, message(Channel.EMAIL, "ben@home.example")) == ["do-not-contact"]
    assert codes(loaded, message(recipients=())) == []


def test_consent_is_to_one_sender_and_outweighs_a_general_no(loaded: Registers) -> None:
    mail = message(Channel.EMAIL, "ben@home.example", sender=NEWS)
    assert codes(loaded, mail) == ["consent-on-record"]
    other = replace(mail, sender=Party(PartyKind.EMAIL, "news@other.example"))
    assert codes(loaded, other) == ["do-not-contact"]
    bank = message(sender=Party(PartyKind.ALPHANUMERIC, "Bank"))
    assert codes(loaded, bank) == ["consent-on-record"]


def test_a_forged_sender_was_consented_to_by_nobody(loaded: Registers) -> None:
    forged = message(
        Channel.EMAIL,
        "ben@home.example",
        sender=NEWS,
        authentication=(Authentication("mx.example", "dmarc", "fail", "shop.example"),),
    )
    assert codes(loaded, forged) == ["do-not-contact"]


def test_consent_settles_the_evidence_and_a_general_no_nearly_does(loaded: Registers) -> None:
    refused, asked = message(), message(sender=Party(PartyKind.ALPHANUMERIC, "BANK"))
    assert unsolicited(refused, 0.0, loaded.reasons(refused)).value is Known.YES
    assert unsolicited(refused, -6.0, loaded.reasons(refused)).value is Known.UNKNOWN, "it may be from one's bank"
    assert unsolicited(asked, 12.0, loaded.reasons(asked)).value is Known.NO


def test_a_dear_range_adds_to_the_odds_and_names_the_trap(loaded: Registers) -> None:
    text = "You missed a call. Call us back on +882 13 999 001 to hear who it was"
    number = PhoneNumber("+88213999001", "", "unknown")
    call = message(text=text, numbers=(number,))
    plain, judge = Judge.load(), Judge.load()
    judge.registers = loaded
    before, after = plain.weigh([call], [Origin()])[0], judge.weigh([call], [Origin()])[0]
    assert after.spam > before.spam
    assert ("dear-range", 1.6) in [(each.code, each.weight) for each in after.reasons]
    assert after.call_to_action is CallToAction.PREMIUM_CALL_BACK
    known = replace(call, numbers=(replace(number, kind="premium"),))
    assert loaded.dear(known) is None, "the detectors say so already"
    assert loaded.dear(replace(call, numbers=(PhoneNumber("+4420", "GB", "fixed"),))) is None
    assert loaded.dear(message(Channel.VOICE, sender=Party(PartyKind.PHONE, "+8821300"), numbers=())) is not None


def test_a_message_is_ruled_otherwise_when_its_recipient_refused(loaded: Registers) -> None:
    sms = message(text="MEGA SALE 70% off watches, buy now at http://watches-deal.example/buy")
    judge = Judge.load()
    plain = conclude(judge.weigh([sms], [Origin()])[0], None, Profile.load("ng"))
    judge.registers = loaded
    opinion = judge.weigh([sms], [Origin()])[0]
    opinion = replace(opinion, spam=0.95, category=Category.ADVERTISING)
    refused = conclude(opinion, None, Profile.load("ng"))
    assert plain.ruling is not Ruling.SPAM and refused.ruling is Ruling.SPAM
    assert conclude(without_registers(opinion), None, Profile.load("ng")).ruling is Ruling.SUSPECT


def test_what_anybody_may_see_is_what_would_be_without_registers(loaded: Registers) -> None:
    judge = Judge.load()
    judge.registers = loaded
    opinion = replace(judge.weigh([message()], [Origin()])[0], spam=0.95, category=Category.ADVERTISING)
    for name in ("neutral", "ng", "de"):
        profile = Profile.load(name)
        expected = conclude(without_registers(opinion), None, profile)
        assert for_anybody(conclude(opinion, None, profile), profile) == expected
        assert not {"do-not-contact"} & {each.code for each in expected.unsolicited.reasons}


def test_nothing_is_looked_up_where_nothing_is_loaded() -> None:
    assert Registers().reasons(message()) == () and Registers().dear(message()) is None


def test_no_number_stands_in_the_file_and_the_key_is_the_nodes(tmp_path: Path, loaded: Registers) -> None:
    for path in found_in(tmp_path):
        assert b"2025550101" not in path.read_bytes() and b"home.example" not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
    assert Registers(tmp_path, b"t" * 32).reasons(message()) == ()


def test_a_broken_file_is_named_and_the_others_hold(tmp_path: Path, loaded: Registers) -> None:
    (tmp_path / "broken.register").write_bytes(b"\x00" * 50)
    registers = Registers(tmp_path, SECRET)
    assert registers.broken == ["broken.register"] and codes(registers, message()) == ["do-not-contact"]
    with pytest.raises(ValueError, match="is no register"):
        head_of(tmp_path / "broken.register")


def test_a_list_takes_the_place_of_the_one_before_and_can_be_removed(tmp_path: Path) -> None:
    first = write_keys(tmp_path, Register(name="n", kind=RegisterKind.DO_NOT_CALL), keys((ANA,), (ANA,)))
    assert first.entries == 1
    old = Registers(tmp_path, SECRET)
    write_keys(tmp_path, Register(name="n", kind=RegisterKind.DO_NOT_CALL), keys((BEN,)))
    assert codes(Registers(tmp_path, SECRET), message()) == [] and codes(old, message()) == ["do-not-contact"]
    assert remove(tmp_path, "n") and not remove(tmp_path, "n")
    for name in ("", "../n", "a/b", "ключ"):
        with pytest.raises(ValueError, match="letters, digits"):
            remove(tmp_path, name)


@given(st.sets(st.text(min_size=1, max_size=20), max_size=40), st.text(min_size=1, max_size=20))
def test_on_the_list_or_not(tmp_path_factory: pytest.TempPathFactory, listed: set[str], asked: str) -> None:
    folder = tmp_path_factory.mktemp("registers")
    names = [(each,) for each in listed]
    write_keys(folder, Register(name="n", kind=RegisterKind.DO_NOT_CALL), keys(*names))
    is_on = asked.strip().casefold() in {each.strip().casefold() for each in listed}
    assert (codes(Registers(folder, SECRET), message(to=asked)) == ["do-not-contact"]) is is_on
    assert isinstance(Registers(folder, SECRET).reasons(message()), tuple)
