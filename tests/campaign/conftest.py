"""Messages of the campaign tests."""

from collections.abc import Callable

import pytest

from spamatlas.campaign import Ledger, sign
from spamatlas.model import Assignment, Channel, Link, Message

Filing = Callable[..., Assignment]


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def file(ledger: Ledger) -> Filing:
    """File a text with links, and say what was assigned."""

    def file_one(name: str, text: str, *places: str, channel: Channel = Channel.SMS, **facts: object) -> Assignment:
        links = tuple(Link(f"http://{place}", place.partition("/")[0], place.partition("/")[0]) for place in places)
        message = Message(submission_id=name, channel=channel, text=text, links=links)
        return ledger.assign(name, sign([message])[0], channel=channel, **facts)  # type: ignore[arg-type]

    return file_one
