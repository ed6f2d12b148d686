"""A file that is not of the kind that its name says."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Attachment, FileKind, Message, Origin

_SEEN = frozenset(["jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "heic", "mp3", "wav", "m4a", "mp4"])
_PACKAGES = frozenset(["docx", "xlsx", "pptx", "odt", "ods"])
_OLD = frozenset(["doc", "xls", "ppt", "rtf"])
_PLAIN = frozenset(["txt", "csv", "log", "ics", "htm", "html", "svg", "xml", "eml"])
_PACKED = frozenset(["zip", "rar", "7z", "gz"])
_SHOWN = _SEEN | {"pdf"}
_ALL = _SHOWN | _PACKAGES | _OLD | _PLAIN | _PACKED

# Of what each kind is never called by mistake. Programs export tables as HTML named .xls, and save .docx as .doc.
_NEVER: dict[FileKind, frozenset[str]] = {
    "program": _ALL,
    "shortcut": _ALL,
    "disk_image": _ALL,
    "page": _SHOWN | _PACKAGES | _PACKED,
    "archive": _SHOWN,
    "compound": _SHOWN,
}
_AS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "text/plain": "txt",
    "text/csv": "csv",
}
_KIND_OF: dict[str, FileKind] = {
    "application/x-msdownload": "program",
    "application/x-dosexec": "program",
    "application/x-msdos-program": "program",
    "application/vnd.microsoft.portable-executable": "program",
    "application/x-executable": "program",
    "application/x-msi": "program",
    "application/hta": "program",
    "application/vnd.android.package-archive": "program",
    "application/x-ms-shortcut": "shortcut",
    "application/x-iso9660-image": "disk_image",
    "text/html": "page",
    "application/xhtml+xml": "page",
}


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a file whose bytes or media type are of a kind that files of its name never are."""
    for file in message.attachments:
        ending = file.ending or _AS.get(file.media_type, "")
        if ending in _NEVER.get(_kind(file), ()):
            yield Finding({"ending": ending}, 1.5 if file.kind in ("program", "shortcut") else 1.0)
            return


def _kind(file: Attachment) -> FileKind:
    """What its bytes are; where they are of no kind that is known, what its sender says they are."""
    return file.kind or _KIND_OF.get(file.media_type, "")


DETECTOR = Detector(
    name="name-hides-type",
    summary="an attached file whose content is of another kind than its name",
    reason="An attached file is named as .{ending}, but it is a file of another kind.",
    weight=2.0,
    needs="attachments",
    judge=judge,
)
