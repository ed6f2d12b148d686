"""How long a backup of a large node takes with all its evidence, and how long until another one runs from it.

`python -m benchmarks.backup --reports 10000000 --data DIR`: the engine makes the store (see ``store_scale``), what its
reports were filed as goes through the node's own door (see ``filed``: bytes, log, seals), and the commands are called
as their user calls them. DIR needs room for the node, its backup and what is restored: 45 GB for ten million. `--store`
takes the tables from a folder where they were made before (links; of no running node). A run that was ended goes on
where it was.
"""

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.filed import MADE, file_all, submission
from benchmarks.store_scale import fill
from spamatlas.log import EmbeddedLog
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.sealing import Sealing, taken
from spamatlas.settings import Settings
from spamatlas.store import Store
from spamatlas.store.evidence import Vault

LOOKED_AT, EXPORTED = 5_000, 200
WANTED_SECONDS = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--store", type=Path)
    chosen = parser.parse_args()
    make(Settings(data=chosen.data / "node"), chosen.reports, chosen.store)
    measure(chosen.data)


def make(place: Settings, many: int, tables: Path | None) -> None:
    """The node, unless it is there; what is missing of its evidence is filed."""
    folder = Folder(place.data)
    folder.make()
    if tables and not folder.store.exists():
        shutil.copytree(tables, folder.store, copy_function=os.link, symlinks=True)
    elif not folder.store.exists():
        store = Store.open(place)
        fill(store, many)
        store.close()
    print(f"{file_all(place):,} reports filed and sealed")


def measure(data: Path) -> None:
    """Print what each command takes, and what of the restored node is what was filed."""
    node, again = data / "node", data / "again"
    for each in data.glob("*.tar.zst"):
        each.unlink()
    shutil.rmtree(again, ignore_errors=True)
    made, _ = called("backup", "create", data, "--json", "--data", node)
    file = Path(made["file"])
    sizes = f"{made['size_bytes'] / 1e9:.2f} GB in {made['files']:,} files became {file.stat().st_size / 1e9:.2f} GB"
    print(f"{sizes}; nothing was stored for {made['paused_seconds']:.2f} s")
    called("backup", "verify", file, "--json", "--data", node)
    restored, seconds = called("backup", "restore", file, "--json", "--data", again)
    print(f"{restored['reports']:,} reports, {restored['entries']:,} entries: {seconds:.0f} s, {WANTED_SECONDS} wanted")
    ids = compared(Settings(data=again))
    package = data / "package.zip"
    called("evidence", "export", *ids[:EXPORTED], "--out", package, "--json", "--data", again)
    looked, _ = called("evidence", "verify", package, "--json", "--data", again)
    print(f"a package of {looked['reports']} reports, {looked['sealed']} of them sealed: it holds is {looked['holds']}")


def compared(place: Settings) -> list[str]:
    """The ids of some reports of a restored node whose bytes and seals are what was filed, and all of whose sheets name
    the one before.

    Raises:
        ValueError: something is not.
    """
    folder = Folder(place.data)
    store, log, vault = Store.open(place), EmbeddedLog(folder.log), Vault(folder.evidence)
    sealing = Sealing(place, folder, log, vault)
    try:
        ids = []
        for sequence in sorted(random.Random(6).sample(range(1, log.end() + 1), min(LOOKED_AT, log.end()))):
            (row,) = store.query(MADE, {"after": sequence - 1, "until": sequence}, seconds=60)
            (entry,), sheet = log.read(sequence - 1, 1, 0), sealing.of(sequence)
            body = submission(row).body
            line = taken(entry, sha256(body).hexdigest()).digest.encode()
            if entry.id != row["id"] or vault.get(entry.id) != body or sheet is None or line not in sheet.content:
                raise ValueError(f"report {sequence} is not what was filed")
            ids.append(entry.id)
        previous, place_of, sheets = bytes(32), 1, 0
        while sheet := sealing.of(place_of):
            if sheet.content.splitlines()[1] != previous.hex().encode():
                raise ValueError(f"sheet {sheet.number} does not name the one before")
            previous, place_of, sheets = sha256(sheet.content).digest(), sheet.last + 1, sheets + 1
        print(f"{len(ids):,} reports have the bytes and seals that were filed; {sheets:,} sheets are a chain")
        return ids
    finally:
        sealing.close()
        vault.close()
        log.close()
        store.close()


def called(*words: object) -> tuple[dict[str, Any], float]:
    """What a command answered, and how long its user waited."""
    begun, spent = time.perf_counter(), _of_children()
    done = subprocess.run(
        [sys.executable, "-m", "spamatlas", *map(str, words)], capture_output=True, check=False, text=True
    )
    seconds = time.perf_counter() - begun
    print(
        f"{' '.join(map(str, words[:2])):20} {seconds:7.1f} s, of processor {_of_children() - spent:7.1f} s", flush=True
    )
    if done.returncode:
        raise ValueError(done.stderr)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer, seconds


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
