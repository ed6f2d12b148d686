"""Reports made of the model's own records, on their way into a store of their own."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.store.things import link

from spamatlas.model import (
    Assignment,
    CallToAction,
    Category,
    Channel,
    Evidence,
    Known,
    Link,
    Lure,
    Message,
    Origin,
    Party,
    PartyKind,
    PhoneNumber,
    Ruling,
    Signature,
    Submission,
    Unavailable,
    Verdict,
    submission_id,
)
from spamatlas.settings import Settings
from spamatlas.store import Store
from spamatlas.store.rows import Block, Concluded, complete, describe

NOON = datetime(2026, 3, 1, 12, 0, 30, 250_000, UTC)


def full_after(store: Store, commands: int) -> Callable[..., None]:
    """The store's own ``command``, until the disk is full after so many."""
    run, left = store.command, commands

    def command(sql: str, parameters: Any = None) -> None:
        nonlocal left
        if not left:
            raise Unavailable("the disk is full")
        left -= 1
        run(sql, parameters)

    return command


def verdict(**changes: Any) -> Verdict:
    values: dict[str, Any] = {
        "spam": 0.97,
        "ruling": Ruling.SPAM,
        "category": Category.PHISHING,
        "lure": Lure.PARCEL,
        "call_to_action": CallToAction.LINK,
        "language": "en",
        "unsolicited": Evidence(Known.YES, 0.9),
        "bulk": Evidence(Known.NO, 0.1),
    }
    return Verdict(**(values | changes))


def report(number: int, *, size: int = 1, campaign: int = 7, judged: Verdict | None = None, **changes: Any) -> Block:
    """A row of the store; ``changes`` are of the message, the submission, its reporter, an ``assignment`` in place of
    the two, a ``signature`` or its ``anchors``, or ``waypoints`` of its origin.
    """
    reporter = changes.pop("reporter", f"reporter {number % 3}")
    waypoints = changes.pop("waypoints", ())
    assignment = changes.pop("assignment", Assignment(campaign=campaign, size=size))
    anchors = changes.pop("anchors", ("link:parcel.example",))
    caller_id = f"caller-{number}"
    signature = changes.pop("signature", Signature(2**64 - 1, b"\x00\xff", anchors))
    submission = Submission(
        id=submission_id(reporter, caller_id, b""),
        media_type="text/plain",
        body=b"Pay at parcel.example/me",
        received_at=changes.pop("received_at", NOON),
        reporter=reporter,
        caller_id=caller_id,
        sample=changes.pop("sample", False),
    )
    values: dict[str, Any] = {
        "submission_id": submission.id,
        "channel": Channel.SMS,
        "text": "Pay at parcel.example/me",
        "sender": Party(PartyKind.EMAIL, "mallory@sender.example"),
        "links": (Link("https://parcel.example/me?victim=1", "parcel.example", "parcel.example"),),
    }
    message = Message(**(values | changes))
    origin = Origin(
        source_address="192.0.2.7",
        asn=64500,
        operator="Alpha",
        country="GB",
        known_by="network",
        waypoints=waypoints,
    )
    concluded = [Concluded(number, submission.received_at, assignment, judged or verdict())]
    return complete(describe([(submission, message, origin, signature, ())]), concluded)


@pytest.fixture
def make_report() -> Callable[..., Block]:
    return report


@pytest.fixture
def make_verdict() -> Callable[..., Verdict]:
    return verdict


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(Settings(data=tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def filled(store: Store) -> Store:
    rows = [
        report(1, campaign=1, anchors=("account:GB82WEST12345698765432", "~page:77"), **link("one.example")),
        report(2, campaign=1, **link("one.example")),
        report(3, campaign=2, sender=None, numbers=(PhoneNumber("+12025550101"),), **link("one.example")),
        report(4, campaign=3, sender=Party(PartyKind.PHONE, "+12025550101"), **link("three.example")),
        report(5, campaign=4, sender=None, anchors=("account:GB82WEST12345698765432",), **link("four.example")),
    ]
    store.insert(rows, "batch")
    return store
