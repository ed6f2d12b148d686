"""What a mail holds for the eye, and the files it carries."""

import re
from collections.abc import Callable
from functools import partial
from hashlib import sha256

from msgspec import Struct

from spamatlas.model import Attachment, FileKind, Holding, Link, ending_of
from spamatlas.parse.blanks import bytes_without_runs, without_runs
from spamatlas.parse.links import links_in
from spamatlas.parse.mail.charset import decode
from spamatlas.parse.mail.code import Picture, picture_in, picture_in_uri
from spamatlas.parse.mail.field import header_in, text_of, unbase64
from spamatlas.parse.mail.file import held_in, is_beyond, kind_of, listed_in, named_in
from spamatlas.parse.mail.forward import is_message
from spamatlas.parse.mail.page import MOST_TAGS, Page, read_page, tidy
from spamatlas.parse.mail.page_form import redirects
from spamatlas.parse.mail.part import Part, read_tree
from spamatlas.parse.mail.pdf import is_pdf, read_pdf
from spamatlas.parse.uri import links_of as links_of_uri

MOST_TEXT = 200_000
MOST_PICTURES = 20
MOST_DOCUMENTS = 10
MOST_MESSAGES = 5
MOST_SIDE_LINKS = 5000
UNREAD_PICTURE, UNREAD_DOCUMENT, UNREAD_ARCHIVE = "picture-unread", "document-unread", "archive-unread"
MANY_PICTURES, MANY_DOCUMENTS, MANY_MESSAGES = "pictures-beyond", "documents-beyond", "messages-beyond"
_HARDLY_ANY = 12
"""Words: *please see the attached file*, with a greeting and a name."""

_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_PAGE_NAME = re.compile(r"\.(?:s?x?html?|svg)\Z", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_EVENT = re.compile(r"^(?:SUMMARY|DESCRIPTION|LOCATION|URL)[^:\n]{0,200}:(.*)$", re.MULTILINE)
_ESCAPE = re.compile(r"\\([nN,;\\])")
_WORD = re.compile(r"\w{4,}")


class Content(Struct):
    """What was gathered from the parts; ``beside`` is text that only files hold, for links alone, ``written`` the plain
    text among it.

    ``codes`` are the texts of codes in pictures and documents, ``opened`` the addresses that links of documents open,
    ``messages`` the mails that came as files.
    """

    texts: list[str] = []
    hidden: list[str] = []
    beside: list[str] = []
    written: list[str] = []
    links: list[Link] = []
    codes: list[str] = []
    opened: list[str] = []
    attachments: list[Attachment] = []
    holds: set[Holding] = set()
    warnings: list[str] = []
    html_bytes: int = 0
    pictures: int = 0
    documents: int = 0
    messages: list[Part] = []
    tags_left: int = MOST_TAGS

    @property
    def text(self) -> str:
        """All that a person sees, in order."""
        return "\n\n".join(text for text in self.texts if text)[:MOST_TEXT]


def read_content(root: Part) -> Content:
    """The content of a tree of parts. Files are hashed and named; only pictures, pages and texts are looked into.

    Where a mail itself says hardly anything, the plain text that it brings as files is what a person reads.
    """
    content = Content()
    _read(root, content)
    if content.written and len(content.text.split()) < _HARDLY_ANY:
        content.texts += content.written
    if sum(map(len, content.texts)) > MOST_TEXT:
        content.texts = list(map(without_runs, content.texts))
    if sum(map(len, content.texts)) > MOST_TEXT:
        content.warnings.append("text-cut")
    return content


def with_messages(content: Content) -> Content:
    """The content, and below its text that of mails that came as files, as mail programs show them.

    For who has found that none of them is what was filed: a digest, a discussion, a mail that says much by itself. The
    first ``MOST_MESSAGES`` are read for subject, text and links; mails in them are files.
    """
    if len(content.messages) > MOST_MESSAGES:
        content.warnings.append(MANY_MESSAGES)
    for part in content.messages[:MOST_MESSAGES]:
        if not part.body.strip():
            continue
        header = header_in(part.body)
        inner = Content(tags_left=content.tags_left, pictures=content.pictures, documents=content.documents)
        _read(read_tree(part.body, header)[0], inner)
        content.tags_left, content.pictures, content.documents = inner.tags_left, inner.pictures, inner.documents
        content.texts.append("\n".join(filter(None, (text_of(header.first.get("subject", "")), inner.text))))
        content.links += inner.links
        content.codes += inner.codes
        content.opened += inner.opened
        content.warnings += inner.warnings
    return content


def links_of(content: Content, text: str) -> tuple[Link, ...]:
    """The links of the content, anchors first, each address once.

    An address that is only the face of an anchor which leads elsewhere is no link. Of pages and of files there are
    about ``MOST_SIDE_LINKS`` at most each.
    """
    anchors = content.links[:MOST_SIDE_LINKS]
    found = {link.url: link for link in reversed(anchors)}
    found = dict(reversed(found.items()))
    faces = " ".join(link.text for link in anchors)
    for link in links_in(text):
        if link.text not in faces:
            found.setdefault(link.url, link)
    most = len(found) + MOST_SIDE_LINKS
    for side in content.beside:
        if len(found) >= most:
            break
        for link in links_in(side):
            found.setdefault(link.url, link)
    for found_in, addresses in (("qr_code", content.codes), ("pdf", content.opened)):
        for link in (link for address in addresses for link in links_of_uri(address, found_in)):
            found.setdefault(link.url, link)
    return tuple(found.values())


def _read(part: Part, content: Content) -> None:
    if part.content_type == "multipart/alternative" and part.children:
        _read_alternative(part, content)
    elif part.children:
        for child in part.children:
            _read(child, content)
    elif part.content_type.startswith("multipart/"):
        content.warnings.append("no-parts")
        content.texts.append(_text(part, content))
    elif part.is_attached or not _read_shown(part, content) or _has_other_name(part):
        _read_file(part, content)


def _read_alternative(part: Part, content: Content) -> None:
    """The last form that can be shown (RFC 2046, section 5.1.4); a form with another text is hidden text."""
    shown = next((child for child in reversed(part.children) if _has(child, "text/html")), None)
    shown = shown or next((child for child in reversed(part.children) if _has(child, "text/plain")), None)
    for child in part.children:
        if child is shown or not (_has(child, "text/plain") or child.content_type in ("text/html", "text/x-amp-html")):
            _read(child, content)
    others = [child for child in part.children if child is not shown and _is_plain(child)]
    words = set(_WORD.findall(content.text)) if others else set()
    for child in others:
        other = tidy(_text(child, content)[:20_000])
        if not _agree(other, words):
            content.hidden.append(other)


def _is_plain(part: Part) -> bool:
    return part.content_type == "text/plain" and not part.is_attached


def _agree(other: str, shown: set[str]) -> bool:
    """Whether at least half of the longer words of a text are among those shown."""
    words = set(_WORD.findall(other[:4000]))
    return len(words) < 5 or len(words & shown) * 2 >= len(words)


def _has(part: Part, kind: str) -> bool:
    if part.children:
        return any(_has(child, kind) for child in part.children)
    return part.content_type == kind and not part.is_attached


def _has_other_name(part: Part) -> bool:
    """Whether a page that is shown goes by the name of another kind of file: many readers list it as that file."""
    is_named = part.content_type == "text/html" and bool(part.file_name)
    return is_named and ending_of(part.file_name) not in ("", "txt") and not _PAGE_NAME.search(part.file_name)


def _read_shown(part: Part, content: Content) -> bool:
    kind = part.content_type
    if kind == "text/html":
        _read_page(part, content)
    elif kind == "text/calendar":
        content.texts.append(_event(_text(part, content)))
        return not part.file_name
    elif kind in ("text/plain", "text/enriched", "text/richtext", "text"):
        if part.file_name and content.texts:
            return False
        text = _text(part, content)
        content.texts.append(tidy(_TAG.sub("", text)) if "rich" in kind else text.strip())
    else:
        return False
    return True


def _read_page(part: Part, content: Content) -> None:
    page = _page(_text(part, content), content)
    content.html_bytes += len(part.body)
    content.texts.append(page.text)
    content.hidden.append(page.hidden)
    content.links += page.links
    content.holds.update(page.holds)
    for uri in page.pictures:
        _look(content, partial(picture_in_uri, uri))


def _page(html: str, content: Content, is_file: bool = False) -> Page:
    """The page, read within what is left to all pages of a mail: ten that are nested deep took 20 s (measured)."""
    page = read_page(html, is_file, max(0, content.tags_left))
    content.tags_left -= html.count("<")
    return page


def _read_file(part: Part, content: Content) -> None:
    body, name, kind = part.body, part.file_name, part.content_type
    digest = sha256(body).hexdigest()
    found = kind_of(body)
    listing = listed_in(body, found)
    holds = held_in(body, found, listing)
    if is_beyond(listing, found):
        content.warnings.append(UNREAD_ARCHIVE)
    if is_message(part):
        content.messages.append(part)
    elif kind.startswith("image/") and kind != "image/svg+xml":
        _look(content, partial(picture_in, body, digest))
    elif is_pdf(body) or _opens_as_page(part, found):
        # By its name a browser opens the one as a page in which readers of documents see the other.
        holds |= _read_document(body, digest, content) if is_pdf(body) else set()
        holds |= _read_attached_page(_text(part, content), content) if _opens_as_page(part, found) else set()
    elif kind.startswith("text/") or name.lower().endswith((".txt", ".ics")):
        text = _text(part, content)[:MOST_TEXT]
        content.beside.append(text)
        if kind in ("text/plain", "text") or name.lower().endswith(".txt"):
            content.written.append(text.strip())
    is_packed = found == "archive"
    content.attachments.append(
        Attachment(
            name,
            kind,
            len(body),
            digest,
            found,
            tuple(sorted(holds)),
            len(listing.names) if is_packed else 0,
            named_in(listing) if is_packed else (),
        )
    )


def _look(content: Content, picture: Callable[[], Picture]) -> None:
    """Look for codes in a picture, if there were not too many already that can hold one."""
    if content.pictures >= MOST_PICTURES:
        content.warnings.append(MANY_PICTURES)
        return
    seen = picture()
    content.pictures += not seen.is_small
    content.codes += seen.codes
    if seen.is_unread:
        content.warnings.append(UNREAD_PICTURE)


def _opens_as_page(part: Part, found: FileKind) -> bool:
    kind = part.content_type
    if kind in ("text/html", "image/svg+xml", "application/xhtml+xml") or _PAGE_NAME.search(part.file_name):
        return True
    return found == "page" and not kind.startswith("text/")


def _read_attached_page(html: str, content: Content) -> set[Holding]:
    page = _page(html, content, is_file=True)
    content.links += page.links
    return {*page.holds, *(("redirect",) if redirects(html, page.text) else ())}


def _read_document(body: bytes, digest: str, content: Content) -> set[Holding]:
    content.documents += 1
    if content.documents > MOST_DOCUMENTS:
        content.warnings.append(MANY_DOCUMENTS)
        return set()
    document = read_pdf(body, digest)
    if document.is_unread:
        content.warnings.append(UNREAD_DOCUMENT)
    content.opened += document.addresses
    content.codes += document.codes
    return {"encrypted"} if document.is_locked else set()


def _text(part: Part, content: Content) -> str:
    body = part.body
    if len(body) > MOST_TEXT * 10:
        body = bytes_without_runs(body)
        if len(body) > MOST_TEXT * 10 and not part.is_attached:
            content.warnings.append("text-cut")
        body = body[: MOST_TEXT * 10]
    label = part.charset
    if part.content_type == "text/html" and (not label or label.lower() == "us-ascii"):
        meta = _META.search(body[:4000])
        label = meta[1].decode("ascii") if meta else label
    text, warning = decode(body, label)
    if warning and warning not in content.warnings:
        content.warnings.append(warning)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _event(text: str) -> str:
    """What a calendar entry shows (RFC 5545, sections 3.1 and 3.3.11)."""
    unfolded = text.replace("\n ", "").replace("\n\t", "")
    lines = (_ESCAPE.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], line) for line in _EVENT.findall(unfolded))
    return tidy("\n".join(lines))


def message_bytes(part: Part) -> bytes:
    """The bytes of a message that is a part, also where it was encoded against RFC 2046, section 5.2.1."""
    if part.fields.get("content-transfer-encoding", "").strip().lower() == "base64" and b":" not in part.body[:200]:
        return unbase64(part.body)
    return part.body
