"""A small package, made without a node: two reports, one of them erased, on one sheet of the log."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec
import pytest

from spamatlas.custody import Taken, original, seal
from spamatlas.custody.authority import Authority, answer, make
from spamatlas.custody.layout import LISTING, STAMP, sheet, stamp_on
from spamatlas.custody.listing import written
from spamatlas.custody.package import Contents, Told, pack
from spamatlas.custody.time_stamp import Stamper, certificates, stamped
from spamatlas.custody.verification import Verification, verify
from spamatlas.locale import languages
from spamatlas.model import (
    Category,
    ChainEnd,
    Channel,
    Handling,
    Manifest,
    MeasuringPoint,
    PackedCampaign,
    PackedReport,
    Ruling,
)
from spamatlas.model.digest import NO_DIGEST

NOW = datetime.now(UTC)
MAIL = b"From: bank@evil.example\r\nSubject: Your account\r\n\r\nhttps://evil.example/pay\r\n"
GONE = sha256(b"what was erased").hexdigest()
Files = dict[str, bytes]
Edit = Callable[[Files], None]


def stamper_of(authority: Authority, at: datetime | None = None) -> Stamper:
    return Stamper(lambda request: answer(authority, request, at or datetime.now(UTC)), authority.root)


ORIGINAL = "originals/00000000000000000000000000000001.eml"
"""Where the first report's bytes lie in a package."""


def report(number: int, content: bytes | None, **more: Any) -> PackedReport:
    identity = f"{number:032x}"
    digest = sha256(content).hexdigest() if content else GONE
    taken = Taken(
        sequence=number,
        id=identity,
        received_at=NOW - timedelta(hours=2) + timedelta(minutes=number),
        media_type="message/rfc822",
        reporter="ab" * 16,
        measuring_point=MeasuringPoint.REPORTED,
        channel=None,
        sample=False,
        body_bytes=len(content or b""),
        sha256=digest,
    )
    facts = {name: value for name, value in msgspec.structs.asdict(taken).items() if name != "channel"}
    where = {"path": original(identity, "message/rfc822")} if content else {"missing": "evidence-erased"}
    return PackedReport(
        **facts,
        **where,
        seal=sheet(1),
        sealed_as=taken.line,
        channel=Channel.EMAIL,
        campaign="C-00000000000000aa",
        ruling=Ruling.SPAM,
        category=Category.PHISHING,
        **more,
    )


def events_of(*reports: PackedReport) -> list[Handling]:
    events = [
        Handling(
            number=0,
            at=each.received_at,
            kind="accepted",
            who=f"reporter:{each.reporter}",
            report=each.id,
            facts={"sha256": each.sha256},
        )
        for each in reports
    ]
    erased = [
        Handling(number=0, at=NOW, kind="erased", who="node", report=each.id, facts={"reason": "asked"})
        for each in reports
        if each.missing
    ]
    return [*events, *erased, Handling(number=0, at=NOW, kind="exported", who="operator")]


def manifest_of(*reports: PackedReport, **more: Any) -> Manifest:
    campaign = PackedCampaign(campaign="C-00000000000000aa", size=2, reporters=1, first_seen=NOW, last_seen=NOW)
    return Manifest(
        made_at=NOW,
        node="Abuse desk",
        software="Spamatlas",
        of=("C-00000000000000aa",),
        language="en",
        authority="0" * 64,
        chain=ChainEnd(0, "0" * 64),
        reports=reports,
        campaigns=(campaign,),
        **more,
    )


def packed(authority: Authority, outside: Authority | None = None, language: str = "en") -> bytes:
    """A package that holds, under this authority."""
    first, second = report(1, MAIL, sender="bank@evil.example", domains=("evil.example",)), report(2, None)
    lines = [each.sealed_as for each in (first, second)]
    listed = seal.sheet(1, NO_DIGEST, [sha256(line.encode()).hexdigest() for line in lines])
    files = [
        (first.path, MAIL),
        (sheet(1), listed),
        (stamp_on(sheet(1)), stamped(listed, stamper_of(authority))),
    ]
    file = io.BytesIO()
    contents = Contents(files, lambda: Told(manifest_of(first, second), events_of(first, second)))
    pack(file, contents, stamper_of(authority), stamper_of(outside) if outside else None, languages()[language])
    return file.getvalue()


def files_of(package: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Files) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def listed_again(files: Files, authority: Authority) -> None:
    """Do what somebody does who changed a package and hides it: list and stamp it again."""
    names = [name for name in files if not name.startswith(LISTING)]
    files[LISTING] = written({name: sha256(files[name]).hexdigest() for name in names})
    files[STAMP] = stamped(files[LISTING], stamper_of(authority))


@pytest.fixture(scope="session")
def authority() -> Authority:
    return make("Abuse desk", NOW)


@pytest.fixture(scope="session")
def stranger() -> Authority:
    """Somebody else's authority, under the same name."""
    return make("Abuse desk", NOW)


@pytest.fixture(scope="session")
def package(authority: Authority) -> bytes:
    return packed(authority)


@pytest.fixture
def files(package: bytes) -> Files:
    """A copy of what is in the package, to be changed."""
    return files_of(package)


def look(files: Files, authority: Authority) -> Verification:
    """What a verifier finds in a package of these files that knows this authority."""
    return verify(zipped(files), certificates(authority.root))


def wrong(found: Verification) -> set[str]:
    """The names of what does not hold."""
    assert found.holds is not any(each.holds is not True for each in found.assurances)
    return {each.name for each in found.assurances if each.holds is False}
