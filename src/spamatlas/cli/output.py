"""What a command prints: words for people, JSON for machines."""

import csv
import io
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec


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


def print_table(title: str, rows: Sequence[Mapping[str, Any]], caption: str = "") -> None:
    """Rows under their keys; numbers to the right, with thousands marked. Says so where there are none."""
    from rich import box  # noqa: PLC0415  a drawing library: only where a table is drawn
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    console = Console()
    if not rows:
        console.print(f"{escape(title)}: nothing yet.")
        return
    table = Table(
        title=escape(title), caption=escape(caption), title_justify="left", caption_justify="left", box=box.SIMPLE_HEAD
    )
    for column, value in rows[0].items():
        table.add_column(column, justify="right" if isinstance(value, int | float) else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape(_cell(value)) for value in row.values()))
    console.print(table)


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
