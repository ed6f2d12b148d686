import pytest
from hypothesis import given
from hypothesis import strategies as st
from tldextract import TLDExtract

from spamatlas.suffixes import is_top_level, registrable

LIBRARY = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.example.com", "example.com"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("co.uk", ""),
        ("com", ""),
        ("one.blogspot.com", "one.blogspot.com"),
        ("shop.city.kawasaki.jp", "city.kawasaki.jp"),
        ("a.b.ck", "a.b.ck"),
        ("www.ck", "www.ck"),
        ("printer.local", ""),
        ("192.0.2.7", ""),
        ("mail.parcel.example", "parcel.example"),
        ("xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
    ],
)
def test_what_somebody_registered(host: str, expected: str) -> None:
    assert registrable(host) == expected


LABELS = st.sampled_from(
    ["a", "www", "co", "com", "uk", "jp", "city", "kawasaki", "ck", "blogspot", "github", "io", "zz"]
)


@given(st.lists(LABELS, min_size=1, max_size=5).map(".".join))
def test_it_says_what_the_library_says(host: str) -> None:
    assert registrable(host) == LIBRARY.extract_str(host).top_domain_under_public_suffix


def test_last_labels() -> None:
    assert is_top_level("com")
    assert is_top_level("example")
    assert not is_top_level("html")
