"""The log is sealed behind the path: every report on one sheet, every sheet on the one before, and no report waits."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from spamatlas.custody import seal
from spamatlas.custody.time_stamp import certificates
from spamatlas.custody.time_stamp import read as read_stamp
from spamatlas.log import EmbeddedLog
from spamatlas.model import Submission, submission_id
from spamatlas.model.digest import NO_DIGEST
from spamatlas.pipeline import sealing
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.sealing import Sealing, taken
from spamatlas.settings import Settings
from spamatlas.store.evidence import Vault

EXPIRES = datetime(2999, 1, 1, tzinfo=UTC)


class Place:
    """A log, a vault and the seals of a data folder, without a node."""

    def __init__(self, data: Path) -> None:
        self.settings = Settings(data=data)
        self.folder = Folder(data)
        self.folder.make()
        self.log, self.vault = EmbeddedLog(self.folder.log), Vault(self.folder.evidence)
        self.sealing = self.opened()

    def opened(self) -> Sealing:
        return Sealing(self.settings, self.folder, self.log, self.vault)

    def file(self, count: int, since: int = 0, age: timedelta = timedelta(hours=1)) -> list[Submission]:
        bodies = [f"text {since + each}".encode() for each in range(count)]
        found = [
            Submission(
                id=submission_id("r", "", body),
                media_type="text/plain",
                body=body,
                received_at=datetime.now(UTC) - age,
                reporter="r",
            )
            for body in bodies
        ]
        self.vault.put_many([(each.id, each.body) for each in found], EXPIRES)
        self.log.append(found)
        return found

    def close(self) -> None:
        self.sealing.close()
        self.vault.close()
        self.log.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    found = Place(tmp_path)
    yield found
    found.close()


def test_every_report_is_on_one_sheet_and_its_line_is_what_the_log_says(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal, "MOST_LINES", 10)
    filed = place.file(25)
    assert [place.sealing.take_up() for _ in range(4)] == [10, 10, 5, 0]
    roots = certificates((place.settings.data / "authority" / "root.pem").read_bytes())
    previous = NO_DIGEST
    for number, start in ((1, 0), (2, 10), (3, 20)):
        for entry in place.log.read(start, 10, 2**62):
            sheet = place.sealing.of(entry.sequence)
            assert sheet
            assert sheet.number == number
            body = filed[entry.sequence - 1].body
            assert taken(entry, sha256(body).hexdigest()).digest in seal.read(sheet.content)
        assert sheet.content.splitlines()[1].decode() == previous
        assert read_stamp(sheet.stamp, sheet.content, roots)
        previous = sha256(sheet.content).hexdigest()
    assert place.sealing.of(26) is None


def test_what_came_in_just_now_waits_for_more(place: Place) -> None:
    place.file(3, age=timedelta(0))
    assert place.sealing.take_up() == 0
    assert place.sealing.take_up(timedelta(0)) == 3
    place.file(1, since=3, age=sealing.WAIT * 2)
    assert place.sealing.take_up() == 1


def test_it_goes_on_where_it_stopped(place: Place) -> None:
    place.file(3)
    place.sealing.take_up()
    place.sealing.close()
    place.sealing = place.opened()
    place.file(2, since=3)
    assert place.sealing.take_up() == 2
    sheet = place.sealing.of(5)
    assert sheet
    assert sheet.number == 2


def test_a_report_that_was_dropped_from_the_log_leaves_the_sheets_as_they_are(place: Place) -> None:
    place.file(3)
    place.sealing.take_up()
    before = place.sealing.of(3)
    place.log.drop([2])
    assert place.sealing.of(3) == before
    place.file(1, since=10)
    assert place.sealing.take_up() == 1


def test_what_was_erased_before_it_was_sealed_is_sealed_without_its_hash(place: Place) -> None:
    filed = place.file(2)
    place.vault.erase([filed[0].id])
    assert place.sealing.take_up() == 2


def test_where_it_cannot_be_sealed_nothing_fails_and_it_is_tried_later(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place.settings.data / "authority").write_text("no folder")
    place.file(1)
    assert place.sealing.take_up() == 0
    (place.settings.data / "authority").unlink()
    assert place.sealing.take_up() == 0, "it waits before it tries again"
    monkeypatch.setattr(place.sealing, "_again_at", datetime.now(UTC))
    assert place.sealing.take_up() == 1
