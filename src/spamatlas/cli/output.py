"""What a command prints: words for people, JSON for machines."""

import csv
import io
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

LONGEST_WORD = 40
"""In characters; what is longer, a hash or a link, may be broken in a table."""
BETWEEN_COLUMNS = 3
UNWATCHED_COLUMNS = 200
"""Where no person watches there is no window that a line must fit."""


def say(text: str, *, error: bool = False) -> None:
    """A line for a person; complaints go to the error stream."""
    (sys.stderr if error else sys.stdout).write(text + "\n")


def counted(number: int, one: str, many: str) -> str:
    """A number with what it counts: ``1 report``, ``12,000 reports``."""
    return f"{number:,} {one if number == 1 else many}"


def print_json(value: Any) -> None:
    """One JSON document, indented."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def csv_text(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = (), *, header: bool = True) -> str:
    """Rows as comma-separated lines (RFC 4180); what a spreadsheet would take for a formula is kept from being one.

    ``columns`` are those of a table that may have no rows.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    if header and (names := rows[0].keys() if rows else columns):
        writer.writerow(names)
    writer.writerows([_plain(value) for value in row.values()] for row in rows)
    return text.getvalue()


def print_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> None:
    """Rows as comma-separated lines, as ``csv_text`` says."""
    sys.stdout.write(csv_text(rows, columns))


def print_lines(lines: Sequence[bytes]) -> None:
    """JSON objects, one a line."""
    sys.stdout.buffer.write(b"".join(line + b"\n" for line in lines))


def shortened(row: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    """What a table has of a row; times to the minute, in UTC."""
    return {
        name: row[name][:16].replace("T", " ") if name.endswith("at") and isinstance(row[name], str) else row[name]
        for name in columns
    }


def print_table(title: str, rows: Sequence[Mapping[str, Any]], caption: str = "") -> None:
    """Rows under their keys; numbers to the right, with thousands marked. Says so where there are none.

    Words stay whole: names and times are to be read and copied. Where the window is too narrow for all columns with
    whole words, each row stands for itself, a line a column.
    """
    from rich import box  # noqa: PLC0415  a drawing library: only where a table is drawn
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    console = Console(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else UNWATCHED_COLUMNS)
    if not rows:
        console.print(f"{escape(title)}: nothing yet.")
        return
    texts = {name: [name.replace("_", " "), *(_cell(row.get(name)) for row in rows)] for name in rows[0]}
    widths = _widths(list(texts.values()), console.width - BETWEEN_COLUMNS * len(texts))
    if not widths:
        _say_rows(title, texts, caption)
        return
    table = Table(
        title=escape(title), caption=escape(caption), title_justify="left", caption_justify="left", box=box.SIMPLE_HEAD
    )
    for (name, value), width in zip(rows[0].items(), widths, strict=True):
        is_figure = isinstance(value, int | float)
        table.add_column(texts[name][0], justify="right" if is_figure else "left", overflow="fold", width=width)
    for number in range(1, len(rows) + 1):
        table.add_row(*(escape(column[number]) for column in texts.values()))
    console.print(table)


def _widths(columns: Sequence[Sequence[str]], room: int) -> list[int]:
    """How wide each column is, so that all fit and no word is broken; none where they can't."""
    widths = [max(map(len, texts)) for texts in columns]
    least = [max(min(len(word), LONGEST_WORD) for text in texts for word in text.split() or [""]) for texts in columns]
    while sum(widths) > room:
        spare, at = max((width - low, at) for at, (width, low) in enumerate(zip(widths, least, strict=True)))
        if spare <= 0:
            return []
        widths[at] -= 1
    return widths


def _say_rows(title: str, texts: Mapping[str, Sequence[str]], caption: str) -> None:
    widest = max(len(each[0]) for each in texts.values())
    say(title)
    for number in range(1, len(next(iter(texts.values())))):
        say("")
        for name, *values in texts.values():
            if value := values[number - 1]:
                say(f"  {name:<{widest}}  {value}")
    say(f"\n{caption}" if caption else "")


def _cell(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).lower()
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    # A terminal obeys what it is sent; what attackers chose is shown, never sent as it is.
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in str(value))


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        value = " ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
