"""The pages as people of six languages get them."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from spamatlas import web
from spamatlas.locale import languages
from spamatlas.locale.extraction import messages

WANTED = messages(Path(web.__file__).parents[1])
CODES = list(languages())
PAGE = {"accept": "text/html"}


NOT_PAGES = ("/api/", "/schema", "/static/")
DOORS = ("/", "/report", "/receipts/none", "/console")
MOST_PAGES = 60


def pages(client: Any, code: str, most: int) -> dict[str, LexborHTMLParser]:
    """Every page that links lead to from the doors, an operator's too, in a language."""
    found: dict[str, LexborHTMLParser] = {}
    wanted, asked = list(DOORS), set[str]()
    while wanted and len(found) < most:
        path = wanted.pop(0)
        if path in asked:
            continue
        asked.add(path)
        answer = client.get(path, params={"lang": code}, headers=PAGE)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        assert answer.headers["content-language"] == code, path
        found[path] = LexborHTMLParser(answer.text)
        links = [urlsplit(each.attributes["href"] or "") for each in found[path].css("a[href]")]
        wanted += [each.path for each in links if not each.netloc and is_page(each.path)]
    return found


def is_page(path: str) -> bool:
    return path.startswith("/") and not path.startswith(NOT_PAGES)


@pytest.mark.parametrize("code", CODES)
def test_a_page_says_which_language_it_is_in_and_nothing_of_it_stays_english(client: Any, code: str) -> None:
    language = languages()[code]
    found = pages(client, code, most=8 if code == "en" else MOST_PAGES)
    assert len(found) >= 8
    for address, page in found.items():
        html = page.css_first("html")
        assert html.attributes["lang"] == code, address
        assert html.attributes["dir"] == ("rtl" if code == "ar" else "ltr"), address
        said = {each.text(deep=False).strip() for each in page.css("body *")}
        said |= {value for each in page.css("body *") for value in each.attributes.values() if value}
        left = {text for text in said & set(WANTED) if " " in text and language.gettext(text) != text}
        assert code == "en" or left == set(), address


@pytest.mark.parametrize("code", CODES)
def test_every_page_leads_to_the_same_page_in_the_other_languages(client: Any, fake: Any, code: str) -> None:
    parser = LexborHTMLParser(client.get("/report", params={"lang": code, "x": "1"}, headers=PAGE).text)
    links = {each.attributes["hreflang"]: each for each in parser.css("[hreflang]")}
    assert list(links) == CODES
    for other, link in links.items():
        assert link.attributes["lang"] == other
        assert link.text(strip=True) == languages()[other].name
        assert f"lang={other}" in (link.attributes["href"] or "")
        assert "x=1" in (link.attributes["href"] or "")
    assert [each for each, link in links.items() if link.attributes.get("aria-current")] == [code]


@pytest.mark.parametrize("code", CODES)
def test_a_reader_is_told_that_a_machine_translated(client: Any, code: str) -> None:
    parser = LexborHTMLParser(client.get("/report", params={"lang": code}, headers=PAGE).text)
    told = parser.css_first('a[href="/about#languages"]')
    assert bool(told) == (code != "en")
    if told:
        assert told.text() == languages()[code].gettext("Translated by machine, not reviewed yet")


@pytest.mark.parametrize("code", CODES)
def test_errors_are_in_the_readers_language(client: Any, code: str) -> None:
    def said(address: str) -> str:
        parser = LexborHTMLParser(client.get(address, params={"lang": code}, headers=PAGE).text)
        return " ".join(parser.css_first(".intro").text().split())

    language = languages()[code]
    nowhere = language.gettext("There is no such page. Check the address, or start from the overview.")
    assert said("/nowhere") == " ".join(nowhere.split())
    missing = "there is no such figure; the overview shows what there is"
    assert said("/figures/nothing") == " ".join(language.explain(missing).split())
    assert (language.explain(missing) == missing) == (code == "en")
    # Programs get the same in English, whatever the language.
    problem = client.get("/figures/nothing", params={"lang": code}).json()
    assert (problem["code"], problem["detail"]) == ("no-such-figure", missing)


def test_why_a_report_waits_is_in_the_readers_language(client: Any, node: Any) -> None:
    held = {**node.quarantine()[0], "detail": "a mail may have 1000 bytes; file it without its attachments"}
    node.quarantine = lambda *_, **__: [held]
    page = client.get("/console/quarantine", params={"lang": "ru"}, headers=PAGE).text
    assert "в письме может быть не больше 1000 байт" in page
    assert "file it without its attachments" not in page
