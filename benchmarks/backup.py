"""How long a backup of a large node takes, and how long until another one runs from it.

`python -m benchmarks.backup --reports 10000000 --data DIR`: the engine makes the store (see ``store_scale``), the log
and the vault hold as many texts of 100 to 200 bytes. DIR needs room for the node, its backup and what is restored.
`--store` takes the tables from a folder where they were made before (links; it must be of as many reports and of no
running node).
"""

import argparse
import os
import random
import shutil
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from benchmarks.store_scale import fill
from spamatlas.cli import keeping
from spamatlas.log import Batch, EmbeddedLog
from spamatlas.model import Submission
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.opening import opened
from spamatlas.settings import Settings
from spamatlas.store import Store
from spamatlas.store.evidence import Vault

AT_ONCE = 20_000
WORDS = ("your", "parcel", "is", "held", "pay", "the", "fee", "now", "at", "account", "bank", "win", "call", "back")
T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--store", type=Path)
    chosen = parser.parse_args()
    place = Settings(data=chosen.data / "node")
    if not place.data.exists():
        make(place, chosen.reports, chosen.store)
    for each in chosen.data.glob("*.tar.zst"):
        each.unlink()
    again = Settings(data=chosen.data / "again")
    shutil.rmtree(again.data, ignore_errors=True)
    made = timed("backed up, without a node", lambda: keeping.create(place, str(chosen.data), quiet=True))
    file = Path(made["file"])
    sizes = f"{made['size_bytes'] / 1e9:.2f} GB in {file.stat().st_size / 1e9:.2f} GB"
    print(f"{sizes}, paused {made['paused_seconds']:.2f} s")
    timed("verified", lambda: keeping.verify(file, quiet=True))
    timed("restored: unpacked, and reports counted", lambda: keeping.restore(file, again, None, quiet=True))
    print(f"{made['reports']:,} reports, {made['entries']:,} entries; 300 s wanted for restoring ten million")
    timed("the restored node has started", lambda: started(again))


def make(place: Settings, many: int, tables: Path | None) -> None:
    folder = Folder(place.data)
    folder.make()
    if tables:
        shutil.copytree(tables, folder.store, copy_function=os.link, symlinks=True)
    else:
        store = Store.open(place)
        fill(store, many)
        store.close()
    log, vault = EmbeddedLog(folder.log), Vault(folder.evidence)
    until = datetime.now(UTC) + timedelta(days=180)
    for first in range(0, many, AT_ONCE):
        texts = [text(number) for number in range(first, min(first + AT_ONCE, many))]
        vault.put_many([(each.id, each.body) for each in texts], until)
        log.append(texts)
        print(f"\r{first + len(texts):,}", end="", file=sys.stderr)
    log.commit(Batch(token="all", last=log.end(), payload=b""))
    log.close()
    vault.close()


def text(number: int) -> Submission:
    chance = random.Random(number)
    body = " ".join(chance.choices(WORDS, k=chance.randint(20, 45))).encode() + b" %d" % number
    return Submission(
        id=f"{number:032x}",
        media_type="text/plain",
        body=body,
        received_at=datetime.now(UTC),
        reporter=f"{number % 20_000}",
    )


def started(place: Settings) -> int:
    with opened(place) as answers:
        return int(answers.node.log.accepted())


def timed(what: str, do: Callable[[], T]) -> T:
    begun, spent = time.perf_counter(), time.process_time()
    done = do()
    print(
        f"{what:45} {time.perf_counter() - begun:7.1f} s, of processor {time.process_time() - spent:7.1f} s", flush=True
    )
    return done


if __name__ == "__main__":
    main()
