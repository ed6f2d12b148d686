from typing import Any

import pytest

from spamatlas.cli.output import counted, csv_text, print_table

CAMPAIGN = {"campaign": "C-f16c5eb90a05c93f", "last_day": 204, "domains": ["pay.example", "way.example"]}


def test_rows_stand_under_their_columns() -> None:
    assert csv_text([{"channel": "sms", "reports": 3}]) == "channel,reports\r\nsms,3\r\n"


def test_a_later_page_has_no_head() -> None:
    assert csv_text([{"channel": "sms"}], header=False) == "sms\r\n"


def test_what_a_spreadsheet_would_take_for_a_formula_is_text() -> None:
    assert csv_text([{"sender": "=1+1"}], header=False) == "'=1+1\r\n"


def test_a_table_without_rows_has_its_columns_all_the_same() -> None:
    assert csv_text([], ("channel", "reports")) == "channel,reports\r\n"
    assert csv_text([]) == ""


def test_one_is_not_many() -> None:
    assert [counted(each, "entry", "entries") for each in (0, 1, 12_000)] == ["0 entries", "1 entry", "12,000 entries"]


@pytest.mark.parametrize("columns", [200, 80, 60, 45])
def test_a_table_breaks_no_word_however_narrow_the_window(capsys: Any, monkeypatch: Any, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    print_table("Campaigns", [CAMPAIGN, CAMPAIGN | {"domains": []}], caption="of two")
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= columns
    for word in ("Campaigns", "C-f16c5eb90a05c93f", "last", "day", "204", "pay.example", "way.example", "of two"):
        assert word in said
    assert "last_day" not in said


def test_what_stands_in_a_cell_obeys_no_terminal_where_each_row_stands_for_itself(
    capsys: Any, monkeypatch: Any
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    print_table("T", [{"name": "\x1b[31m[bold]red[/bold]", "other": "a-long-word-here"}])
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "[bold]red[/bold]" in said
