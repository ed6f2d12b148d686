"""Pages as a person reads them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.parse.mail.page import read_page, tidy


@pytest.mark.parametrize("selector", [".3a", ".-", ".-3", "3", "-", "1p.x", ".", "#", "p.", ".٣", ".--x", "#9x"])
def test_a_selector_that_css_does_not_know_hides_nothing_and_stops_nothing(selector: str) -> None:
    page = read_page(f"<style>{selector}{{display:none}}</style><p class=x>seen</p>")
    assert (page.text, page.hidden) == ("seen", "")


@pytest.mark.parametrize("selector", [".x", "p.x", "#y", "p", ".a,.x"])
def test_what_the_page_s_own_sheet_hides_is_hidden(selector: str) -> None:
    page = read_page(f"<style>{selector}{{display:none}}</style><p class=x id=y>gone</p><div>seen</div>")
    assert (page.text, page.hidden) == ("seen", "gone")


@pytest.mark.parametrize(
    "style",
    [
        *("display:none", "DISPLAY : NONE", "visibility:hidden", "mso-hide:all", "opacity:0", "opacity:.01", "zoom:0"),
        *("font-size:0", "font-size:1px", "font:0/0 a", "max-height:0", "max-width:0", "transform:scale(0)"),
        *("height:0;overflow:hidden", "overflow:hidden;width:1px", "clip:rect(0,0,0,0)", "clip-path:inset(100%)"),
        *("position:absolute;left:-9999px", "margin-left:-5000px", "position:fixed;top:-999px", "text-indent:-9999px"),
        *("color:#fff", "color:white", "color:#fefefe", "color:rgb(255,255,255)", "color:#f1f1f1", "color:transparent"),
        *("color:rgba(0,0,0,0)", "color:#222;background:#222", "color:#ffffff !important"),
    ],
)
def test_what_a_style_hides_is_hidden(style: str) -> None:
    page = read_page(f"<div>seen</div><p style='{style}'>gone</p>")
    assert (page.text, page.hidden) == ("seen", "gone")


@pytest.mark.parametrize(
    "style",
    [
        *("color:#000", "color:#777", "color:#eee;background:#222", "font-size:12px", "font:10px Arial", "opacity:0.5"),
        *(
            "overflow:hidden;height:20px",
            "height:100px;overflow:hidden",
            "margin-left:-10px",
            "line-height:0",
            "left:0",
        ),
        *("color:rgba(0,0,0,0.8)", "max-width:600px", "width:1px", "background-color:#ffffff", "transform:scale(0.9)"),
    ],
)
def test_what_a_style_shows_is_seen(style: str) -> None:
    page = read_page(f"<div>seen</div><p style='{style}'>too</p>")
    assert (page.text.split(), page.hidden) == (["seen", "too"], "")


def test_white_on_a_dark_ground_is_seen() -> None:
    page = read_page("<body style='background:#000'><table bgcolor=#111111><tr><td style='color:#fff'>seen</table>")
    assert (page.text, page.hidden) == ("seen", "")


@given(
    st.lists(
        st.sampled_from(["a", "é", "字", " ", "\n", "\t", "\r", "\x85", "\u00a0", "\u2028", "\u3000", "\u200b", "\0"])
    )
)
def test_blanks_and_empty_lines_are_one_each(signs: list[str]) -> None:
    text = "".join(signs)
    lines = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    assert tidy(text) == re.sub("\n{3,}", "\n\n", lines).strip()


def test_what_a_closed_part_holds_is_hidden_but_its_links_count() -> None:
    page = read_page(
        "<p>Buy now</p><Details>loose <summary>More <b>here</b></summary><p>padding</p> and"
        "<details><summary>inner</summary>deep <a href='https://example.org/a'>there</a></details></details>"
        "<DETAILS open><summary>Open</summary>shown</DETAILS>"
    )
    assert page.text.split() == ["Buy", "now", "More", "here", "Open", "shown"]
    assert sorted(page.hidden.split()) == ["and", "deep", "inner", "loose", "padding", "there"]
    assert [link.host for link in page.links] == ["example.org"]


@pytest.mark.parametrize("html", ["<details>" * 3_000, "<details><summary>" * 1_000, "<details open><details>" * 900])
def test_many_closed_parts_are_read(html: str) -> None:
    assert isinstance(read_page(html + "x").text, str)


@pytest.mark.parametrize("filler", ["<b>" * 40_000, "<b>" * 3_000, "<a href='#'>" * 1_500, "<form>" * 1_500])
def test_no_number_of_elements_hides_where_a_page_leads_or_what_it_asks(filler: str) -> None:
    page = read_page(
        f"{filler}<p>pay &amp; go <A class=x HREF='https://evil.example/?a=1&amp;b'>in</a><input type=Password>", True
    )
    assert "pay & go" in page.text
    assert [link.url for link in page.links] == ["https://evil.example/?a=1&b"]
    assert page.holds == ("form", "password")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("sign", ["<a ", "<a href", "<a href=", "<input type=", "<input x", "<a href=x "])
def test_a_page_of_many_signs_is_read_soon(sign: str) -> None:
    read_page(sign * (1_000_000 // len(sign)))
