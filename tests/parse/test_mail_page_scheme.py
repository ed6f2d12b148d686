"""What links open that lead to no page of a host."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.parse.mail.page import read_page
from spamatlas.parse.mail.page_scheme import held_by, within


@pytest.mark.parametrize(
    ("address", "held"),
    [
        ("data:text/html;base64,PGZvcm0+", "page_link"),
        ("DATA:text/html,<form>", "page_link"),
        ("javascript:location='https://evil.example'", "script_link"),
        ("file://185.11.22.33/share/doc.lnk", "file_link"),
        ("file:\\\\files.evil.com\\share\\doc.lnk", "file_link"),
        ("search-ms:query=x&crumb=location:\\\\185.11.22.33", "file_link"),
        ("search-ms:query=x&crumb=location:%5C%5C185.11.22.33", "file_link"),
        ("ms-msdt:/id PCWDiagnostic", "system_link"),
        ("ms-word:ofe|u|https://evil-host.com/x.docm", "office_link"),
        # Honest ones: buttons of pasted pages, pictures, one's own disk, a colleague's share, calls, mails.
        ("javascript:void(0)", None),
        ("javascript:;", None),
        ("data:image/png;base64,iVBO", None),
        ("file:///C:/Users/anna/plan.docx", None),
        ("file://fileserver/share/plan.docx", None),
        ("file://10.0.0.7/share/plan.docx", None),
        ("tel:+12025550142", None),
        ("mailto:anna@example.org", None),
        ("https://example.org/javascript:location", None),
        ("", None),
    ],
)
def test_what_an_address_opens(address: str, held: str | None) -> None:
    assert held_by(address) == held
    page = read_page(f'<p>See <a href="{address.replace("<", "&lt;")}">here</a></p>')
    assert page.holds == ((held,) if held else ())


def test_what_an_office_program_opens_is_a_link() -> None:
    page = read_page("<a href='ms-word:ofe|u|https://evil-host.com/x.docm'>here</a>")
    assert [link.url for link in page.links] == ["https://evil-host.com/x.docm"]
    assert within("https://example.org/?u=http://example.com") == ""


@pytest.mark.parametrize(
    "html",
    [
        "<meta http-equiv=refresh content='0;url=https://evil-host.com/'>",
        "<meta http-equiv=Refresh content='5, URL = \"https://evil-host.com/\"'>",
        "<meta http-equiv=refresh content='0;https://evil-host.com/'>",
        "<svg><a xlink:href='https://evil-host.com/'><text>here</text></a></svg>",
        "<svg><a href='https://evil-host.com/'><text>here</text></a></svg>",
        "<form><button formaction='https://evil-host.com/'>here</button></form>",
        "<form><input type=submit formaction='https://evil-host.com/'></form>",
        "<a href='https:evil-host.com/'>here</a>",
        "<a href='https://evil-host\u3002com/'>here</a>",
    ],
)
def test_every_way_to_a_host_is_a_link(html: str) -> None:
    assert [link.url for link in read_page(html).links] == ["https://evil-host.com/"]


@pytest.mark.parametrize(
    "html",
    [
        "<meta http-equiv=Content-Type content='text/html; charset=utf-8'>",
        "<meta http-equiv=refresh content=300>",
        "<base href='https://example.org/'><a name=top>up</a><form><input></form>",
    ],
)
def test_nothing_else_is_a_link(html: str) -> None:
    assert read_page(html).links == ()


@given(st.text(max_size=200), st.sampled_from(["javascript:", "data:", "file:", "search-ms:", "ms-word:", ""]))
def test_any_address_is_read(rest: str, scheme: str) -> None:
    held_by(scheme + rest)
    within(scheme + rest)
