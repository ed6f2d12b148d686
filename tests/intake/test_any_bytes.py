"""Any bytes, under any reader, give submissions or refusals, never an exception."""

import gzip
import io
import random
import tarfile
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spamatlas.intake import CODES, Options, Reading, Refusal, known_readers
from spamatlas.model import Submission

LINE = b'{"id": "1", "channel": "sms", "text": "hi"}\n'
MAIL = (
    b"From: a@example.org\nSubject: Report Domain: x Report-ID: 1\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
)
SEEDS = {
    "call-records": b'calling_number,called_number,start_time\n+15550100,"+1555\n0101",2026\n',
    "compressed": gzip.compress(LINE * 3),
    "dmarc-aggregate": b"<feedback><report_metadata><report_id>1</report_id></report_metadata><policy_published/>"
    b"<record><source_ip>192.0.2.1</source_ip><count>1</count></record></feedback>",
    "ftc-complaints": b"Company_Phone_Number,Created_Date\n2025550101,x\n",
    "json": b"[" + LINE + b"," + LINE + b"]",
    "jsonl": LINE * 2,
    "mail": MAIL,
    "mapped-table": b"id,channel,text\n1,sms,hi\n",
    "mbox": b"From x Mon Nov  2 10:00:00 2026\n" + MAIL + b"\nFrom y Mon Nov  2 10:00:00 2026\n" + MAIL,
    "tls-report": b'{"organization-name": "o", "report-id": "r", "policies": [{"policy": {"policy-domain": "x"}}]}',
    "xarf": b'{"xarf_version": "4.0.0", "category": "messaging", "type": "spam", "protocol": "sms", "evidence": []}',
}


def archives() -> dict[str, bytes]:
    packed, taped = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", LINE)
        archive.writestr("b.eml", MAIL)
    with tarfile.open(fileobj=taped, mode="w") as tape:
        header = tarfile.TarInfo("a.jsonl")
        header.size = len(LINE)
        tape.addfile(header, io.BytesIO(LINE))
    return {"zip": packed.getvalue(), "tar": taped.getvalue()}


SEEDS |= archives()


def check(body: bytes, kind: str) -> None:
    for each in Reading(Options(secret=b"k", max_report_bytes=10_000, max_archive_bytes=200_000)).read(
        "it", io.BytesIO(body), kind
    ):
        if isinstance(each, Refusal):
            assert each.code in CODES
            assert each.path.startswith("it")
            assert each.path.encode()
        else:
            assert isinstance(each, Submission)
            assert each.body


def test_every_reader_has_a_seed() -> None:
    assert set(SEEDS) == set(known_readers())


@pytest.mark.parametrize("kind", ["", *sorted(SEEDS)])
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(body=st.binary(max_size=600))
def test_any_bytes_are_filed_or_refused(kind: str, body: bytes) -> None:
    check(body, kind)


@pytest.mark.parametrize("kind", sorted(SEEDS))
def test_every_seed_gives_something_and_every_change_of_it_is_survived(kind: str) -> None:
    seed = SEEDS[kind]
    check(seed, kind)
    chance = random.Random(kind)
    for _ in range(400):
        body = bytearray(seed)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(body))
            if chance.random() < 0.3:
                del body[place:]
                body += seed[:3]
            elif chance.random() < 0.3:
                body[place:place] = body[chance.randrange(len(body)) :][:40]
            else:
                body[place] = chance.randrange(256)
        check(bytes(body), kind)
        check(bytes(body), "")
