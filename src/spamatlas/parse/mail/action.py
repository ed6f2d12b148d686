"""What a document has its reader do as soon as it is opened."""

import re

from spamatlas.model import FileKind
from spamatlas.parse.mail.archive import zip_entries
from spamatlas.parse.mail.packed import member_of

MOST_SEARCHED = 2_000_000
_MOST_RELATIONS = 65_536
_RELATIONS = "settings.xml.rels"
# ECMA-376-1, section 17.15.1.6, with a target on another machine: by HTTP or as a share (ECMA-376-2, section 9.3).
_TEMPLATE = re.compile(rb"<Relationship\b[^<>]{0,2000}attachedTemplate[^<>]{0,2000}>", re.IGNORECASE)
_AWAY = re.compile(rb"""target\s{0,9}=\s{0,9}["'](?:https?:|\\\\|file:/{4,5})""", re.IGNORECASE)
# ISO 32000-1, sections 7.7.2 (OpenAction) and 12.6.4: an action of its own, or the number of one.
_OPENS = re.compile(rb"/OpenAction\s{0,9}(?:(<<[^>]{0,400})|(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R)")
_ACTS = re.compile(rb"/S\s{0,9}/(?:JavaScript|Launch)\b")
_OBJECT_BYTES = 600
_MOST_OPENED = 5


def acts(body: bytes, kind: FileKind) -> bool:
    """Whether a PDF runs a script or a program on opening, an RTF text updates an object that it holds, or a document
    of Word takes its template from another machine.
    """
    if body.startswith(b"{\\rt"):
        return b"\\objupdate" in body[:MOST_SEARCHED]  # Rich Text Format 1.9.1, "Objects"
    if kind == "pdf":
        return _in_pdf(body[:MOST_SEARCHED])
    return kind == "office" and _in_office(body)


def _in_pdf(body: bytes) -> bool:
    for number, found in enumerate(_OPENS.finditer(body)):
        if number >= _MOST_OPENED:
            break
        if found.group(1) is not None:
            if _ACTS.search(found.group(1)):
                return True
            continue
        at = body.find(b"\n" + found.group(2) + b" 0 obj")
        if at >= 0 and _ACTS.search(body[at : at + _OBJECT_BYTES].partition(b"endobj")[0]):
            return True
    return False


def _in_office(body: bytes) -> bool:
    for entry in zip_entries(body):
        if entry.name.endswith(_RELATIONS) and not entry.is_encrypted:
            relations = member_of(body, entry, _MOST_RELATIONS)
            return any(_AWAY.search(each) for each in _TEMPLATE.findall(relations))
    return False
