"""Lists as operators have them become registers."""

from pathlib import Path

import pytest

from spamatlas.judge import Registers
from spamatlas.model import Channel, Message, Party, PartyKind, PhoneNumber, Rejected
from spamatlas.parse.party import party_from
from spamatlas.pipeline import registering
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.registering import List, kind_of


def load(folder: Folder, kind: str, text: str, name: str = "") -> registering.Added:
    path = folder.root / "list.csv"
    path.write_text(text, "utf-8")
    return registering.add(folder, List(kind=kind_of(kind), path=path, name=name or kind, home_country="GB"))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def reasons(folder: Folder, to: str, sender: str = "", channel: Channel = Channel.SMS) -> list[str]:
    party = Party(PartyKind.UNKNOWN, sender) if sender else None
    message = Message(submission_id="x", channel=channel, recipients=(Party(PartyKind.UNKNOWN, to),), sender=party)
    return [each.code for each in Registers(folder.registers, folder.secret()).reasons(message)]


def test_numbers_are_read_as_people_write_them(folder: Folder) -> None:
    text = "Number,Since\n# a remark\n+44 7700 900123,2020\n020 7946 0958\n\nnonsense\n442079460000x\n+447700900125\n"
    added = load(folder, "do-not-call", text)
    assert (added.register.entries, added.refused, added.lines) == (3, 2, (6, 7))
    for number in ("+447700900123", "+442079460958", "+447700900125"):
        assert reasons(folder, number) == ["do-not-contact"]
    assert reasons(folder, "+447700900126") == []


def test_consents_are_pairs(folder: Folder) -> None:
    added = load(
        folder, "consent", "sender;recipient\nshop.example;Ana@Home.example\nSHOP;+447700900123\nalone\n;x@y.example\n"
    )
    assert (added.register.entries, added.refused) == (2, 2)
    assert reasons(folder, "ana@home.example", "news@shop.example") == ["consent-on-record"]
    assert reasons(folder, "+447700900123", "Shop") == ["consent-on-record"]
    assert reasons(folder, "+447700900123", "Other") == []


def test_ranges(folder: Folder) -> None:
    added = load(folder, "dear-range", "prefix\n+882 13\n1-900\nnone\n")
    assert (added.register.entries, added.refused) == (2, 1)
    message = Message(submission_id="x", channel=Channel.SMS, numbers=(PhoneNumber("+19005550100", "US"),))
    assert Registers(folder.registers, b"").dear(message) is not None


def test_a_number_of_no_known_range_is_the_same_with_and_without_its_country_code(folder: Folder) -> None:
    added = load(folder, "do-not-call", "07911 654322\n+447911654323\n")
    assert (added.register.entries, added.refused) == (2, 0)
    for number in ("07911654322", "07911654323"):
        party = party_from(number, "GB")
        assert party is not None
        assert reasons(folder, party.value) == ["do-not-contact"]


def test_ranges_may_be_written_as_they_are_dialled_at_home(folder: Folder) -> None:
    added = load(folder, "dear-range", "0909\n")
    assert (added.register.entries, added.refused) == (1, 0)
    message = Message(submission_id="x", channel=Channel.SMS, numbers=(PhoneNumber("+449098790000", "GB"),))
    assert Registers(folder.registers, b"").dear(message) is not None


@pytest.mark.parametrize(
    ("kind", "line", "country", "why"),
    [
        ("do-not-call", "07911654322", "", "country code"),
        ("do-not-call", "01234", "GB", "plan of GB"),
        ("do-not-call", "+12", "GB", "too short or too long"),
        ("do-not-call", "foo", "GB", "not a number or mail address"),
        ("do-not-call", '""', "GB", "an empty cell"),
        ("consent", "alone", "GB", "two are wanted"),
        ("consent", ";x@y.example", "GB", "an empty cell where a sender"),
        ("dear-range", "0909", "", "country code"),
        ("dear-range", "none", "GB", "not the beginning of a number"),
    ],
)
def test_each_refused_line_has_its_reason_which_does_not_repeat_it(
    folder: Folder, kind: str, line: str, country: str, why: str
) -> None:
    good = {"consent": "shop.example,a@b.example", "dear-range": "+88213"}.get(kind, "+447700900123")
    path = folder.root / "list.csv"
    path.write_text(f"{good}\n{line}\n", "utf-8")
    added = registering.add(folder, List(kind=kind_of(kind), path=path, name=kind, home_country=country))
    assert (added.refused, added.lines) == (1, (2,))
    assert why in added.reasons[0]
    assert line not in added.reasons[0]


def test_of_many_refused_lines_the_first_are_told(folder: Folder) -> None:
    added = load(folder, "do-not-call", "+447700900123\n" + "x\n" * 30)
    assert (added.refused, len(added.lines), len(added.reasons)) == (30, registering.MOST_TOLD, registering.MOST_TOLD)


def test_an_empty_list_leaves_what_was_loaded(folder: Folder) -> None:
    load(folder, "do-not-call", "+447700900123\n")
    with pytest.raises(Rejected, match="no line"):
        load(folder, "do-not-call", "nothing\n")
    assert reasons(folder, "+447700900123") == ["do-not-contact"]


def test_what_is_loaded_is_listed_and_changes_tell_the_workers(folder: Folder) -> None:
    assert registering.loaded(folder) == [] and folder.registers_at() == 0.0
    load(folder, "do-not-call", "+447700900123\n", "national")
    first = folder.registers_at()
    (row,) = registering.loaded(folder)
    assert (row["name"], row["kind"], row["entries"]) == ("national", "do-not-call", 1)
    assert registering.remove(folder, "national") and folder.registers_at() > first > 0
    (folder.registers / "bad.register").write_bytes(b"?")
    assert "is no register" in registering.loaded(folder)[0]["source"]
