"""What the reports of a store that the engine made were filed as: original bytes, entries of the log, and seals.

Each report of the store gets the text of one of the samples of its channel, the same campaign's reports those of one
sample campaign, with the report's own id in it, so no two are the same (200 to 2,600 bytes, some 750 on average). It
goes the way of what ``spamatlas report`` files: through the door, in bundles as large, and onto stamped sheets of the
log. It does so under its own id and at its own place of the log: store, log, vault and seals tell of the same reports.
What the store says of a report's content is the engine's invention all the same.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from msgspec import Struct

from spamatlas.cli.filing import BUNDLE_REPORTS
from spamatlas.log import Batch, EmbeddedLog
from spamatlas.model import Channel, Submission
from spamatlas.pipeline.door import Door, bundles
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.sealing import Sealing
from spamatlas.samples.campaign import campaigns
from spamatlas.samples.writing import reports
from spamatlas.settings import Settings
from spamatlas.store import Store
from spamatlas.store.evidence import Vault

AT_ONCE = 20_480
SAID_EVERY = 100 * BUNDLE_REPORTS
SOONER = ("cache_size = -1000000", "synchronous = OFF", "wal_autocheckpoint = 50000")
"""The indexes of ten million ids, which come in the order of chance, in memory, and not on disk after each bundle: a
node had months for that. What is in the files when all is filed is the same."""
MADE = """
SELECT toString(id) AS id, sequence, channel, received_at, reporter, caller_id, campaign FROM report
WHERE sequence > {after:UInt64} AND sequence <= {until:UInt64} ORDER BY sequence, received_at LIMIT 1 BY sequence
"""
"""At one place of the log stands one report: where a node filed more into a made store, the engine's is taken."""


class Text(Struct, frozen=True):
    """A sample as bytes around the place of its caller's id."""

    media_type: str
    before: bytes
    after: bytes


def file_all(settings: Settings) -> int:
    """File what a store holds into log and vault, and seal it; how many reports that are. What was filed stays.

    Raises:
        ValueError: the store's places do not follow each other, so its log would be another.
    """
    folder = Folder(settings.data)
    store, log, vault = Store.open(settings), EmbeddedLog(folder.log), Vault(folder.evidence)
    for base in (log._database._connection, vault._base):  # noqa: SLF001
        for pragma in SOONER:
            base.execute(f"PRAGMA {pragma}")
    door, sealing = Door(settings, log, vault), Sealing(settings, folder, log, vault)
    try:
        for bundle in bundles(filed_as(store, log.end()), BUNDLE_REPORTS):
            door.accept(bundle)
            while sealing.take_up():
                pass
            if log.end() != int(bundle[-1].caller_id) + 1:
                raise ValueError("a made report is not at its place of the log")
            if log.end() % SAID_EVERY == 0:
                print(f"{datetime.now(UTC):%H:%M:%S} {log.end():,} filed", file=sys.stderr, flush=True)
        log.commit(Batch(token="all", last=log.end(), payload=b""))
        return log.end()
    finally:
        sealing.close()
        vault.close()
        log.close()
        store.close()


def filed_as(store: Store, begin: int = 0) -> Iterator[Submission]:
    """What each report of a made store behind a place of the log was filed as, in the order of the log."""
    last = int(store.query("SELECT max(sequence) AS last FROM report", seconds=60)[0]["last"])
    for after in range(begin, last, AT_ONCE):
        yield from map(submission, store.query(MADE, {"after": after, "until": after + AT_ONCE}, seconds=60))


def submission(made: Mapping[str, Any]) -> Submission:
    """A row of ``MADE`` as it was filed; the same each time."""
    channel = Channel(made["channel"])
    text = text_of(channel, made["campaign"], made["sequence"])
    return Submission(
        id=made["id"],
        media_type=text.media_type,
        body=text.before + made["id"].encode() + text.after,
        received_at=made["received_at"],
        reporter=made["reporter"],
        caller_id=made["caller_id"],
        channel=channel,
    )


def text_of(channel: Channel, campaign: int, place: int) -> Text:
    """One of the texts of the sample campaign that stands for a campaign."""
    known = texts()[channel]
    written = known[campaign % len(known)]
    return written[place % len(written)]


@cache
def texts() -> Mapping[Channel, list[list[Text]]]:
    """The samples of each channel, campaign by campaign."""
    found: dict[Channel, list[list[Text]]] = defaultdict(list)
    for each in campaigns():
        found[each.channel].append([_cut(sample) for sample in reports(each, datetime(2026, 11, 1, tzinfo=UTC), 1)])
    return found


def _cut(sample: Submission) -> Text:
    before, _, after = sample.body.partition(sample.caller_id.encode())
    return Text(sample.media_type, before, after)
