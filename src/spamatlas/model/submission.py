from datetime import datetime
from hashlib import blake2b

from msgspec import Struct

from spamatlas.model.vocabulary import Channel, MeasuringPoint


class Submission(Struct, frozen=True, kw_only=True):
    """What somebody filed: bytes, their media type, and who filed them when.

    ``reporter`` is a pseudonym (keyed hash, see ``intake.reporter``), never a name or an address.
    ``caller_id`` is the id that the caller gave, empty where none was given.
    ``channel`` is as stated by the caller; the parser decides where it is None.
    ``marking`` says whose it is and who may see it (``model.marking``): the number of a ``Marking``.
    ``sample`` marks what this project shipped to make a new node worth looking at.
    """

    id: str
    media_type: str
    body: bytes
    received_at: datetime
    reporter: str
    caller_id: str = ""
    channel: Channel | None = None
    measuring_point: MeasuringPoint = MeasuringPoint.REPORTED
    sample: bool = False
    marking: int = 0


def submission_id(reporter: str, caller_id: str, body: bytes) -> str:
    """The 32 hexadecimal digits under which a report is filed once.

    A duplicate is the same reporter with the same caller's id, else the same reporter with the
    same bytes; so two people who file one text count twice.
    """
    what = b"id\0" + caller_id.encode() if caller_id else b"bytes\0" + body
    return blake2b(what, digest_size=16, key=blake2b(reporter.encode(), digest_size=32).digest()).hexdigest()
