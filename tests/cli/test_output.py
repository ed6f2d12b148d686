from spamatlas.cli.output import counted, csv_text


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
