"""A command as a user calls it, on a data folder."""

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from spamatlas.cli import main

VERDICT = frozenset(
    (
        *("id", "channel", "spam", "verdict", "category", "lure", "unsolicited", "bulk", "language", "reasons"),
        *("origin", "profile"),
    )
)
"""What every line of ``judge`` has, and every object of ``POST /api/v1/judge``."""
PARCEL = "Your parcel is held. Pay the fee of 2.99 at https://parcel-fee.example/pay now, ref {}"


class Kept(io.BytesIO):
    """What was written, also after whoever wrote it closed it."""

    def close(self) -> None:
        """Not yet."""


def called(data: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """What a command prints, and its exit code; it runs in this process, for a start of its own takes seconds."""
    words = [*map(str, arguments), "--data", str(data)]
    out, err = (io.TextIOWrapper(Kept(), "utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["spamatlas", *words])
        patch.setenv("SPAMATLAS_WORKERS", "1")
        with pytest.raises(SystemExit) as end:
            main()
    said = [each.buffer.getvalue().decode() for each in (out, err)]
    return subprocess.CompletedProcess(words, int(end.value.code or 0), *said)
