"""Bad input through the real command: said by file or line, the rest goes on, nothing lost, time and memory bounded."""

import gzip
import io
import json
import os
import resource
import subprocess
import sys
import tarfile
import zipfile
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GOOD = b"From: a@sender.example\r\nTo: b@example.org\r\nSubject: Fee\r\n\r\nPay at https://pay.example/x\r\n"
MOST_SECONDS = 60
MOST_BYTES = 1_500_000_000
# In a process of its own: one that is forked off tests that hold gigabytes counts theirs as its own.
MEASURED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as told:
    told.write(f"{used.ru_maxrss * 1024} {used.ru_utime + used.ru_stime}")
sys.exit(code)
"""


def report(data: Path, *arguments: str | Path, limits: Callable[[], None] | None = None) -> dict[str, Any]:
    """What ``spamatlas report`` answers; its own and its workers' memory and processor time are held to limits."""
    used = data.parent / "used"
    command = [sys.executable, "-m", "spamatlas", "report", *map(str, arguments), "--json", "--data", str(data)]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(used), *command],
        capture_output=True,
        check=False,
        env=os.environ | {"SPAMATLAS_WORKERS": "1"},
        preexec_fn=limits,
    )
    most_bytes, seconds = map(float, used.read_text().split())
    assert most_bytes < MOST_BYTES
    assert seconds < MOST_SECONDS
    answer = json.loads(done.stdout)
    assert done.returncode == (1 if answer["rejected"] or answer["quarantined"] else 0)
    assert b"Traceback" not in done.stderr
    return answer


def test_bad_mails_of_every_kind_leave_the_good_one_alone(tmp_path: Path) -> None:
    mails = tmp_path / "mails"
    mails.mkdir()
    (mails / "good.eml").write_bytes(GOOD)
    (mails / "truncated.eml").write_bytes(
        GOOD[:60] + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Ty"
    )
    (mails / "empty.eml").write_bytes(b"")
    (mails / "nul.eml").write_bytes(GOOD + b"\0" * 100 + b"more\0")
    (mails / "charset.eml").write_bytes(
        b"Content-Type: text/plain; charset=no-such-charset\r\nContent-Transfer-Encoding: base64\r\n"
        + GOOD
        + b"\xff\xfe\x80"
    )
    (mails / "wrong.eml").write_bytes(b"Content-Type: text/plain; charset=utf-8\r\n" + GOOD + "Grüße".encode("utf-16"))
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (each, each) for each in range(100_000)
    )
    (mails / "nested.eml").write_bytes(b"Subject: deep\r\nFrom: a@sender.example\r\n" + nested + b"\r\nend")
    (mails / "messages.eml").write_bytes(
        b"From: a@sender.example\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 100_000
    )
    (mails / "one.eml").write_bytes(
        b"From: a@sender.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n" * 100_000
    )
    answer = report(tmp_path / "data", mails)
    assert [Path(each["path"]).name for each in answer["rejected"]] == ["empty.eml"]
    assert answer["accepted"] == 8, "whatever can be stored is accepted, even where it can't be analysed"
    # All again: known, every one; nothing was lost on the way.
    assert report(tmp_path / "data", mails)["duplicates"] == 8


def test_a_mail_of_fifty_megabytes_and_one_beyond_the_limit(tmp_path: Path) -> None:
    large, beyond, good = (tmp_path / f"{name}.eml" for name in ("large", "beyond", "good"))
    large.write_bytes((GOOD + b"Buy now at https://shop.example/a today.\r\n" * 1_300_000)[:49_900_000])
    beyond.write_bytes(GOOD + b"x" * 50_000_000)
    good.write_bytes(GOOD)
    answer = report(tmp_path / "data", large, beyond, good)
    assert answer["accepted"] == 2
    assert [each["path"] for each in answer["rejected"]] == [str(beyond)]
    assert "50,000,000" in answer["rejected"][0]["reason"]


def test_archives_made_to_harm(tmp_path: Path) -> None:
    bomb, escape, tar, packed = (tmp_path / name for name in ("bomb.zip", "escape.zip", "escape.tar.gz", "b.eml.gz"))
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("good.eml", GOOD)
        with archive.open("bomb.eml", "w", force_zip64=True) as member:
            for _ in range(400):
                member.write(bytes(1_000_000))
    with zipfile.ZipFile(escape, "w") as archive:
        for name in ("../../escaped.eml", "/escaped.eml", "in/good.eml"):
            archive.writestr(name, GOOD + name.encode())
    with tarfile.open(tar, "w:gz") as archive_:
        for name in ("../escaped.eml", "good.eml"):
            member_ = tarfile.TarInfo(name)
            member_.size = len(GOOD)
            archive_.addfile(member_, io.BytesIO(GOOD))
        link = tarfile.TarInfo("link.eml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive_.addfile(link)
    with gzip.open(packed, "wb") as file:
        for _ in range(400):
            file.write(bytes(1_000_000))
    (tmp_path / "cut.zip").write_bytes(bomb.read_bytes()[:-30])
    answer = report(tmp_path / "data", bomb, escape, tar, packed, tmp_path / "cut.zip")
    refused = " ".join(each["path"] for each in answer["rejected"])
    for name in (
        "bomb.zip!/bomb.eml",
        "escape.zip!/",
        "escape.tar.gz!/../escaped.eml",
        "b.eml.gz",
        "cut.zip",
        "link.eml",
    ):
        assert name in refused
    assert answer["accepted"] == 2, "the same mail in two archives is one; the one in the folder is another"
    assert not list(tmp_path.parent.glob("escaped*"))
    assert not list(tmp_path.rglob("escaped*"))


def test_lines_and_columns_are_named(tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    good = b'{"id": "%d", "channel": "sms", "text": "Your parcel waits"}\n'
    lines.write_bytes(
        good % 1
        + b"not json\n"
        + b'{"id": "3", "text": "no channel"}\n'
        + b"\n"
        + b'{"id": "5", "channel": "sms", "text": "\xff\xfe"}\n'
        + b"[" * 100_000
        + b"\n"
        + good % 7
        + b'{"id": "8", "channel": "sms", "text": "cut o'
    )
    answer = report(tmp_path / "data", lines)
    assert answer["accepted"] == 2
    assert [each["path"].rpartition(":")[2] for each in answer["rejected"]] == ["2", "3", "4", "5", "6", "8"]


def test_a_table_with_missing_and_too_many_columns(tmp_path: Path) -> None:
    table = tmp_path / "complaints.csv"
    head = (
        "Company_Phone_Number,Created_Date,Violation_Date,Consumer_City,Consumer_State,Consumer_Area_Code,Subject,"
        "Recorded_Message_Or_Robocall"
    )
    row = "20255501{:02},2026-11-0{} 10:00:00,2026-11-01 09:00:00,Springfield,Ohio,202,Reducing your debt,Y"
    table.write_text(
        "\n".join([head, row.format(1, 1), "2025550102,2026-11-02", row.format(3, 3) + ",more,more", row.format(4, 4)])
    )
    answer = report(tmp_path / "data", table)
    assert answer["accepted"] == 2
    assert [each["path"].rpartition(":")[2] for each in answer["rejected"]] == ["3", "4"]
    assert all("column" in each["reason"] for each in answer["rejected"])


def test_a_folder_with_what_cannot_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.eml").write_bytes(GOOD)
    (folder / "broken.eml").symlink_to(folder / "nowhere.eml")
    (folder / "outside.eml").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.eml")
    (folder / "z.eml").write_bytes(GOOD + b"another")
    answer = report(tmp_path / "data", folder, tmp_path / "not-there.eml")
    assert answer["accepted"] == 2
    names = [Path(each["path"]).name for each in answer["rejected"]]
    assert names == ["broken.eml", "outside.eml", "pipe.eml", "not-there.eml"]


LINES = 2_600  # more than a bundle (``cli.filing``)
ATTACHED = (
    b"From: a@sender.example\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"
)
"""It fills a disk, and is quickly judged."""


def test_a_disk_that_fills_up_keeps_what_was_accepted_and_says_what_to_do(tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    with lines.open("w") as file:
        for number in range(LINES):
            mail = ATTACHED + b64encode(os.urandom(3_000))
            file.write(json.dumps({"id": number, "channel": "email", "raw": b64encode(mail).decode()}) + "\n")
    first = tmp_path / "first.jsonl"
    first.write_text('{"id": "first", "channel": "sms", "text": "before the disk is full"}\n')
    data = tmp_path / "data"
    report(data, first)
    # No file may grow beyond 9 MB: to a program that is as good as a full disk (EFBIG, SIGXFSZ is ignored by Python).
    answer = report(data, lines, limits=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9_000_000, 9_000_000)))
    assert 0 < answer["accepted"] < LINES
    assert "What was accepted is kept" in answer["rejected"][-1]["reason"]
    again = report(data, first, lines)
    assert again["duplicates"] == answer["accepted"] + 1
    assert again["accepted"] == LINES - answer["accepted"]
    assert not again["quarantined"]


@pytest.mark.parametrize("content", [b"\0" * 1000, b"\x7fELF" + bytes(100), b"{", b"<feedback>"])
def test_unknown_things_are_refused_by_name(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "thing"
    path.write_bytes(content)
    answer = report(tmp_path / "data", path)
    assert answer["accepted"] == 0
    assert answer["rejected"][0]["path"].startswith(str(path))
