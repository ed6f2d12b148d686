"""Reports that a letter could not be delivered: those by the book, those that are not, and any bytes at all."""

import tarfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.outbox.bounce import read

REPORT = """From: MAILER-DAEMON@mx.example
To: reports+1-aaaa@node.example
Subject: Undelivered Mail Returned to Sender
Return-Path: <>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not work: 4.4.1 is what somebody said before.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ada@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 unknown

--b
Content-Type: message/rfc822

Subject: 5.2.2 in the letter itself

Status: 5.7.1
--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "found", "is_final", "condemns"),
    [
        ("failed", "5.1.1", "5.1.1", True, True),
        ("failed", "5.7.1 (policy)", "5.7.1", True, False),
        ("failed", "4.4.7", "4.4.7", False, False),
        ("failed", "nonsense", "5.1.1", True, True),
        ("delayed", "4.4.1", "", False, False),
        ("delivered", "2.0.0", "", False, False),
        ("relayed", "5.0.0", "", False, False),
    ],
)
def test_a_report_by_the_book(action: str, status: str, found: str, is_final: bool, condemns: bool) -> None:
    told = read(REPORT.format(action=action, status=status).encode())
    assert (told.status, told.is_final, told.condemns_address) == (found, is_final, condemns)
    assert "reports+1-aaaa@node.example" in told.addressed


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("From: MAILER-DAEMON@x.example\n\n<ada@example.org>: 550 5.1.1 no such user", "5.1.1"),
        ("From: MAILER-DAEMON@x.example\n\nRemote host said: 550 unknown user", "5.0.0"),
        ("Return-Path: <>\n\n452: mailbox full", "4.0.0"),
        ("From: ada@example.org\nSubject: Re: your letter\n\nwhat does 5.1.1 mean?", ""),
        ("From: ada@example.org\nAuto-Submitted: auto-replied\n\nI am away until 550 days from now", ""),
        ("From: MAILER-DAEMON@x.example\n\nVersion 15.1.1 of 2005.1.12", ""),
    ],
)
def test_what_machines_wrote_for_people(text: str, status: str) -> None:
    assert read(text.encode()).status == status


@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda each: REPORT.encode().replace(b"--b", each, 1)))
def test_any_bytes_give_something(report: bytes) -> None:
    told = read(report)
    assert told.status == "" or told.status[0] in "45"


@pytest.mark.corpora
def test_most_real_ones_are_read(corpora: Path) -> None:
    """Of 200 in the wild three quarters have a status; the others are delays, successes and complaints, or say none."""
    classes: Counter[str] = Counter()
    with tarfile.open(corpora / "reports" / "bounces.tar.gz") as archive:
        for member in archive:
            if (file := archive.extractfile(member)) is not None:
                classes[read(file.read()).status[:1]] += 1
    assert classes["5"] + classes["4"] >= 150
    assert sum(classes.values()) == 200
