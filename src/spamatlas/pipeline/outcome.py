"""What is asked of a worker, and what it makes of each thing it was given."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct

from spamatlas.log import Entry
from spamatlas.model import (
    Appearance,
    Assignment,
    Channel,
    Meaning,
    Message,
    Opinion,
    Origin,
    Signature,
    Standing,
    Submission,
    Verdict,
    submission_id,
)
from spamatlas.store.rows import Described

Kind = Literal["analyse", "examine", "judge", "show", "compare", "familiar", "mean"]
"""analyse: for the store. examine: all that is known of a message alone, nothing stored. judge: that as a verdict line.
show: the message again, for a reader. compare: what the present model and the one in shadow make of it alone.
familiar: how much of it the shipped weights don't know. mean: where its meaning points, and its traits."""


UNAVAILABLE = "unavailable"
"""The code of a failure that is the world's, not the input's: the same is asked for again."""
LookedUp = tuple[Assignment | None, Verdict | None, tuple[Standing, ...]]
"""What a running node knows of a message: its campaign, the verdict settled for that, and how who sent it stands."""


class File(Struct, frozen=True, gc=False, array_like=True):
    """A file that the worker reads itself; ``form`` is a key of ``intake.FORMS``."""

    path: str
    form: str


class Item(Struct, frozen=True, gc=False, array_like=True):
    """One entry to work on; its bytes are in ``body``, or in a ``file``, else in the vault."""

    entry: Entry
    body: bytes | None = None
    file: File | None = None


def unread(file: File, caller_id: str) -> Item:
    """A file to be judged that nobody has opened yet; its media type is not known before."""
    entry = Entry(
        sequence=0,
        id=submission_id("", caller_id, b""),
        media_type="",
        received_at=datetime.now(UTC),
        reporter="",
        caller_id=caller_id,
    )
    return Item(entry, file=file)


def unfiled(submission: Submission) -> Item:
    """A submission to be judged and not filed: it has no place in the log.

    Whether anybody complains of it is the caller's to say, by where it was measured.
    """
    entry = Entry(
        sequence=0,
        id=submission.id,
        media_type=submission.media_type,
        received_at=datetime.now(UTC),
        reporter="",
        caller_id=submission.caller_id,
        channel=submission.channel,
        measuring_point=submission.measuring_point,
    )
    return Item(entry, submission.body)


class Task(Struct, frozen=True, array_like=True):
    """One request to a worker; ``careful`` has what messages mean counted into the opinions on them."""

    kind: Kind
    items: list[Item]
    profile: str = ""
    weights_at: float = 0.0
    registers_at: float = 0.0
    careful: bool = False


class Analysed(Struct, frozen=True, gc=False, tag="analysed", array_like=True):
    """An entry that could be read; its facts stand among the outcomes' ``described``.

    ``recipients`` are pseudonyms of those whom the message names as its recipients; ``shown`` is what later ones are
    compared with.
    """

    channel: Channel
    signature: Signature
    opinion: Opinion
    recipients: tuple[str, ...] = ()
    shown: Appearance = Appearance()


class Examined(Struct, frozen=True, tag="examined", array_like=True):
    """A message and what is known of it alone; what its campaign adds is the node's to say."""

    message: Message
    origin: Origin
    signature: Signature
    opinion: Opinion


class Judged(Struct, frozen=True, tag="judged", array_like=True):
    """A verdict as one JSON object (the contract's ``judge`` line)."""

    line: bytes


class Shown(Struct, frozen=True, tag="shown", array_like=True):
    """The message and its origin, read again from the evidence."""

    message: Message
    origin: Origin


class Compared(Struct, frozen=True, tag="compared", array_like=True):
    """What the present model and the one in shadow make of a message alone: probability and ruling each."""

    spam: float
    ruling: str
    shadow_spam: float
    shadow_ruling: str


class Read(Struct, frozen=True, tag="read", array_like=True):
    """How many of a message's runs of four characters the weights don't know, and how many it has."""

    unknown: int
    runs: int


class Meant(Struct, frozen=True, tag="meant", array_like=True):
    """Where the meaning of a message points (``campaign.meaning.directions``), empty where it says too little, the
    traits that its campaign may share with others, and what the careful judge makes of its meaning.
    """

    direction: bytes
    traits: dict[str, list[int]]
    meaning: Meaning | None = None


class Unread(Struct, frozen=True, tag="unread", array_like=True):
    """A file that is not one message: whoever asked reads it."""


class Failure(Struct, frozen=True, tag="failure", array_like=True):
    """An entry that could not be read: ``code`` is stable and counted, ``detail`` says what to do next."""

    code: str
    detail: str


Outcome = Analysed | Examined | Judged | Shown | Compared | Read | Meant | Unread | Failure


class Outcomes(Struct, frozen=True, array_like=True):
    """One outcome an item, in order, and the processor seconds that each stage took.

    ``described`` are the facts of those that were analysed, in the same order, for the store.
    """

    outcomes: list[Outcome]
    seconds: dict[str, float] = {}
    described: list[Described] = []


def joined(parts: Sequence[Outcomes]) -> Outcomes:
    """Several tasks' outcomes as if they had been one task's."""
    outcomes: list[Outcome] = [outcome for part in parts for outcome in part.outcomes]
    names = {name for part in parts for name in part.seconds}
    seconds = {name: sum(part.seconds.get(name, 0.0) for part in parts) for name in names}
    return Outcomes(outcomes, seconds, [described for part in parts for described in part.described])
