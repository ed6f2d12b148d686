"""A figure says what it counts wherever it goes: in a page, alone, as SVG, PNG, CSV and JSON."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from spamatlas.locale import Language
from spamatlas.statistics import catalogue
from spamatlas.web.face.figure import Drawing
from spamatlas.web.face.poster import Text, png, poster, style, width_of, wrapped
from spamatlas.web.public.exhibit import all_figures

SVG = "{http://www.w3.org/2000/svg}"


def test_a_figure_is_of_a_statistic() -> None:
    assert set(all_figures()) <= set(catalogue())


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("name", sorted(all_figures()))
def test_a_figure_alone_is_whole(client: Any, node: Any, name: str, lang: str) -> None:
    page = LexborHTMLParser(client.get(f"/figures/{name}?lang={lang}").text)
    (figure,) = page.css("figure")
    assert figure.css_first("h1").text(strip=True)
    answer = client.get(f"/figures/{name}.svg?lang={lang}")
    assert answer.headers["content-type"] == "image/svg+xml"
    root = etree.fromstring(answer.content)
    assert root.find(f"{SVG}title").text.split()[0] in figure.css_first("h1").text()
    assert "12" in root.find(f"{SVG}desc").text
    assert {public for _, public in node.asked} == {True}, "what is made to be passed on holds no small cells"


@pytest.mark.parametrize("name", sorted(all_figures()))
def test_an_svg_asks_for_nothing_and_does_nothing(client: Any, name: str) -> None:
    answer = client.get(f"/figures/{name}.svg")
    for each in etree.fromstring(answer.content).iter():
        assert etree.QName(each).localname not in {"script", "image", "use", "foreignObject", "a", "set", "animate"}
        for key, value in each.attrib.items():
            assert not key.startswith("on"), key
            assert "href" not in key
            assert "url(" not in value or value == "url(#no-data)"
    assert "http://evil.example" not in answer.text
    assert "\u202e" not in answer.text


def test_the_svgs_own_style_is_let_through_and_no_other(client: Any) -> None:
    answer = client.get("/figures/volume_usual.svg")
    assert f"<style>{style()}</style>" in answer.text
    assert "var(" not in style()
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "sha256-" in policy


@pytest.mark.parametrize("name", ["volume_usual", "origins_by_country", "routes", "verdicts"])
def test_a_png_is_a_picture_of_it(client: Any, name: str) -> None:
    answer = client.get(f"/figures/{name}.png")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert len(answer.content) > 5_000


@pytest.mark.parametrize("code", ["ar", "zh", "ru"])
def test_letters_of_each_script_are_drawn(code: str) -> None:
    language = Language(code, {})
    words = {"ar": "نص", "zh": "短信", "ru": "Спам"}[code]
    empty = poster(Text("", "", ()), None, [], language)
    drawn = poster(Text(words, "", ()), None, [], language)
    assert len(png(drawn, language)) > len(png(empty, language)) + 300


def test_a_mirrored_poster_begins_at_the_right() -> None:
    def place(code: str) -> int:
        svg = poster(Text("T", "", ()), Drawing(_bare(), 10), [("band", "words")], Language(code, {}))
        return int(re.findall(r'<text class="headline[^"]*" x="(\d+)"', svg)[0])

    assert place("ar") > 700 > 100 > place("en")


def _bare() -> Any:
    from markupsafe import Markup

    return Markup('<svg width="100%"><text x="0">a</text></svg>')


def test_long_lines_are_broken_and_lose_nothing() -> None:
    text = "Reported messages by the country " * 9 + "按来源国家统计的举报数量" * 8
    lines = wrapped(text, 40)
    assert all(width_of(line) <= 40 for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


def test_other_sites_may_show_a_figure_and_nothing_else_of_ours(client: Any) -> None:
    assert "frame-ancestors *" in client.get("/figures/volume").headers["content-security-policy"]
    assert "frame-ancestors 'none'" in client.get("/").headers["content-security-policy"]


@pytest.mark.parametrize("name", ["nothing", "volume.exe", "../volume", "reports", "volume.svg.png"])
def test_an_unknown_figure_is_said_to_be_unknown(client: Any, name: str) -> None:
    assert client.get(f"/figures/{name}").status_code == 404


def test_downloads_ask_for_what_the_page_shows(client: Any, node: Any) -> None:
    page = LexborHTMLParser(client.get("/?since=7d&channel=sms").text)
    for figure in page.css("figure"):
        for link in figure.css(".source a[href*=statistics]"):
            parts = urlsplit(link.attributes["href"])
            asked = {key: value[0] for key, value in parse_qs(parts.query).items()}
            name = parts.path.rpartition("/")[2]
            assert asked["since"] == "7d"
            assert asked.get("channel") == ("sms" if "channel" in catalogue()[name].parameters else None)
            assert client.get(link.attributes["href"]).status_code == 200


def test_a_download_has_a_name_and_says_what_it_counts(client: Any) -> None:
    answer = client.get("/api/v1/statistics/volume?format=csv&notes=1")
    assert 'filename="spamatlas-volume-20260302-20260305.csv"' in answer.headers["content-disposition"]
    notes = [line for line in answer.text.splitlines() if line.startswith("# ")]
    assert notes[0] == "# Reports over time, by channel"
    assert any("1 row of too few reporters is left out." in line for line in notes)
    assert "attachment" in client.get("/api/v1/statistics/volume?format=json").headers["content-disposition"]
    assert "content-disposition" not in client.get("/api/v1/statistics/volume").headers


@pytest.mark.parametrize("where", ["x", "=sms", ""])
def test_a_narrowing_that_names_nothing_is_refused(client: Any, where: str) -> None:
    answer = client.get("/api/v1/statistics/reports", params={"where": where})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-parameter")


def test_a_narrowing_is_handed_on(client: Any, node: Any) -> None:
    client.get("/api/v1/statistics/reports?where=channel=sms&where=country=KE&by=category")
    assert node.parameters[-1]["where"] == {"channel": "sms", "country": "KE"}
