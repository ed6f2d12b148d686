"""How a command asks the outbox."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from spamatlas.cli.records import Question, Questions, asking
from spamatlas.settings import Settings

if TYPE_CHECKING:
    from spamatlas.pipeline.accounts import Accounts


def outbox(settings: Settings, *, begins: bool) -> AbstractContextManager[Question]:
    """Something to ask, by the names of the questions of ``pipeline.posting.Posting``."""
    return asking(settings, "outbox", _questions, begins=begins)


def _questions(accounts: "Accounts") -> Questions:
    from spamatlas.pipeline.posting import Posting  # noqa: PLC0415  SQLAlchemy: only where no node is up

    return Posting(accounts).questions()
