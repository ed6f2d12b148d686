"""Judging alone, against rspamd, SpamAssassin and bogofilter on the same distinct mails in the same run."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from shutil import which

from benchmarks.corpus import mails, texts
from spamatlas.cli.judging import Asked, Format, by_crew, found_in
from spamatlas.model import Submission
from spamatlas.pipeline import nursery
from spamatlas.pipeline.crew import Crew
from spamatlas.pipeline.outcome import unfiled
from spamatlas.settings import Settings

SPAMASSASSIN_MAILS = 300
BOGOFILTER_MAILS = 1_000
PROBE = b"From: a@example.org\nTo: b@example.org\nSubject: probe\n\nIs anybody there?\n"
"""A mail that is not of the set."""
TEXTS, TEXTS_WANTED = 40_000, 20_000
RSPAMD_OFF = (
    "antivirus",
    "arc",
    "asn",
    "clickhouse",
    "dkim",
    "dkim_signing",
    "dmarc",
    "elastic",
    "external_services",
    "fuzzy_check",
    "greylist",
    "history_redis",
    "hfilter",
    "http_headers",
    "ip_score",
    "known_senders",
    "metric_exporter",
    "mx_check",
    "neural",
    "once_received",
    "p0f",
    "phishing",
    "ratelimit",
    "rbl",
    "replies",
    "reputation",
    "spamtrap",
    "spf",
    "surbl",
    "url_redirector",
    "url_reputation",
    "bayes_expiry",
)


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        written = list(_write(mails(folder), Path(place) / "mails"))
        _judged(written[0], "eml")
        whole = _ours("mails", Path(place) / "mails", "eml", len(written))
        running = _running("mails", Path(place) / "mails", "eml", len(written))
        for peer, wanted in ((_rspamd, 3), (_spamassassin, 50), (_bogofilter, 0)):
            rate = peer(Path(place), written)
            if rate:
                name, bar = peer.__name__[1:], f" (wanted {wanted})" if wanted else ""
                print(f"  ratio to {name}, which runs before: {running / rate:.2f} running too{bar}")
                print(f"  with our start in our time: {whole / rate:.2f}")
        lines = Path(place) / "texts.jsonl"
        lines.write_text("".join(map(_line, count(), texts(folder, TEXTS))), "utf-8")
        rate = _ours("texts", lines, "jsonl", TEXTS)
        print(f"  {rate / TEXTS_WANTED:.2f} of {TEXTS_WANTED:,} wanted")
        _running("texts", lines, "jsonl", TEXTS)


def _line(number: int, text: str) -> str:
    return json.dumps({"id": str(number), "channel": "sms", "text": text}) + "\n"


def _write(bodies: list[bytes], folder: Path) -> Iterator[Path]:
    folder.mkdir()
    for number, body in enumerate(bodies):
        path = folder / f"{number:05}.eml"
        path.write_bytes(body)
        yield path


def _ours(name: str, path: Path, form: str, number: int) -> float:
    """The whole command: start, reading files, two workers, JSON lines out."""
    began = time.perf_counter()
    lines = _judged(path, form)
    took = time.perf_counter() - began
    rate = f"{number / took:,.0f}/s ({lines:,} verdicts; the command's start included)"
    print(f"spamatlas judge: {number:,} {name} in {took:.2f} s = {rate}")
    return number / took


def _running(name: str, path: Path, form: Format, number: int) -> float:
    """What runs, as the peers do: the same files by as many workers, each of which has judged a message before."""
    nursery.start(nursery.TO_JUDGE)
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(data=Path(data), workers=os.cpu_count() or 1)
        crew = Crew(settings)
        probe = unfiled(
            Submission(id="0" * 32, media_type="message/rfc822", body=PROBE, received_at=datetime.now(UTC), reporter="")
        )
        for started in [crew.submit("judge", [probe]) for _ in range(crew.size)]:
            started.result()
        began = time.perf_counter()
        lines = sum(
            isinstance(line, bytes)
            for line in by_crew(found_in([path], form, settings), Asked(settings, "judge", ()), crew)
        )
        took = time.perf_counter() - began
        crew.stop()
    print(f"spamatlas, once running: {number:,} {name} in {took:.2f} s = {number / took:,.0f}/s ({lines:,} verdicts)")
    return number / took


def _judged(path: Path, form: str) -> int:
    """How many verdicts the command gives. Its files are compiled at its first run, as an installed one's are."""
    command = [sys.executable, "-m", "spamatlas", "judge", "--format", form, "--jobs", str(os.cpu_count()), str(path)]
    keeps_compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(command, check=False, stdout=subprocess.PIPE, env=keeps_compiled).stdout.count(b"\n")


def _rspamd(place: Path, written: list[Path]) -> float:
    if not which("rspamd"):
        print("rspamd: not here (Debian: apt-get install rspamd)")
        return 0
    with rspamd_server(place):
        began = time.perf_counter()
        client = ["rspamc", "-h", "127.0.0.1:11399", "-n", "64", "--json", str(written[0].parent)]
        answers = subprocess.run(client, check=False, capture_output=True).stdout.count(b'"action"')
        took = time.perf_counter() - began
    print(f"rspamd: {len(written):,} mails in {took:.1f} s = {len(written) / took:,.0f}/s ({answers:,} answers)")
    return answers / took


@contextmanager
def rspamd_server(place: Path) -> Iterator[None]:
    local = place / "rspamd" / "local.d"
    local.mkdir(parents=True)
    for module in RSPAMD_OFF:
        (local / f"{module}.conf").write_text("enabled = false;\n")
    (local / "options.inc").write_text('dns { nameserver = ["127.0.0.1:9"]; timeout = 0.1s; retransmits = 1; }\n')
    (local / "worker-normal.inc").write_text(f'bind_socket = "127.0.0.1:11399"; count = {os.cpu_count()};\n')
    for worker in ("controller", "proxy", "fuzzy"):
        (local / f"worker-{worker}.inc").write_text("enabled = false;\ncount = 0;\n")
    (local / "logging.inc").write_text(f'type = "file"; filename = "{place}/rspamd.log"; level = "error";\n')
    folders = [f"--var={name}={place}/rspamd" for name in ("DBDIR", "RUNDIR", "LOGDIR", "LOCAL_CONFDIR")]
    server = subprocess.Popen(["rspamd", "-f", "-i", *folders], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(["rspamc", "-h", "127.0.0.1:11399", "--json"], b'"action"')
        yield
    finally:
        server.terminate()
        server.wait()


def wait_for(client: list[str], answer: bytes) -> None:
    """Ask until the server is up: a probe of our own, not a mail of the set."""
    for _ in range(120):
        if answer in subprocess.run(client, check=False, capture_output=True, input=PROBE).stdout:
            return
        time.sleep(0.5)
    raise TimeoutError(client[0])


def _spamassassin(place: Path, written: list[Path]) -> float:
    if not which("spamd"):
        print("SpamAssassin: not here (Debian: apt-get install spamd spamc)")
        return 0
    some = written[:SPAMASSASSIN_MAILS]
    with spamassassin_server(place):
        began = time.perf_counter()
        _each(some, f"spamc -p 7839 < {{}} | grep -ciE ^X-Spam-Status > {place}/sa.out")
        took = time.perf_counter() - began
    print(f"SpamAssassin: {len(some)} mails in {took:.1f} s = {len(some) / took:.0f}/s")
    return len(some) / took


@contextmanager
def spamassassin_server(place: Path) -> Iterator[None]:
    """``spamd`` without network tests, on port 7839."""
    workers = str(os.cpu_count())
    options = ["-L", "-m", workers, "--min-children", workers, "-p", "7839", "-s", "null", "-H", str(place)]
    server = subprocess.Popen(["spamd", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(["spamc", "-p", "7839", "-R"], b"Content analysis")
        yield
    finally:
        server.terminate()
        server.wait()


def _bogofilter(place: Path, written: list[Path]) -> float:
    if not which("bogofilter"):
        print("bogofilter: not here (Debian: apt-get install bogofilter)")
        return 0
    words = place / "bogofilter"
    words.mkdir()
    for flag, path in zip(("-s", "-n") * 200, written[:400], strict=True):
        subprocess.run(["bogofilter", "-d", str(words), flag, "-I", str(path)], check=False)
    some = written[-BOGOFILTER_MAILS:]
    began = time.perf_counter()
    _each(some, f"bogofilter -d {words} -t -I {{}} > /dev/null")
    took = time.perf_counter() - began
    print(f"bogofilter (a process a message): {len(some)} mails in {took:.1f} s = {len(some) / took:.0f}/s")
    return len(some) / took


def _each(paths: list[Path], command: str) -> None:
    names = "\n".join(map(str, paths)).encode()
    with suppress(subprocess.CalledProcessError):
        subprocess.run(["xargs", "-P", str(os.cpu_count()), "-I", "{}", "sh", "-c", command], check=True, input=names)
