"""How fast rows are made and stored, and evidence kept: `python -m benchmarks.store_insert`

Prints what the clock says and what the processor did (all threads): on a busy machine only the latter means much.
"""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

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
    Reason,
    Ruling,
    Sighting,
    Signature,
    Submission,
    Verdict,
    submission_id,
)
from spamatlas.settings import Settings
from spamatlas.store import Store, rows
from spamatlas.store.evidence import Vault

REPORTS, BATCH = 20_000, 512
REASONS = tuple(Reason(f"reason-{n}", 1.25 - n, "the words {what}", {"what": "n"}) for n in range(4))


def found(number: int) -> tuple[Submission, Message, Origin, Signature]:
    """What the stages before make of one SMS."""
    reporter = f"{number % 997:032x}"
    submission = Submission(
        id=submission_id(reporter, "", b"%d" % number),
        media_type="application/vnd.spamatlas.7726+json",
        body=b"Your parcel waits, pay at parcel.example/%d" % number,
        received_at=datetime(2026, 3, 1, tzinfo=UTC) + timedelta(milliseconds=40 * number),
        reporter=reporter,
    )
    message = Message(
        submission_id=submission.id,
        channel=Channel.SMS,
        text=submission.body.decode(),
        sender=Party(PartyKind.PHONE, f"+1555010{number % 100:02}"),
        links=(Link(f"https://parcel.example/{number}", "parcel.example", "parcel.example"),),
    )
    origin = Origin(
        country="GB",
        operator="Operator",
        destination="FR",
        destination_operator="Carrier",
        known_by="number_plan",
        sightings=(Sighting("country", "GB", "plan", 0.9),),
    )
    return submission, message, origin, Signature(number // 4 + 1, bytes(128), ("link:parcel.example",))


VERDICT = Verdict(
    spam=0.97,
    ruling=Ruling.SPAM,
    category=Category.PHISHING,
    lure=Lure.PARCEL,
    call_to_action=CallToAction.LINK,
    language="en",
    unsolicited=Evidence(Known.YES, 0.9, REASONS[:1]),
    bulk=Evidence(Known.YES, 0.9, REASONS[:1]),
    reasons=REASONS,
)


def concluded(number: int) -> rows.Concluded:
    return rows.Concluded(number, datetime.now(UTC), Assignment(campaign=number // 4, size=number % 4 + 1), VERDICT)


def timed(name: str, act: Callable[[], object], many: int) -> None:
    clock, processor = time.perf_counter(), time.process_time()
    act()
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    print(
        f"{name:28} {many / clock:>10,.0f} a second   {clock / many * 1e6:7.1f} µs each   "
        f"{processor / many * 1e6:7.1f} µs of processor"
    )


def main() -> None:
    stages = [found(number) for number in range(REPORTS)]
    described: list[rows.Described] = []

    def describe() -> None:
        parts = (stages[start : start + BATCH] for start in range(0, REPORTS, BATCH))
        described.extend(rows.describe([(*each, ()) for each in part]) for part in parts)

    timed("describe", describe, REPORTS)
    made: list[rows.Block] = []

    def complete() -> None:
        for start, each in zip(range(0, REPORTS, BATCH), described, strict=True):
            numbers = range(start + 1, start + each.rows + 1)
            made.append(rows.complete(each, [concluded(number) for number in numbers]))

    timed("complete", complete, REPORTS)
    print(f"{sum(len(each.native) for each in made) / REPORTS:,.0f} bytes a row")
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Settings(data=Path(folder)))
        for blocks in (1, 4, 16, len(made)):

            def insert(blocks: int = blocks) -> None:
                for start in range(0, len(made), blocks):
                    store.insert(made[start : start + blocks], f"{blocks}-{start}")

            timed(f"insert, {min(blocks * BATCH, REPORTS)} a batch", insert, REPORTS)
        store.close()
        vault = Vault(Path(folder) / "evidence")
        later = datetime.now(UTC) + timedelta(days=180)
        for size in (512, 4096):
            items = [(os.urandom(16).hex(), each[0].body) for each in stages]

            def put(size: int = size, items: list[tuple[str, bytes]] = items) -> None:
                for start in range(0, REPORTS, size):
                    vault.put_many(items[start : start + size], later)

            timed(f"vault put, {size} a batch", put, REPORTS)
        timed("vault get", lambda: vault.get_many([identity for identity, _ in items]), REPORTS)
        vault.close()


if __name__ == "__main__":
    main()
