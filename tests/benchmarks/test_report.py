from collections import Counter

import pytest
from benchmarks.quality import bogofilter, tables
from benchmarks.quality.__main__ import main
from benchmarks.quality.report import MARKER, PLACE, replaced, sections
from benchmarks.quality.table import Table, percent, ranged, rows
from benchmarks.quality.tables.ablation import emptied
from benchmarks.quality.tables.categories import listed, several
from benchmarks.quality.tables.rewrites import family_of
from training.examples import Example, text_message
from training.fit import gather

from spamatlas.plugins import pieces

PAGE = f"# Title\n\nBy hand.\n\n{MARKER}\n\n## One\nold\n\n## Gone\nx\n"


def test_what_people_wrote_stays_and_sections_are_replaced() -> None:
    page = replaced(PAGE, {"Two": "2\n", "One": "new"}, ["One", "Two", "Three"])
    assert page == f"# Title\n\nBy hand.\n\n{MARKER}\n\n## One\nnew\n\n## Two\n2\n"
    assert replaced(page, {}, ["One", "Two"]) == page


def test_a_page_without_a_marker_gets_one_at_its_end() -> None:
    assert replaced("# Title\n\n## By hand\ntext\n", {"One": "1"}, ["One"]) == (
        f"# Title\n\n## By hand\ntext\n\n{MARKER}\n\n## One\n1\n"
    )


def test_sections_above_the_marker_are_not_taken() -> None:
    assert sections(f"## Above\na\n{MARKER}\n## Below\nb\n") == {"Below": "b"}


def test_the_page_has_every_table_once_in_its_place() -> None:
    found = sorted(pieces(tables, Table).values(), key=lambda table: table.place)
    assert len({table.place for table in found}) == len({table.title for table in found}) == len(found)
    assert list(sections(PLACE.read_text("utf-8"))) == [table.title for table in found]


def test_an_unknown_table_is_refused_before_anything_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no-such-table"]) == 2
    assert "cold-start" in capsys.readouterr().out


def test_rows_are_a_markdown_table() -> None:
    assert rows(("a", "b"), [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    assert (percent(0.1234), ranged(0.5, (0.25, 0.75), 0)) == ("12.3", "50 (25-75)")


def test_rewrites_are_of_their_originals_family() -> None:
    assert family_of("llm-phish_impersonation_001_orig") == family_of("llm-phish_impersonation_001_p12")
    assert family_of("llm-phish_impersonation_001_p1") != family_of("llm-phish_impersonation_002_p1")


def test_bogofilter_has_a_figure_for_each_order() -> None:
    assert set(bogofilter.kept()) == {"3", "4", "5", "6", "7"}


def test_a_part_is_taken_away_and_the_rest_stays() -> None:
    examples = [
        Example(message=text_message({"channel": "sms", "text": text}), is_spam=False, source="own", family=text)
        for text in ("Your parcel waits at https://a.example/x", "See you at nine")
    ]
    texts = gather(examples)
    bare = emptied(texts, ("words", "shape"))
    assert (bare.words.nnz, bare.words.shape, bare.shape.any()) == (0, texts.words.shape, False)
    assert texts.words.nnz and texts.shape.any()
    assert (bare.grams != texts.grams).nnz == 0 and bare.spam is texts.spam


def test_what_was_said_seldom_is_put_together() -> None:
    given = Counter({"a": 5, "b": 4, "c": 3, "d": 2, "e": 1, "f": 1})
    assert listed(given) == "a 5, b 4, c 3, d 2, others 2"
    assert listed(Counter({"a": 1})) == "a 1"


def test_categories_count_by_their_campaigns_not_by_their_texts() -> None:
    def text(category: str, family: str, is_spam: bool = True) -> Example:
        message = text_message({"channel": "sms", "text": "x"})
        return Example(message=message, is_spam=is_spam, source="own", family=family, category=category)

    held = [text("loan", "1"), text("loan", "1"), text("adult", "2"), text("adult", "3"), text("ham", "4", False)]
    assert several([*held, text("ham", "5", False)]) == {"adult"}
