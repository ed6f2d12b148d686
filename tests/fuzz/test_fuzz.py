# ruff: noqa: E501
"""Random inputs for a bounded time: any bytes are read, parsed or rejected; nothing else is raised, nothing hangs.

``SPAMATLAS_FUZZ_SECONDS`` is the time for all seeds together; how many inputs were tried stands in the summary. The
same inputs come in the same order each time, so that a change is not refused for a fault it did not bring;
``make fuzz`` looks for new ones (``SPAMATLAS_FUZZ_SEED=new``), and what it finds becomes a test of its own.
"""

import base64
import gzip
import io
import os
import random
import signal
import tarfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from spamatlas import intake, parse
from spamatlas.model import Message, Rejected, Submission

SECONDS = float(os.environ.get("SPAMATLAS_FUZZ_SECONDS", "20"))
WANTED_SEED = os.environ.get("SPAMATLAS_FUZZ_SEED", "52")
SEED = time.time_ns() if WANTED_SEED == "new" else int(WANTED_SEED)
HANG_SECONDS = 5
MOST_BYTES = 200_000

MAIL = (
    b"Received: from a.example ([192.0.2.1]) by b.example with ESMTPS id 1; Tue, 3 Nov 2026 10:00:00 +0000\r\n"
    b"Authentication-Results: b.example; spf=fail smtp.mailfrom=a.example; dkim=none\r\nFrom: =?utf-8?B?QmFuaw==?= <a@a.example>\r\n"
    b"To: b@example.org\r\nSubject: =?iso-2022-jp?B?GyRCJCIbKEI=?=\r\nDate: Tue, 3 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\npay hxxps://a[.]example/x'
    b" +44 7700 900123\r\n--b\r\nContent-Type: text/html; charset=gb18030\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b'<p style=3D"display:none">x</p><a href=3D"https://a.example/">b.example</a>\r\n--b\r\nContent-Type: image/png\r\n'
    b"Content-Disposition: attachment; filename*=utf-8''%C3%A9.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
)
PDF = (
    b"From: a@a.example\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: binary\r\n\r\n%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 2 0 R"
    b" /OpenAction 5 0 R>>\nendobj\n2 0 obj\n<</Type /Pages /Kids [3 0 R] /Count 1>>\nendobj\n3 0 obj\n<</Type /Page /Parent 2 0 R /Annots [4 0 R]"
    b" /Resources <</XObject <</I 6 0 R>>>>>>\nendobj\n4 0 obj\n<</Type /Annot /A 5 0 R>>\nendobj\n5 0 obj\n<</S /URI /URI (https://a.example/x)>>"
    b"\nendobj\n6 0 obj\n<</Subtype /Image /Width 64 /Height 64 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /ASCIIHexDecode /Length 1025>>"
    b"\nstream\n" + b"0f" * 512 + b">\nendstream\nendobj\ntrailer <</Size 7 /Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)
ARF = (
    b"From: r@example.org\r\nSubject: report\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=r\r\n\r\n--r\r\n"
    b"Content-Type: text/plain\r\n\r\nabuse\r\n--r\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: x/1\r\n"
    b"Version: 1\r\nSource-IP: 192.0.2.1\r\nArrival-Date: Tue, 3 Nov 2026 10:00:00 +0000\r\n\r\n--r\r\nContent-Type: message/rfc822\r\n\r\n"
    + MAIL
    + b"\r\n--r--\r\n"
)
LINE = (
    b'{"id":"1","channel":"sms","text":"pay https://a.example/x or call +15550100","sender":"BANK","recipient":["+447700900123"],'
    b'"date":"2026-11-03T10:00:00Z","lang":"en","headers":{"a":"b"}}\n'
)
XARF = (
    b'{"xarf_version":"4.0.0","report_id":"550e8400-e29b-41d4-a716-446655440000","timestamp":"2026-11-03T10:00:00Z","reporter":{"org":"x",'
    b'"contact":"r@example.org","domain":"example.org"},"sender":{"org":"x","contact":"r@example.org","domain":"example.org"},'
    b'"source_identifier":"192.0.2.1","category":"messaging","type":"spam","protocol":"smtp","smtp_from":"a@a.example","evidence":'
    b'[{"content_type":"message/rfc822","payload":"' + base64.b64encode(MAIL) + b'"}]}'
)
FTC = (
    b"Company_Phone_Number,Created_Date,Violation_Date,Consumer_City,Consumer_State,Consumer_Area_Code,Subject,Recorded_Message_Or_Robocall\n"
    b"2025550101,2026-11-01 10:00:00,2026-11-01 09:00:00,Springfield,Ohio,202,Other,Y\n"
)
CDR = b"calling,called,start,duration,disposition\n+15550100,+447700900123,2026-11-03T10:00:00Z,12,ANSWERED\n"
DMARC = (
    b'<?xml version="1.0"?><feedback><report_metadata><org_name>x</org_name><report_id>1</report_id><date_range><begin>1793700000</begin>'
    b"<end>1793786400</end></date_range></report_metadata><policy_published><domain>example.org</domain><p>none</p></policy_published><record>"
    b"<row><source_ip>192.0.2.1</source_ip><count>2</count><policy_evaluated><disposition>none</disposition></policy_evaluated></row>"
    b"<identifiers><header_from>example.org</header_from></identifiers><auth_results/></record></feedback>"
)
TLSRPT = (
    b'{"organization-name":"x","date-range":{"start-datetime":"2026-11-03T00:00:00Z","end-datetime":"2026-11-03T23:59:59Z"},"contact-info":"a",'
    b'"report-id":"1","policies":[{"policy":{"policy-type":"sts","policy-domain":"example.org"},"summary":{"total-successful-session-count":1,'
    b'"total-failure-session-count":2},"failure-details":[{"result-type":"certificate-expired","failed-session-count":2}]}]}'
)


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.eml", MAIL)
        archive.writestr("in/b.jsonl", LINE)
    return file.getvalue()


def tarred() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, body in (("a.eml", MAIL), ("b.xml", DMARC)):
            member = tarfile.TarInfo(name)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return file.getvalue()


SEEDS = {
    "mail": MAIL,
    "pdf": PDF,
    "arf": ARF,
    "jsonl": LINE * 3,
    "xarf": XARF,
    "ftc": FTC,
    "call_records": CDR,
    "dmarc": DMARC,
    "tls_report": TLSRPT,
    "mbox": b"From a@a.example Tue Nov  3 10:00:00 2026\n"
    + MAIL.replace(b"\r\n", b"\n")
    + b"\nFrom b@a.example Tue Nov  3 10:00:01 2026\n"
    + MAIL,
    "zip": zipped(),
    "tar": tarred(),
    "gzip": gzip.compress(MAIL),
}
WORDS = [
    b"\0",
    b"\r\n",
    b"\n\n",
    b"--b",
    b"=?utf-8?Q?",
    b"&#x",
    b"<a href=",
    b"\xff\xfe",
    b"\x1b$B",
    b'"',
    b"{",
    b"[" * 500,
    b"<" * 500,
]
WORDS += [
    b"9" * 400,
    b"-1",
    b"1e999",
    b"message/rfc822",
    b"multipart/mixed",
    b"charset=utf-7",
    b"[192.0.2.1",
    b"xn--",
    b"\xed\xa0\x80",
    b"%00",
    b"(" * 300,
]


def mutant(seed: bytes, chooser: random.Random) -> bytes:
    """The seed with a few bytes flipped, spans cut, doubled, swapped or filled with what parsers trip over."""
    body = bytearray(seed)
    for _ in range(chooser.choice((1, 1, 2, 4, 16))):
        at, end = sorted(chooser.randrange(len(body) + 1) for _ in range(2))
        match chooser.randrange(6):
            case 0 if body:
                body[at % len(body)] = chooser.randrange(256)
            case 1:
                body[at:at] = chooser.choice(WORDS)
            case 2:
                del body[at : min(end, at + chooser.choice((1, 8, 200, 10**6)))]
            case 3:
                body[at:at] = bytes(body[at:end]) * chooser.choice((1, 1, 2, 20))
            case 4:
                body[at:end] = chooser.choice(WORDS)
            case _:
                body[at:at] = chooser.choice(list(SEEDS.values()))[:2000]
        del body[MOST_BYTES:]
    return bytes(body)


@contextmanager
def watched() -> Iterator[None]:
    def late(*_: object) -> None:
        raise AssertionError(f"took longer than {HANG_SECONDS} s")

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, HANG_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def go_through(body: bytes, options: intake.Options) -> None:
    for found in intake.read_stream(io.BytesIO(body), options, "fuzz"):
        if isinstance(found, intake.Refusal):
            assert found.code in intake.CODES
            assert found.path.startswith("fuzz")
            continue
        assert isinstance(found, Submission)
        try:
            message = parse.parse(found)
        except Rejected as why:
            assert why.code
        else:
            assert isinstance(message, Message)
            assert message.submission_id == found.id


@pytest.mark.fuzz
@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", SEEDS)
def test_any_bytes_are_read_or_rejected(name: str, record_property: pytest.FixtureRequest) -> None:
    chooser = random.Random(SEED)
    options = intake.Options(max_report_bytes=MOST_BYTES, max_archive_bytes=20 * MOST_BYTES, secret=b"k" * 32)
    end = time.monotonic() + SECONDS / len(SEEDS)
    tried = 0
    while time.monotonic() < end:
        body = SEEDS[name] if not tried else mutant(SEEDS[name], chooser)
        tried += 1
        try:
            with watched():
                go_through(body, options)
        except Exception as error:
            shown = base64.b64encode(gzip.compress(body)).decode()[:6000]
            raise AssertionError(f"seed {SEED}, input {tried} (gzip, base64): {shown}") from error
    record_property("fuzz_inputs", tried)
    assert tried > 1
