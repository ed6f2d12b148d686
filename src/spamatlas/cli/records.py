"""The records of a data folder for a command: asked of the node that is up, else opened without its store."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from spamatlas.cli.access import begun, is_up
from spamatlas.pipeline.desk import ask
from spamatlas.pipeline.folder import Folder
from spamatlas.settings import Settings

if TYPE_CHECKING:
    from spamatlas.pipeline.accounts import Accounts

Questions = Mapping[str, Callable[..., Any]]
Question = Callable[[str, Mapping[str, Any]], Any]


@contextmanager
def opened_accounts(settings: Settings) -> Iterator["Accounts"]:
    """The records themselves.

    Raises:
        Unavailable: the records are away.
    """
    from spamatlas.pipeline.accounts import Accounts  # noqa: PLC0415  SQLAlchemy: only where it is needed

    accounts = Accounts(Folder(settings.data), settings)
    try:
        yield accounts
    finally:
        accounts.close()


@contextmanager
def asking(
    settings: Settings, of: str, known: Callable[["Accounts"], Questions], *, begins: bool
) -> Iterator[Question]:
    """Something to ask: the node by its own question ``of``, else what is ``known`` of the records.

    ``begins`` is for what may make records where there is no node yet.

    Raises:
        Rejected: ``no-node``.
    """
    if is_up(settings):
        asked = partial(ask, Folder(settings.data).socket, of)
        yield lambda question, arguments: asked(asked=question, arguments=dict(arguments))
        return
    if not begins:
        begun(settings)
    with opened_accounts(settings) as accounts:
        questions = known(accounts)
        yield lambda question, arguments: msgspec.to_builtins(questions[question](**arguments))
