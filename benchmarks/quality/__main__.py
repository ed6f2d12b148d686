"""``make evaluation``: the tables of docs/evaluation.md, made anew.

``SPAMATLAS_CORPORA=… python -m benchmarks.quality [--write | --every=N] [NAME…]`` prints the tables named, or all;
``--write`` puts each where it belongs in docs/evaluation.md as soon as it is made; ``--every=20`` takes every
twentieth text, to try a table out.
"""

import sys
from time import process_time

from benchmarks.quality import tables
from benchmarks.quality.report import PLACE, replaced
from benchmarks.quality.study import Study
from benchmarks.quality.table import Table
from spamatlas.plugins import pieces


def main(arguments: list[str]) -> int:
    """Make the tables named, or all."""
    found = sorted(pieces(tables, Table).values(), key=lambda table: table.place)
    names = [each for each in arguments if not each.startswith("--")]
    if unknown := set(names) - {table.name for table in found}:
        print(f"no such table: {', '.join(sorted(unknown))}; there are {', '.join(each.name for each in found)}")
        return 2
    every = next((int(each.partition("=")[2]) for each in arguments if each.startswith("--every=")), 1)
    study, order = Study(every), [table.title for table in found]
    for table in found:
        if names and table.name not in names:
            continue
        began = process_time()
        body = "\n".join(table.run(study)).strip()
        print(f"\n## {table.title}\n{body}\n", flush=True)
        study.say(f"{table.name}: {process_time() - began:.0f} s of processor time")
        if "--write" in arguments and every == 1:
            PLACE.write_text(replaced(PLACE.read_text("utf-8"), {table.title: body}, order), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
