"""Pages as a person reads them."""

import pytest

from spamatlas.parse.mail.page import read_page


@pytest.mark.parametrize("selector", [".3a", ".-", ".-3", "3", "-", "1p.x", ".", "#", "p.", ".٣", ".--x", "#9x"])
def test_a_selector_that_css_does_not_know_hides_nothing_and_stops_nothing(selector: str) -> None:
    page = read_page(f"<style>{selector}{{display:none}}</style><p class=x>seen</p>")
    assert (page.text, page.hidden) == ("seen", "")


@pytest.mark.parametrize("selector", [".x", "p.x", "#y", "p", ".a,.x"])
def test_what_the_page_s_own_sheet_hides_is_hidden(selector: str) -> None:
    page = read_page(f"<style>{selector}{{display:none}}</style><p class=x id=y>gone</p><div>seen</div>")
    assert (page.text, page.hidden) == ("seen", "gone")
