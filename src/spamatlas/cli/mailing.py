"""How a command asks the outbox: the node that is up on the data folder, else its records themselves."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import msgspec

from spamatlas.cli.access import is_up
from spamatlas.pipeline.desk import ask
from spamatlas.pipeline.folder import Folder
from spamatlas.settings import Settings


@contextmanager
def outbox(settings: Settings) -> Iterator[Callable[[str, Mapping[str, Any]], Any]]:
    """Something to ask, by the names of the questions of ``pipeline.posting.Posting``."""
    if is_up(settings):
        asking = partial(ask, Folder(settings.data).socket, "outbox")
        yield lambda question, arguments: asking(asked=question, arguments=dict(arguments))
        return
    from spamatlas.pipeline.accounts import Accounts  # noqa: PLC0415  SQLAlchemy: only where no node is up
    from spamatlas.pipeline.posting import Posting  # noqa: PLC0415

    accounts = Accounts(Folder(settings.data), settings.records_dsn, settings=settings)
    try:
        known = Posting(accounts).questions()
        yield lambda question, arguments: msgspec.to_builtins(known[question](**arguments))
    finally:
        accounts.close()
