"""What people write, their numbers and where they ask from stand in no log line, whatever goes wrong."""

import re
import subprocess
import sys
from collections.abc import Iterator
from os import environ
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

TEXT, SENDER, VICTIM, REPORTER = "zebrafinch", "+12025550143", "victim@example.org", "reporter.ann@example.org"
TICKET, FROM = "ticket-of-ann", "127.0.0.77"
MARKS = (TEXT, SENDER, "2025550143", VICTIM, REPORTER, TICKET, FROM)
KNOWN = {"event", "level", "timestamp"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, Path]]:
    """A node's address, its data folder, and the file that its log lines go to."""
    folder = tmp_path_factory.mktemp("quiet")
    data, log = folder / "node", folder / "log"
    command = [sys.executable, "-m", "spamatlas", "up", "--port", "0", "--data", str(data)]
    with log.open("wb") as lines:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=lines, text=True, env=environ | {"SPAMATLAS_WORKERS": "1"}
        )
        assert process.stdout
        found = re.search(r"http://\S+?(?=/ )", process.stdout.readline())
        assert found
        drive(found.group(), (data / "token.key").read_bytes().hex())
        yield found.group(), data, log
        process.terminate()
        assert process.wait(120) == 0


def drive(address: str, token: str) -> None:
    """Everything that anybody may send, well-formed and not, from one address."""
    key = {"authorization": f"Bearer {token}"}
    with httpx.Client(base_url=address, transport=httpx.HTTPTransport(local_address=FROM), timeout=60) as client:
        report = {"id": TICKET, "channel": "sms", "text": f"{TEXT} {SENDER}", "sender": SENDER, "reporter": REPORTER}
        answers = [client.post("/api/v1/reports", json=report, headers=key)]
        mail = f"From: {VICTIM}\r\nTo: {REPORTER}\r\n\r\n{TEXT} {SENDER}\r\n"
        broken = f"Content-Type: multipart/mixed; boundary={TEXT}\r\n\r\n--{TEXT}\r\n\xff".encode("latin-1")
        mails = {**key, "content-type": "message/rfc822"}
        answers += [client.post("/api/v1/reports", content=each, headers=mails) for each in (mail.encode(), broken)]
        for content in (b'{"text": "' + TEXT.encode(), TEXT.encode() + b"\xff\x00", b"[" * 5_000 + TEXT.encode()):
            for kind in ("application/json", "text/csv", "application/zip", "x/unknown"):
                answers.append(client.post("/api/v1/reports", content=content, headers={**key, "content-type": kind}))
        for path in ("", "api/v1/reports/", "api/v1/campaigns/", "receipts/", "figures/", "console/reports/"):
            answers.append(client.get(f"/{path}{TEXT} {SENDER}", headers=key))
        for path in ("console", "api/v1/statistics/reports", "api/v1/graph", "api/v1/reports", "check"):
            answers.append(client.get(f"/{path}", params={"q": f'{TEXT} "{SENDER}', "where": TEXT}, headers=key))
        answers.append(
            client.post("/check", data={"text": f"{TEXT} {SENDER}", "sender": SENDER}, headers={"origin": address})
        )
        answers.append(client.post("/api/v1/judge", content=TEXT.encode(), headers=key))
        answers.append(client.get("/", headers={"host": f"{TEXT}.example"}))
        receipts = msgspec.json.decode(answers[0].content).get("receipts") or [TEXT]
        answers += [client.delete(f"/api/v1/receipts/{each}") for each in (*receipts, TEXT)]
        codes = {each.status_code for each in answers}
        assert codes >= {404, 421}
        assert not any(code >= 500 for code in codes), codes


def test_no_log_line_tells_of_anybody(told: tuple[str, Path, Path]) -> None:
    lines = told[2].read_text("utf-8", "replace")
    for mark in MARKS:
        assert mark not in lines, mark
    for line in lines.splitlines():
        assert set(msgspec.json.decode(line)) >= KNOWN, line


def test_where_somebody_asked_from_is_kept_nowhere(told: tuple[str, Path, Path]) -> None:
    places = [path for path in told[1].rglob("*") if path.is_file()]
    assert len(places) > 10
    for path in places:
        assert FROM.encode() not in path.read_bytes(), path.name


def test_a_crash_is_told_without_what_it_was_about(capsys: pytest.CaptureFixture[str]) -> None:
    code = (
        "import structlog\nfrom spamatlas.cli.events import tell_events\ntell_events()\n"
        f"try: raise KeyError('{TEXT} {SENDER}')\n"
        "except KeyError as error: structlog.get_logger().error('request-crashed', exc_info=error)\n"
    )
    done: Any = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "KeyError" in done.stderr
    assert TEXT not in done.stderr
    assert SENDER not in done.stderr
