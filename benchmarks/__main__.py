"""``make bench``: every figure of this project against its peers, in one run on one machine.

``python -m benchmarks [NAME...]`` runs some of them. A benchmark is a module here with a ``main``.
"""

import os
import platform
import sys
from importlib import import_module
from pathlib import Path

ORDER = ("end_to_end", "known_campaigns", "judging", "one_mail", "pages", "worth", "hops")


def main() -> int:
    """Run the benchmarks named, or all."""
    folder = os.environ.get("SPAMATLAS_CORPORA", "")
    if not (Path(folder) / "INDEX.md").is_file():
        print("make bench reads real mail: SPAMATLAS_CORPORA must name the corpora's folder (docs/benchmarks.md)")
        return 2
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} processors, {interpreter()}")
    for name in sys.argv[1:] or ORDER:
        print(f"\n== {name} ==", flush=True)
        import_module(f"benchmarks.{name}").main(Path(folder))
    return 0


def interpreter() -> str:
    """Version and build: one that is loaded as a shared library (pyenv's way) runs this project a tenth slower."""
    try:
        shared = "libpython" in Path("/proc/self/maps").read_text("utf-8")
    except OSError:
        return f"Python {platform.python_version()}"
    return f"Python {platform.python_version()}, {'loaded as a shared library' if shared else 'in one piece'}"


if __name__ == "__main__":
    sys.exit(main())
