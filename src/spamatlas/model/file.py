"""What files are, by their first bytes and their names."""

from typing import Literal

FileKind = Literal["", "program", "shortcut", "disk_image", "page", "pdf", "office", "compound", "archive"]
"""What the bytes are, whatever the name says; empty where nothing here fits.

``office`` is an OOXML or OpenDocument package, ``compound`` an older Office file, installer or locked OOXML file
([MS-CFB]), ``archive`` any other packed file, ``page`` HTML.
"""

Holding = Literal[
    "encrypted",
    "macros",
    "program",
    "form",
    "password",
    "redirect",
    "action",
    "script_link",
    "page_link",
    "file_link",
    "system_link",
    "office_link",
]
"""What a file or a page holds: what only a password opens, macros, a program within an archive, a form with fields to
fill in, a field for a password among them, an order to open another address, an action that a reader of documents takes
by itself when it opens the file; and links that open no page of a host: a script, a page within the address, a file of
a foreign machine, a part of the reader's system, an Office program."""

SCRIPTS: frozenset[str] = frozenset(
    [
        "bat",
        "cmd",
        "com",
        "dll",
        "img",
        "jar",
        "js",
        "jse",
        "msi",
        "msix",
        "one",
        "ps1",
        "psm1",
        "reg",
        "sct",
        "slk",
        "vhd",
        "vhdx",
        "website",
        "wsc",
        "wsf",
        "wsh",
        "xll",
    ]
)
"""Endings of what runs or carries what runs, and of what is packed for work as well."""

WITH_MACROS: frozenset[str] = frozenset(
    ["docm", "dotm", "potm", "ppam", "ppsm", "pptm", "sldm", "xlam", "xlsm", "xltm"]
)
"""Endings of documents of Office that may hold macros (ECMA-376 with [MS-OFFMACRO2])."""

RUNS = frozenset(
    [
        "ace",
        "apk",
        "appinstaller",
        "appref-ms",
        "application",
        "chm",
        "cpl",
        "diagcab",
        "exe",
        "hta",
        "iqy",
        "iso",
        "jnlp",
        "library-ms",
        "lnk",
        "mht",
        "mhtml",
        "msc",
        "pif",
        "rdp",
        "scf",
        "scr",
        "settingcontent-ms",
        "url",
        "vbe",
        "vbs",
        "xbap",
    ]
).union(SCRIPTS, WITH_MACROS)
"""Endings of files that run, or that open what runs, when they are opened: most of what mail programs refuse."""


def shortened(name: str, most: int) -> str:
    """A file's name in so many characters at most, 40 or more: of a longer one the middle is left out, as its ending
    says what opens it.
    """
    return name if len(name) <= most else f"{name[: most - 27]} … {name[-24:]}"


def ending_of(name: str) -> str:
    """The last ending of a file's name in lower case; empty without one.

    Windows takes blanks and dots off the end of a name before it looks for the program that opens it.
    """
    _, dot, ending = name.rstrip(". \t\r\n\0\u00a0\u200b").rpartition(".")
    return ending.strip().lower() if dot else ""
