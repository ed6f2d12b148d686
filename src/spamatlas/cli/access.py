"""How a command gets its answers: from the node that is up on the data folder, else by opening the store itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import msgspec

from spamatlas.model import Rejected
from spamatlas.pipeline.desk import ask
from spamatlas.pipeline.folder import Folder
from spamatlas.settings import Settings

Ask = Callable[..., Any]
"""``ask("statistic", name="volume")``: plain values, wherever they come from."""


@contextmanager
def access(settings: Settings, *, begins: bool = False) -> Iterator[Ask]:
    """Something to ask; the questions are the methods of ``pipeline.answers.Answers``.

    ``begins`` is for what may make a node where there is none.

    Raises:
        Rejected: ``no-node``.
    """
    path = Folder(settings.data).socket
    if is_up(settings):
        yield partial(ask, path)
        return
    if not begins:
        begun(settings)
    from spamatlas.cli.events import tell_events  # noqa: PLC0415
    from spamatlas.pipeline.opening import opened  # noqa: PLC0415  opens the store: only where no node is up

    tell_events()
    with opened(settings) as answers:
        answers.drain()
        known = answers.questions()
        yield lambda question, **arguments: msgspec.to_builtins(
            known[question](**arguments), builtin_types=(bytes,), enc_hook=str
        )


def begun(settings: Settings) -> Folder:
    """The data folder of a node that there is: who only asks, under a mistyped name, must not make one.

    Raises:
        Rejected: ``no-node``.
    """
    folder = Folder(settings.data)
    if not folder.is_begun():
        raise Rejected("no-node", f"no node in {settings.data}; 'spamatlas up --data {settings.data}' makes one")
    return folder


def is_up(settings: Settings) -> bool:
    """Whether a node is up on the data folder."""
    try:
        ask(Folder(settings.data).socket, "health")
    except ConnectionError:
        return False
    return True
