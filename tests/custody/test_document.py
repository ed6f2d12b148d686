"""The PDF: for every reader's language, whatever strangers wrote; their text stays text."""

import json
from importlib.resources import files
from typing import Any

import fontpkg_noto_sans
import msgspec
import pytest
import typst
from tests.custody.conftest import MAIL, events_of, manifest_of, report

from spamatlas import custody
from spamatlas.custody import chain
from spamatlas.custody import document as module
from spamatlas.custody.document import MOST_ROWS, _fonts, _sheet, document
from spamatlas.locale import languages
from spamatlas.model import Handling, Manifest, PackedReport

HOSTILE = (
    "#pagebreak() #panic() = Heading $x$ `raw` *bold* <label> @ref \\ // /* [ ] { } \"'",
    '#read("/etc/passwd")',
    "\u202egnp.exe\u2066\x00\x1b[2J\u200b\ud7ff",
    "https://evil.example/pay?x=" + "a" * 500,
    "مرحبا 你好 Привет नमस्ते 안녕 ไทย 🅱️👨‍👩‍👧",
    "",
)


def made(*reports: PackedReport) -> tuple[Manifest, list[Handling]]:
    linked = chain.linked(events_of(*reports))
    return msgspec.structs.replace(manifest_of(*reports), chain=chain.end(linked)), list(chain.read(linked))


def hostile(text: str) -> PackedReport:
    return report(1, MAIL, sender=text, operator=text, asn=64500, country="KE", domains=(text,))


def pages(*reports: PackedReport) -> int:
    """How many pages the document has: its template, set as pictures."""
    sheet = json.dumps(_sheet(*made(*reports), languages()["en"]))
    template = (files(custody) / "document.typ").read_bytes()
    found: Any = typst.compile(template, sys_inputs={"sheet": sheet}, format="svg")
    return len(found) if isinstance(found, list) else 1


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_set_in_any_language(language: str, text: str) -> None:
    assert document(*made(hostile(text)), languages()[language]).startswith(b"%PDF-1.7")


def test_it_can_be_kept_and_read_by_everybody_unless_a_sign_is_in_no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = typst.Fonts(include_system_fonts=False, font_paths=[str(fontpkg_noto_sans.ROOT / "files")])
    monkeypatch.setattr(module, "_fonts", lambda: bare)
    marks = b"pdfaid:part", b"pdfuaid:part"
    whole, odd = (document(*made(hostile(text)), languages()["en"]) for text in ("plain", "你好"))
    assert [mark in whole for mark in marks] == [True, True]
    assert [mark in odd for mark in marks] == [False, False]


def test_what_strangers_wrote_is_never_read_as_markup() -> None:
    assert pages(hostile("#pagebreak() " * 7)) == pages(hostile("plain words " * 7))


def test_addresses_are_broken_and_unseen_signs_are_gone() -> None:
    sheet = json.dumps(_sheet(*made(hostile("evil.example\u202e\x00x")), languages()["en"]), ensure_ascii=False)
    assert "evil.example" not in sheet
    assert "evil[.]examplex" in sheet.replace("\u200b", "")
    assert "\u202e" not in sheet


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("application/vnd.spamatlas.report+json", ["application/", "vnd.", "spamatlas.", "report+", "json"]),
        ("pay-here.evil.example", ["pay-", "here[.]", "evil[.]", "example"]),
        ("7e4e4820e3a5", ["7e4e4820e3a5"]),
        ("a" * 13, list("a" * 13)),
        ("." * 20, list("." * 20)),
    ],
)
def test_long_names_break_behind_their_signs_and_else_anywhere(text: str, pieces: list[str]) -> None:
    said = module._harmless(text) if "evil" in text else module._foreign(text)
    assert said == "\u2068" + "\u200b".join(pieces) + "\u2069"


def test_the_same_package_has_the_same_document() -> None:
    first, second = (document(*made(hostile("x")), languages()["en"]) for _ in range(2))
    assert first == second


def test_it_says_how_many_it_leaves_out() -> None:
    many = [report(number, b"x%d" % number) for number in range(1, MOST_ROWS + 20)]
    sheet = json.dumps(_sheet(*made(*many), languages()["en"]))
    assert f"The first {MOST_ROWS} of {MOST_ROWS + 19} are shown" in sheet


def test_fonts_are_those_of_the_packages() -> None:
    assert {"Noto Sans", "Noto Sans Arabic"} <= set(_fonts().families())
