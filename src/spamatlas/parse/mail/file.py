"""What a file is and holds, told by its first bytes and, of an archive, its list of names and the
beginnings of what it holds.
"""

import re

from spamatlas.model import RUNS, SCRIPTS, WITH_MACROS, FileKind, Holding, ending_of, shortened
from spamatlas.parse.mail.action import acts
from spamatlas.parse.mail.archive import Listing, listing_of
from spamatlas.parse.mail.packed import beginnings
from spamatlas.parse.mail.pdf import is_pdf
from spamatlas.parse.mail.tape import is_tar

MOST_SEARCHED = 8_000_000
MOST_NAMED, MOST_SHOWN = 12, 120
"""So many files of an archive are named, and so much of each name: what a person looks through."""
FEW = 5
"""How many files an archive may have for a script in it to be what it is there for: work that is sent has more."""
MOST_LEVELS = 2
"""So deep in one another archives are opened."""

_STARTS: tuple[tuple[bytes, FileKind], ...] = (
    (b"\x7fELF", "program"),
    (b"\xfe\xed\xfa\xce", "program"),
    (b"\xfe\xed\xfa\xcf", "program"),
    (b"\xce\xfa\xed\xfe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"dex\n03", "program"),
    (b"L\0\0\0\x01\x14\x02\0", "shortcut"),  # [MS-SHLLINK], section 2.1
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "compound"),  # [MS-CFB], section 2.2
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"MSCF\0\0\0\0", "archive"),
    (b"\x1f\x8b\x08", "archive"),
    (b"\xfd7zXZ\0", "archive"),
)
_BZIP_2 = re.compile(rb"BZh[1-9]1AY&SY")
_RUNNING = frozenset({"program", "shortcut", "disk_image"})
# WHATWG MIME Sniffing, section 7.1, the marks that no other text begins with.
_PAGE = re.compile(
    rb"\s{0,200}(?:<\?xml[^<>]{0,200}\?>\s{0,200})?(?:<!--.{0,500}?-->\s{0,200}){0,3}"
    rb"<(?:!doctype\s{1,9}html|html|head|body|script|iframe|meta)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_BOM = b"\xef\xbb\xbf"
_VBA = "_VBA_PROJECT".encode("utf-16-le")  # [MS-OVBA], section 2.3.4.1
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO], section 2.3.4.4
_ISO_9660 = 32_769  # ECMA-119, section 8.1: the descriptors begin at sector 16


def kind_of(body: bytes) -> FileKind:
    """What the bytes are, whatever the file is called."""
    # The header of a program is not text: every one has zero bytes in its first 64.
    if body.startswith(b"MZ") and b"\0" in body[:64]:
        return "program"
    if body.startswith(b"PK") and body[2:4] in (b"\3\4", b"\5\6"):
        return "office" if _is_package(body) else "archive"
    for start, kind in _STARTS:
        if body.startswith(start):
            return kind
    return _kind_further_in(body)


def _kind_further_in(body: bytes) -> FileKind:
    """What the bytes are that no fixed start tells."""
    # Readers find the mark of a PDF further down as well; a browser that is given a page by its name does not look.
    if _PAGE.match(body[:4000].removeprefix(_BOM)):
        return "page"
    # Before PDF, whose mark a tar archive may have in its first file.
    if is_tar(body) or _BZIP_2.match(body):
        return "archive"
    if is_pdf(body):
        return "pdf"
    return "disk_image" if body[_ISO_9660 : _ISO_9660 + 5] == b"CD001" else ""


def listed_in(body: bytes, kind: FileKind) -> Listing:
    """What an archive or an Office file of this kind lists; of all others nothing."""
    return listing_of(body) if kind in ("archive", "office") else Listing()


def named_in(listing: Listing) -> tuple[str, ...]:
    """The names of a few files of an archive, those first that can run, each cut to what a line can show."""
    ordered = sorted(listing.names, key=lambda name: ending_of(name) not in RUNS)
    return tuple([shortened(name, MOST_SHOWN) for name in ordered[:MOST_NAMED]])


def held_in(body: bytes, kind: FileKind, listing: Listing) -> set[Holding]:
    """What an archive or a document of this kind, which lists this, holds; of all others nothing."""
    if kind == "compound":
        return _in_compound(body[:MOST_SEARCHED])
    found: set[Holding] = {"action"} if acts(body, kind) else set()
    if listing.is_encrypted:
        found.add("encrypted")
    if any(_is_macro(name) for name in listing.names):
        found.add("macros")
    # What a package of Office brings within it are documents; whatever else runs was put there for who unpacks it.
    if _has_program(listing.names, RUNS if kind == "archive" else RUNS - WITH_MACROS) or (
        kind == "archive" and _runs_within(body)
    ):
        found.add("program")
    return found


def is_beyond(listing: Listing, kind: FileKind) -> bool:
    """Whether an archive lists more files than are looked at, or says that it unpacks to what no work does."""
    return kind == "archive" and (listing.is_cut or listing.is_swollen)


def _runs_within(body: bytes, levels: int = MOST_LEVELS) -> bool:
    """Whether a file in an archive is a program by its bytes, or an archive that lists or holds one."""
    for start in beginnings(body):
        kind = kind_of(start)
        if kind in _RUNNING:
            return True
        if kind == "archive" and (
            _has_program(listing_of(start).names, RUNS) or (levels > 1 and _runs_within(start, levels - 1))
        ):
            return True
    return False


def _is_package(body: bytes) -> bool:
    """Whether it is OOXML (ECMA-376-2, section 10.1.2) or OpenDocument (ODF 1.3, part 2, section 3.3)."""
    return body[30:38] == b"mimetype" or body.find(b"[Content_Types].xml", 0, MOST_SEARCHED) >= 0


def _in_compound(body: bytes) -> set[Holding]:
    found: set[Holding] = set()
    if _VBA in body:
        found.add("macros")
    if _LOCKED in body:
        found.add("encrypted")
    return found


def _is_macro(name: str) -> bool:
    lowered = name.lower()
    # Sheets of Excel 4 macros need no project ([MS-XLSB], section 2.1.7.28).
    return lowered.endswith("vbaproject.bin") or "/macrosheets/" in lowered


def _has_program(names: tuple[str, ...], runs: frozenset[str]) -> bool:
    wanted = runs if len(names) <= FEW else runs - SCRIPTS
    return any(ending_of(name) in wanted for name in names)
