"""Packing: originals, manifest, chain, document and guide into one archive, listed and stamped."""

import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import BinaryIO

import msgspec
from msgspec import Struct

from spamatlas.custody import chain, listing
from spamatlas.custody.document import document
from spamatlas.custody.guide import guide
from spamatlas.custody.layout import (
    AUTHORITY,
    CHAIN,
    DOCUMENT,
    GUIDE,
    LISTING,
    MANIFEST,
    OUTSIDE,
    OUTSIDE_STAMP,
    SCHEMA,
    STAMP,
)
from spamatlas.custody.time_stamp import Stamper, certificates, fingerprint, stamped
from spamatlas.locale import Language
from spamatlas.model import Handling, Manifest

_encode = msgspec.json.Encoder(order="deterministic").encode


class Told(Struct, frozen=True):
    """What a package says of its files. The manifest's ``chain`` and ``authority`` are filled in by packing."""

    manifest: Manifest
    events: Sequence[Handling]


class Contents(Struct, frozen=True):
    """What is packed. ``files`` are (path, bytes), taken one at a time: originals, and sheets of the log with stamps.

    ``told`` is asked for after the last of them, so that it can say which originals could not be read.
    """

    files: Iterable[tuple[str, bytes]]
    told: Callable[[], Told]


def pack(file: BinaryIO, contents: Contents, own: Stamper, outside: Stamper | None, language: Language) -> Manifest:
    """Write a package; the manifest as it stands in it.

    Raises:
        Unavailable: no time stamp can be had.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        digests: dict[str, str] = {}
        for path, content in contents.files:
            _add(archive, digests, path, content)
        told = contents.told()
        linked = chain.linked(told.events)
        authority = fingerprint(certificates(own.roots)[0])
        manifest = msgspec.structs.replace(told.manifest, chain=chain.end(linked), authority=authority)
        parts: Mapping[str, bytes] = {
            MANIFEST: msgspec.json.format(_encode(manifest), indent=1),
            SCHEMA: schema(),
            CHAIN: linked,
            DOCUMENT: document(manifest, chain.read(linked), language),
            GUIDE: guide(manifest, language, is_stamped_outside=outside is not None),
            AUTHORITY: own.roots,
            **({OUTSIDE: outside.roots} if outside else {}),
        }
        for path, content in parts.items():
            _add(archive, digests, path, content)
        listed = listing.written(digests)
        archive.writestr(LISTING, listed)
        archive.writestr(STAMP, stamped(listed, own))
        if outside:
            archive.writestr(OUTSIDE_STAMP, stamped(listed, outside))
    return manifest


def schema() -> bytes:
    """The JSON Schema (2020-12) of the manifest."""
    return msgspec.json.format(msgspec.json.encode(msgspec.json.schema(Manifest)), indent=1) + b"\n"


def _add(archive: zipfile.ZipFile, digests: dict[str, str], path: str, content: bytes) -> None:
    archive.writestr(path, content)
    digests[path] = sha256(content).hexdigest()
