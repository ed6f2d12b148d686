"""``make words``: what each language lacks. ``--write`` brings the catalogues up to date, with empty entries."""

import sys
from pathlib import Path

from spamatlas.locale.catalogues import entries, missing, orphans, write
from spamatlas.locale.extraction import messages

HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """0 when nothing is missing and nothing is left over; another package's folder may be named, to look into that."""
    root = Path(next((each for each in arguments if not each.startswith("-")), HERE.parent))
    wanted, lacks = messages(root), 0
    for folder in sorted(each for each in HERE.iterdir() if each.is_dir() and each.name[:1] != "_"):
        if "--write" in arguments:
            write(folder, wanted, entries(folder))
        lacking, left = missing(folder, wanted), orphans(folder, wanted)
        lacks += len(lacking) + len(left)
        _say(f"{folder.name}: {len(wanted) - len(lacking)} of {len(wanted)} messages")
        for each in lacking:
            _say(f"  missing in {each.catalogue}.po, said by {each.place}: {each.text}")
        for text in left:
            _say(f"  left over, said nowhere: {text}")
    return 1 if lacks else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
