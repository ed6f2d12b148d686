"""A progress bar with rate, where a person watches; nothing where none does."""

import sys
from types import TracebackType
from typing import Self


class Progress:
    """Bytes read against all bytes, or against nothing where their sum is not known (0); beside it how many of what it
    ``counts``, and their rate. Use as a context.
    """

    def __init__(self, what: str, total_bytes: int, *, quiet: bool, counts: str = "reports") -> None:
        self._bar = None
        if quiet or not sys.stderr.isatty():
            return
        from rich.console import Console  # noqa: PLC0415  a drawing library: only where a bar is drawn
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            *([TextColumn("{task.percentage:>3.0f} %")] if total_bytes else ()),
            *([TextColumn(f"{{task.fields[reports]:,}} {counts}  {{task.fields[rate]:,.0f}}/s")] if counts else ()),
            *([TimeRemainingColumn()] if total_bytes else ()),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task(what, total=total_bytes or None, reports=0, rate=0.0)

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self, read_bytes: int) -> None:
        """So many more bytes are read."""
        if self._bar:
            self._bar.advance(self._task, read_bytes)

    def count(self, reports: int) -> None:
        """So many more reports are filed."""
        if self._bar:
            task = self._bar.tasks[0]
            filed = task.fields["reports"] + reports
            self._bar.update(self._task, reports=filed, rate=filed / max(task.elapsed or 0, 0.001))

    def waiting(self, done: int, total: int) -> None:
        """From here on the bar shows the analysis."""
        if self._bar:
            self._bar.update(self._task, description="Analysing", completed=done, total=total)
