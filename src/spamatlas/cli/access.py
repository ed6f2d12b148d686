"""How a command gets its answers: from the node that is up on the data folder, else by opening the store itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import msgspec

from spamatlas.pipeline.desk import ask
from spamatlas.pipeline.folder import Folder
from spamatlas.settings import Settings

Ask = Callable[..., Any]
"""``ask("statistic", name="volume")``: plain values, wherever they come from."""


@contextmanager
def access(settings: Settings) -> Iterator[Ask]:
    """Something to ask; the questions are the methods of ``pipeline.answers.Answers``."""
    path = Folder(settings.data).socket
    if is_up(settings):
        yield partial(ask, path)
        return
    from spamatlas.cli.events import tell_events  # noqa: PLC0415
    from spamatlas.pipeline.opening import opened  # noqa: PLC0415  opens the store: only where no node is up

    tell_events()
    with opened(settings) as answers:
        answers.drain()
        known = answers.questions()
        yield lambda question, **arguments: msgspec.to_builtins(
            known[question](**arguments), builtin_types=(bytes,), enc_hook=str
        )


def is_up(settings: Settings) -> bool:
    """Whether a node is up on the data folder."""
    try:
        ask(Folder(settings.data).socket, "health")
    except ConnectionError:
        return False
    return True
