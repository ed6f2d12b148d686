"""Whether an evidence package holds: what it must assure, one by one, each looked at on its own where it can be."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import BinaryIO

import msgspec
from cryptography.x509 import Certificate
from msgspec import Struct

from spamatlas.custody import chain, listing, seal, time_stamp
from spamatlas.custody.archive import Archive
from spamatlas.custody.layout import (
    AUTHORITY,
    CHAIN,
    LISTING,
    MANIFEST,
    OUTSIDE,
    OUTSIDE_STAMP,
    SEALS,
    STAMP,
    stamp_on,
)
from spamatlas.locale import marked as _
from spamatlas.model import Handling, Manifest, PackedReport, Rejected

MOST_MANIFEST_BYTES = 50_000_000
MOST_LISTING_BYTES = 1_000_000
MOST_PEM_BYTES = 100_000
CLOCKS_DIFFER = timedelta(minutes=5)
"""So far the clocks of a node and of an outside authority may lie apart."""
NAMED = 5
"""So many of the files that are wrong are named."""


class Assurance(Struct, frozen=True, kw_only=True):
    """One thing that a package must assure. ``holds`` is None where it could not be looked at.

    ``text`` says it, ``detail`` why it does not hold: English message ids with their places filled.
    """

    name: str
    holds: bool | None
    text: str
    detail: str = ""


class Verification(Struct, frozen=True):
    """What was found. ``stamped_at`` and ``authority`` (a fingerprint) are of a stamp that holds, known here or not.

    ``reports`` are in the package, ``sealed`` of them stand on a stamped sheet of the log.
    """

    assurances: tuple[Assurance, ...]
    stamped_at: datetime | None = None
    authority: str = ""
    reports: int = 0
    sealed: int = 0

    @property
    def holds(self) -> bool:
        """Whether everything holds; what could not be looked at does not."""
        return all(each.holds for each in self.assurances)


def verify(file: BinaryIO, known: Sequence[Certificate] = (), fingerprints: Sequence[str] = ()) -> Verification:
    """What holds of a package, and what does not.

    ``known`` are roots of authorities that are trusted here, ``fingerprints`` those of further ones (SHA-256 of the DER
    form, hexadecimal). A package under any other root may be whole, and still be somebody else's.
    """
    case = _Case(file, known, frozenset(fingerprints))
    found: dict[str, Assurance] = {}
    for name, (text, needs, look) in _STEPS.items():
        if not all(found[each].holds for each in needs):
            found[name] = Assurance(name=name, holds=None, text=text)
            continue
        try:
            look(case)
        except Rejected as why:
            found[name] = Assurance(name=name, holds=False, text=text, detail=why.detail)
        else:
            found[name] = Assurance(name=name, holds=True, text=text)
    return Verification(tuple(found.values()), case.stamped_at, case.authority, case.reports, case.sealed)


class _Case:
    """What one step found out and a later one builds on."""

    archive: Archive
    listed: Mapping[str, str]
    manifest: Manifest
    events: Sequence[Handling]
    roots: Sequence[Certificate]
    outside_roots: Sequence[Certificate] = ()
    sheets: Sequence[str] = ()

    def __init__(self, file: BinaryIO, known: Sequence[Certificate], fingerprints: frozenset[str]) -> None:
        self.file, self.known, self.fingerprints = file, known, fingerprints
        self.stamped_at: datetime | None = None
        self.authority = ""
        self.reports = self.sealed = 0


def _archive(case: _Case) -> None:
    case.archive = Archive(case.file)


def _files(case: _Case) -> None:
    case.listed = listing.read(case.archive.get(LISTING, MOST_LISTING_BYTES))
    expected = sorted([*case.listed, LISTING, STAMP, *([OUTSIDE_STAMP] if OUTSIDE in case.listed else [])])
    there = sorted(case.archive.names)
    if there != expected:
        odd = sorted(set(there) ^ set(expected)) or [each for each in there if there.count(each) > 1]
        raise Rejected("files-differ", f"missing, added or doubled: {_some(odd)}")


def _contents(case: _Case) -> None:
    changed = [path for path, digest in case.listed.items() if _digest(case.archive, path) != digest]
    if changed:
        raise Rejected("content-changed", f"not what was packed: {_some(changed)}")


def _manifest(case: _Case) -> None:
    try:
        case.manifest = msgspec.json.decode(case.archive.get(MANIFEST, MOST_MANIFEST_BYTES), type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Rejected("manifest-broken", "the manifest is not written as its schema has it") from error
    ids = [each.id for each in case.manifest.reports]
    if len(ids) != len(set(ids)):
        raise Rejected("manifest-broken", "the manifest names a report twice")
    originals = {path for path in case.listed if path.startswith("originals/")}
    if sorted(each.path for each in case.manifest.reports if each.path) != sorted(originals):
        raise Rejected("manifest-broken", "the manifest does not name the originals that are there, each once")
    differing = [each.id for each in case.manifest.reports if each.path and case.listed[each.path] != each.sha256]
    if differing:
        raise Rejected("manifest-broken", f"the manifest gives another hash of the original: {_some(differing)}")
    case.reports = len(ids)


def _chain(case: _Case) -> None:
    content = case.archive.get(CHAIN, chain.MOST_BYTES)
    case.events = chain.read(content)
    if chain.end(content) != case.manifest.chain:
        raise Rejected("chain-broken", "it is not as long as the manifest says, or ends in another line")
    taken_in = [each for each in case.events if each.kind == "accepted"]
    facts = {each.report: each.facts.get("sha256") for each in taken_in}
    if len(taken_in) != len(facts) or facts != {each.id: each.sha256 for each in case.manifest.reports}:
        raise Rejected("chain-broken", "it does not say of each report once how it was taken in")
    known = {"", *facts}
    if any(each.report not in known for each in case.events):
        raise Rejected("chain-broken", "it tells of a report that is not in the package")
    if any(not _is_told(each, case.events) for each in case.manifest.reports):
        raise Rejected("chain-broken", "bytes are gone, and it does not say how")


def _time_stamp(case: _Case) -> None:
    case.roots = time_stamp.certificates(case.archive.get(AUTHORITY, MOST_PEM_BYTES))
    root, case.stamped_at = _stamp_under(case, LISTING, STAMP, case.roots)
    case.authority = time_stamp.fingerprint(root)


def _outside_stamp(case: _Case) -> None:
    if OUTSIDE_STAMP in case.archive.names or OUTSIDE in case.archive.names:
        case.outside_roots = time_stamp.certificates(case.archive.get(OUTSIDE, MOST_PEM_BYTES))
        _stamp_under(case, LISTING, OUTSIDE_STAMP, case.outside_roots)


def _seals(case: _Case) -> None:
    sealed = [each for each in case.manifest.reports if each.seal]
    sheets = {path for path in case.listed if path.startswith(f"{SEALS}/") and not path.endswith(".tsr")}
    if {each.seal for each in sealed} != sheets:
        raise Rejected("seal-broken", "the manifest does not name the sheets that are there")
    case.sheets = sorted(sheets)
    for path in case.sheets:
        _stamp_under(case, path, stamp_on(path), case.roots)
        digests = seal.read(case.archive.get(path, seal.MOST_SHEET_BYTES))
        strange = [each.id for each in sealed if each.seal == path and not seal.is_on(each, digests)]
        if strange:
            raise Rejected("seal-broken", f"the seal says otherwise: {_some(strange)}")
    case.sealed = len(sealed)


def _order(case: _Case) -> None:
    at = case.stamped_at
    latest = max([case.manifest.made_at, *(each.at for each in case.events)])
    if at is None or latest > at + CLOCKS_DIFFER:
        raise Rejected("stamped-before", "it was stamped before what it tells of happened")


def _known_authority(case: _Case) -> None:
    if case.manifest.authority != case.authority:
        raise Rejected("authority-unknown", "the manifest names another authority than the one that stamped it")
    given = [*case.roots, *case.outside_roots]
    trusted = [*case.known, *(each for each in given if time_stamp.fingerprint(each) in case.fingerprints)]
    if not trusted:
        raise Rejected("authority-unknown", "no authority is known here to compare it with; name one with --authority")
    own = [(LISTING, STAMP), *((path, stamp_on(path)) for path in case.sheets)]
    outside = [(LISTING, OUTSIDE_STAMP)] if case.outside_roots else []
    if not any(_all_under(case, stamps, trusted) for stamps in (own, outside)):
        raise Rejected("authority-unknown", "it was stamped under another key than those that are known here")


def _all_under(case: _Case, stamps: Sequence[tuple[str, str]], roots: Sequence[Certificate]) -> bool:
    """Whether each of these files, and there are some, was stamped by an authority under one of these roots."""
    try:
        return bool([_stamp_under(case, path, stamp, roots) for path, stamp in stamps])
    except Rejected:
        return False


_Step = tuple[str, tuple[str, ...], Callable[[_Case], None]]
_STEPS: Mapping[str, _Step] = {
    "archive": (_("It is an archive within the limits of a package."), (), _archive),
    "files": (_("Its files are those that its list names, each once."), ("archive",), _files),
    "contents": (_("Every file is what was packed, to the last bit."), ("files",), _contents),
    "manifest": (_("The manifest is well formed and agrees with the originals."), ("files",), _manifest),
    "chain": (_("The chain of custody is whole, in order, and agrees with the manifest."), ("manifest",), _chain),
    "time-stamp": (_("The time stamp is of this package, and was signed."), ("archive",), _time_stamp),
    "outside-stamp": (
        _("The stamp of an outside authority, where there is one, is of this package too."),
        ("archive",),
        _outside_stamp,
    ),
    "seals": (
        _("What it says of its reports is what was sealed soon after they came in."),
        ("manifest", "time-stamp"),
        _seals,
    ),
    "order": (_("Nothing in it happened after it was stamped."), ("chain", "time-stamp"), _order),
    "authority": (
        _("The authority that stamped it is one that is known here."),
        ("time-stamp", "outside-stamp", "seals"),
        _known_authority,
    ),
}
"""What is looked at, in order: what it assures, what must hold before, and how."""


def _stamp_under(case: _Case, path: str, stamp: str, roots: Sequence[Certificate]) -> tuple[Certificate, datetime]:
    """The root, among these, of the time stamp on a file, and the time."""
    content = case.archive.get(path, MOST_LISTING_BYTES)
    response = case.archive.get(stamp, time_stamp.MOST_STAMP_BYTES)
    refused: list[Rejected] = []
    for root in roots:
        try:
            return root, time_stamp.read(response, content, [root])
        except Rejected as why:
            refused.append(why)
    raise refused[0]


def _digest(archive: Archive, path: str) -> str:
    try:
        return archive.digest(path)
    except Rejected:
        return ""


def _is_told(report: PackedReport, events: Sequence[Handling]) -> bool:
    """Whether a report's bytes are there, or it is said how they went: an erasure is in the chain."""
    erased = any(each.kind == "erased" and each.report == report.id for each in events)
    return bool(report.path) or (bool(report.missing) and (erased or report.missing != "evidence-erased"))


def _some(names: Sequence[str]) -> str:
    """The first few names, harmless on a terminal: they may come from anybody."""
    shown = ", ".join(ascii(each[:100])[1:-1] for each in names[:NAMED])
    return f"{shown} …" if len(names) > NAMED else shown
