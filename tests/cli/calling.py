"""A command as a user calls it, on a data folder."""

import os
import subprocess
import sys
from pathlib import Path

VERDICT = frozenset(
    (
        *("id", "channel", "spam", "verdict", "category", "lure", "unsolicited", "bulk", "language", "reasons"),
        *("origin", "profile"),
    )
)
"""What every line of ``judge`` has, and every object of ``POST /api/v1/judge``."""
PARCEL = "Your parcel is held. Pay the fee of 2.99 at https://parcel-fee.example/pay now, ref {}"


def called(data: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "spamatlas", *map(str, arguments), "--data", str(data)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"SPAMATLAS_WORKERS": "1"},
    )
