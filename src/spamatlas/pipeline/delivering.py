"""What a writer has made, on its way into the store."""

import msgspec
from msgspec import Struct

from spamatlas.log import Batch, EmbeddedLog
from spamatlas.store import Store
from spamatlas.store.rows import Block


class Payload(Struct, frozen=True, array_like=True):
    """The reports of a batch as the store takes them (``rows.complete``); other rows by table, as JSON objects."""

    reports: list[Block]
    others: dict[str, list[bytes]] = {}


encode = msgspec.msgpack.encode
_decode = msgspec.msgpack.Decoder(Payload).decode


def deliver(log: EmbeddedLog, store: Store, batch: Batch) -> None:
    """Bring a batch into the store and move the log's cursor behind it; the same again changes nothing.

    Raises:
        Unavailable: deliver the same batch again.
    """
    log.prepare(batch)
    payload = _decode(batch.payload)
    if payload.reports:
        store.insert(payload.reports, batch.token)
    for table, lines in payload.others.items():
        store.insert_lines(table, lines, batch.token)
    log.commit(batch)


def deliver_prepared(log: EmbeddedLog, store: Store) -> None:
    """Deliver what was finished when the process last died.

    Before tables change too: one that is made anew does not remember what half of a batch came in.
    """
    for batch in log.prepared():
        deliver(log, store, batch)
