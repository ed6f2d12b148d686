"""Addresses in a page that open no page of a host: scripts, pages within the address, files of a foreign machine."""

import re
from collections.abc import Callable
from ipaddress import ip_address

from spamatlas.model import Holding
from spamatlas.parse.hosts import has_known_suffix, host_of

MOST_CHARACTERS = 2000

_SCHEME = re.compile(r"\s{0,20}([a-z][a-z0-9+.-]{1,30}):", re.IGNORECASE)
_TYPED = re.compile(r"\s*(?:text/html|application/xhtml\+xml|image/svg\+xml|text/javascript)", re.IGNORECASE)
_LEADS_ON = re.compile(r"https?:|location|atob|document\.write|eval|//", re.IGNORECASE)
_FILE_HOST = re.compile(r"[/\\]{2,5}([^/\\?#@]{1,253})")
_SHARE = re.compile(r"(?:\\|%5c|/|%2f){2,4}[a-z0-9]", re.IGNORECASE)
# What Office programs open by themselves ([MS-OFFURI]: Office URI Schemes), and what Windows has opened for an attacker
# (CVE-2022-30190 for ms-msdt; search-ms leads its file manager to a foreign share; ms-appinstaller sets up programs).
_OFFICE = frozenset({"ms-word", "ms-excel", "ms-powerpoint", "ms-visio", "ms-access", "ms-project", "ms-publisher"})
_OF_THE_SYSTEM = frozenset({"ms-msdt", "ms-appinstaller", "ms-officecmd", "ms-cxh", "ms-its", "mk", "vbscript"})


def held_by(address: str) -> Holding | None:
    """What an address does other than open a page (its scheme: WHATWG URL, section 4.2); None for all others.

    A script that goes nowhere, a picture within the address and a file of the reader's own machine or office are
    what honest pages and colleagues have too: they are none.
    """
    address = address[:MOST_CHARACTERS]
    scheme = _SCHEME.match(address)
    if scheme is None:
        return None
    name, rest = scheme[1].lower(), address[scheme.end() :]
    if name in _OF_THE_SYSTEM:
        return "system_link"
    if name in _OFFICE:
        return "office_link"
    held, is_so = _HELD.get(name, (None, None))
    return held if is_so and is_so(rest) else None


def within(address: str) -> str:
    """The web address that an Office program is to open (``ms-word:ofe|u|https://…``); empty without one."""
    scheme = _SCHEME.match(address)
    if scheme is None or scheme[1].lower() not in _OFFICE:
        return ""
    at = address.find("http", scheme.end(), MOST_CHARACTERS)
    return address[at:].partition("|")[0] if at >= 0 else ""


def _is_foreign(rest: str) -> bool:
    """Whether a file's host is one of the open Internet."""
    found = _FILE_HOST.match(rest)
    host = host_of(found[1]) if found else ""
    try:
        return ip_address(host).is_global
    except ValueError:
        return has_known_suffix(host)


_HELD: dict[str, tuple[Holding, Callable[[str], object]]] = {
    "javascript": ("script_link", _LEADS_ON.search),
    "data": ("page_link", _TYPED.match),
    "file": ("file_link", _is_foreign),
    "search-ms": ("file_link", _SHARE.search),
    "search": ("file_link", _SHARE.search),
}
