"""Who wrote to whom before, as a file keeps it over a restart."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.pipeline.test_contacts import ME, OFFER, OURS, SHOP, STRANGER, WRITTEN, mail, met, sms

from spamatlas.model import Channel, PriorContact, Signature, Unavailable
from spamatlas.pipeline import contacts as contacts_room
from spamatlas.pipeline.acquaintance import Meeting
from spamatlas.pipeline.contacts import Contacts
from spamatlas.pipeline.contacts_file import ContactsFile, Row


@pytest.fixture
def file(tmp_path: Path) -> Iterator[ContactsFile]:
    with closing(ContactsFile(tmp_path / "contacts.sqlite", 10)) as opened:
        yield opened


KEY = b"k" * 32


def test_what_is_kept_is_what_was_used_last_in_its_order(file: ContactsFile) -> None:
    contacts = Contacts(10, KEY, file)
    for number in [*range(50), 45]:
        contacts.add(met(mail(OURS, f"p{number}@x.example", Message_ID=f"<{number}@h>"), report=str(number)), "ham")
        contacts.keep(0)
    again = Contacts(10, KEY, file)
    assert [*again._ties._kept.items()] == [*contacts._ties._kept.items()]
    assert [*again._letters._kept.items()] == [*contacts._letters._kept.items()]
    assert len(file.ties()) == 20
    assert Contacts(10, b"o" * 32, file).look_up(met(mail("p45@x.example", OURS))) is None


def test_an_opt_out_is_known_after_a_restart(file: ContactsFile) -> None:
    contacts = Contacts(10, b"key", file)
    contacts.add(sms(ME, SHOP, "STOP", 1_000.0), "")
    contacts.keep(10)
    assert Contacts(10, b"key", file).look_up(sms(SHOP, ME, OFFER, 90_000.0)) == PriorContact(opted_out=True)


def test_what_the_store_does_not_have_yet_waits(file: ContactsFile) -> None:
    contacts = Contacts(10, KEY, file)
    for place in (1, 2, 3):
        contacts.add(Meeting(mail(OURS, f"p{place}@x.example"), Signature(0), Channel.EMAIL, 0.0, "r", place=place), "")
    contacts.keep(2)
    assert len(file.ties()) == 2
    contacts.keep(2)
    contacts.keep(3)
    assert len(file.ties()) == 3


def test_what_is_forgotten_before_it_was_written_is_not_written(file: ContactsFile) -> None:
    contacts = Contacts(10, KEY, file)
    contacts.add(met(WRITTEN, report="one"), "ham")
    contacts.add(met(mail(OURS, STRANGER), report="two"), "ham")
    contacts.forget(["one"])
    contacts.keep(0)
    assert (len(file.ties()), file.letters()) == (1, [])


def test_what_a_full_disk_did_not_take_is_written_later_up_to_a_bound(
    file: ContactsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contacts_room, "MOST_UNWRITTEN", 8)
    contacts = Contacts(10, KEY, file)
    for number in range(5):
        contacts.add(met(mail(OURS, f"p{number}@x.example")), "")
    with monkeypatch.context() as full:

        def refuse(*_: object) -> None:
            raise Unavailable("full")

        full.setattr(file, "put", refuse)
        for number in range(5, 30):
            with pytest.raises(Unavailable):
                contacts.keep(0)
            contacts.add(met(mail(OURS, f"p{number}@x.example")), "")
    assert len(contacts._unwritten) == 8
    contacts.keep(0)
    assert [row.key for row in file.ties()][-8:] == [*contacts._ties._kept][-8:]


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_broken_file_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "contacts.sqlite"
    path.write_bytes(content)
    with closing(ContactsFile(path, 10)) as file:
        contacts = Contacts(10, KEY, file)
        contacts.add(met(WRITTEN), "")
        contacts.keep(0)
        assert len(file.ties()) == 1


def test_a_file_with_a_broken_page_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "contacts.sqlite"
    with closing(ContactsFile(path, 1_000)) as file:
        file.put([Row(2**60 + each, 1, 2**61) for each in range(1_000)], [])
    content = bytearray(path.read_bytes())
    content[3 * 4096 :] = b"\xee" * len(content[3 * 4096 :])
    path.write_bytes(content)
    with closing(ContactsFile(path, 1_000)) as file:
        assert Contacts(10, KEY, file).look_up(met(WRITTEN)) is None
        file.put([Row(2**60, 1, 2**61)], [])
        assert file.ties() == [Row(2**60, 1, 2**61)]
