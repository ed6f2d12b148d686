"""Lists as operators have them become registers."""

from pathlib import Path

import pytest

from spamatlas.judge import Registers
from spamatlas.model import Channel, Message, Party, PartyKind, PhoneNumber, Rejected
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
