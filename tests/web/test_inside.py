"""What attached files are and hold, as pages show it."""

from typing import get_args

import pytest
from tests.web.fake_node import FakeNode

from spamatlas.locale import languages
from spamatlas.model import Attachment, FileKind, Holding
from spamatlas.web.face.inside import inside

ENGLISH = languages()["en"]


@pytest.mark.parametrize("kind", [each for each in get_args(FileKind) if each])
def test_every_kind_has_words(kind: FileKind) -> None:
    assert len(inside(ENGLISH, Attachment("a", "b", 1, "0", kind))) == 1


@pytest.mark.parametrize("held", get_args(Holding))
def test_all_that_a_file_holds_has_words(held: Holding) -> None:
    assert len(inside(ENGLISH, Attachment("a", "b", 1, "0", "archive", (held,)))) == 2


def test_of_an_unknown_file_nothing_is_said() -> None:
    assert inside(ENGLISH, Attachment("a", "b", 1, "0")) == []


def test_a_program_in_an_archive_is_not_a_program() -> None:
    file = Attachment("a", "b", 1, "0", "archive", ("encrypted", "program"))
    assert inside(ENGLISH, file) == ["An archive", "Opens only with a password", "Holds a file that can run"]


def test_the_fake_node_has_an_archive_with_names() -> None:
    message = FakeNode().evidence("")
    assert message is not None
    assert message.attachments[0].names
