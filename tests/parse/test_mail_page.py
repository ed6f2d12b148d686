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
        *(
            "color:hsl(0,0%,100%)",
            "color: hsl(0 0% 100%)",
            "color:rgb(0 0 0 / 0)",
            "color:hsla(9,9%,9%,0)",
            "color:#fff0",
        ),
        *(
            "--c:#fff;color:var(--c)",
            "color:var(--no, white)",
            "font-size:calc(0px)",
            "filter:opacity(0)",
            "color:#eee",
        ),
        *("position:absolute;z-index:-1", "font-size:2px", "font-size:.1em", "font-size:5%", "display:/* */none"),
        "display:\tnone",
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
        *(
            "color:hsl(0,0%,20%)",
            "color:rgb(255,0,0)",
            "font-size:1em",
            "font-size:1.2em",
            "font-size:100%",
            "z-index:-1",
        ),
        *(
            "max-width:calc(100% - 20px)",
            "color:rgb(0 0 0 / 0.9)",
            "color:#ddd",
            "filter:opacity(0.9)",
            "color:#aaa0f0",
        ),
        *("color:rgba(0,0,0,0.8)", "max-width:600px", "width:1px", "background-color:#ffffff", "transform:scale(0.9)"),
    ],
)
def test_what_a_style_shows_is_seen(style: str) -> None:
    page = read_page(f"<div>seen</div><p style='{style}'>too</p>")
    assert (page.text.split(), page.hidden) == (["seen", "too"], "")


@pytest.mark.parametrize(
    "page",
    [
        "<style>div > span#q{font-size:0}</style><p>seen</p><div><span id=q>gone</span></div>",
        "<STYLE>div .a.b{display:none}</STYLE><p>seen</p><div><p><i class='b a'>gone</i></p></div>",
        "<style>.q{overflow:hidden;height:0}</style><p>seen</p><div class=q>gone</div>",
        "<style>.q{color:#333;background:#333}</style><p>seen</p><div class=q>gone</div>",
        "<style>:root{--ink: #fff} .q{background:#fff;color:var(--ink)}</style><p>seen</p><div class=q>gone</div>",
        "<style>body{background:#222;color:#222}p{color:#fff}</style><body><p>seen</p><div>gone</div>",
        "<style>*{color:white}</style><body><p style='color:#000'>seen</p><div>gone</div>",
        "<body text=#ffffff><font color=black>seen</font><div>gone</div>",
    ],
)
def test_what_rules_hide_in_other_ways_is_hidden(page: str) -> None:
    found = read_page(page)
    assert (found.text, found.hidden.split()) == ("seen", ["gone"])


@pytest.mark.parametrize(
    "page",
    [
        "<style>body{background:#222;color:#eee}</style><body><p>seen</p>",
        "<style>body{color:#fff} #in > [x]{color:#000}</style><body><p id=in><b x>seen</b></p>",
        "<style>body{color:#fff} td.a:hover{color:#000}</style><body><table><tr><td class=a>seen</table>",
        "<style>@media print{div > p{display:none}}</style><div><p>seen</p></div>",
        "<style>.x p{display:none} p > i{display:none}</style><p>seen</p>",
    ],
)
def test_what_rules_do_not_hide_is_seen(page: str) -> None:
    found = read_page(page)
    assert (found.text, found.hidden) == ("seen", "")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("".join(f"<div style='display:inline'>{sign}</div>" for sign in "pay now"), "pay now"),
        ("".join(f"<P style='color:red; display: INLINE;'>{sign}</P>" for sign in "pay now"), "pay now"),
        ("<div style='display:inline-block'>one</div><div style='display:inline-block'>two</div>", "one\n\ntwo"),
        ("<p>x</p><bdo dir=rtl>won yap</bdo> y", "x\n\u202ewon yap\u202c y"),
        ("<BDO DIR='RTL'>won<br>yap</BDO>", "\u202ewon\u202c\n\u202eyap\u202c"),
        ("<i style='unicode-bidi: bidi-override; direction:rtl'>won</i>", "\u202ewon\u202c"),
        ("<bdo dir=ltr>pay</bdo>", "pay"),
        ("<p>x</p><svg><title>t</title><text y=20>pay now</text></svg>", "x\n\npay now"),
        ("<svg style='display:none'><text>gone</text></svg>x", "x"),
        ("<style>p:after{content:'verify your account'}</style><p>x</p>", "x\n\nverify your account"),
        ("<style>p::before{content:'\\70\\61\\79 your account'}</style><p>x</p>", "x\n\npayyour account"),
        ("<style>p:after{content:'\\201C'} p{content:'not shown by a program'}</style><p>x</p>", "x"),
        ("\u200a".join("pay now"), "pay now"),
    ],
)
def test_what_is_shown_otherwise_than_written_is_read_as_shown(page: str, text: str) -> None:
    assert read_page(page).text == text


@given(
    st.text(st.sampled_from("<>/*{}()=:;.#-'\" 01aevr"), max_size=200), st.sampled_from(["style", "p style='", "svg"])
)
def test_any_style_is_read(written: str, tag: str) -> None:
    assert isinstance(read_page(f"<{tag}>var({written}display:inline<bdo dir=rtl>{written}</style>x").text, str)


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "sign",
    [
        *("var(--a)", "--", "var(--a,", "<div style=display:inline ", "display:inline ", "<style>a b{display:none}"),
        *("<bdo dir=rtl>", "<svg><text>", "\u2009a", "/*", "hsl(0 ", "<p style='z-index:-1'>", "content:'", "a:after{"),
        "<style>:root{--a:" + "b" * 60 + "}",
    ],
)
def test_a_page_of_many_styles_is_read_soon(sign: str) -> None:
    read_page("<style>--a:" + "c" * 50 + ";var(" + sign * (1_000_000 // len(sign)) + "</style><p>var(--a)")


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


@pytest.mark.timeout(30)
def test_a_page_of_many_hiding_rules_is_read_soon() -> None:
    rules = "".join(f".a{number}.b,.c{number}{{display:none}}" for number in range(4_000))
    page = read_page(f"<style>.x{{display:none}}{rules}</style><style>{rules}</style>" + "<p class=x>y</p>" * 4_000)
    assert page.text == ""
