"""Ten thousand letters to a local mail server: how long from the outbox into the server's hands, and what they cost.

``python -m benchmarks.outbox [LETTERS]``. The server is Postfix's ``smtp-sink`` where there is one (Debian: postfix),
else aiosmtpd in a process of its own. Each letter is written, signed with both keys and noted.
"""

import resource
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.posting import Posting
from spamatlas.pipeline.sending import Sending
from spamatlas.settings import Settings

LETTERS, DOMAINS = 10_000, 100


def main(letters: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    sink = shutil.which("smtp-sink", path="/usr/sbin:/usr/bin")
    peer = [sys.executable, "-m", "aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Sink", "-l", f"127.0.0.1:{port}"]
    command = [sink, "-u", "nobody", f"127.0.0.1:{port}", "100"] if sink else peer
    with TemporaryDirectory() as folder, subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            _measure(Path(folder), port, letters, "smtp-sink" if sink else "aiosmtpd")
        finally:
            server.terminate()


def _measure(folder: Path, port: int, letters: int, server: str) -> None:
    settings = Settings(data=folder, smtp_host="127.0.0.1", smtp_port=port, mail_from="reports@node.example")
    accounts = Accounts(Folder(folder), settings=settings)
    posting, sending = Posting(accounts), Sending(accounts)
    assert posting.signers
    begun, busy = time.perf_counter(), time.process_time()
    with accounts.records.change() as change:
        for number in range(letters):
            facts = {"views": [{"name": f"view {number}", "reports": number + 1}]}
            posting.put(change, "alert", f"reader{number}@d{number % DOMAINS}.example", facts, "en")
    put, put_busy = time.perf_counter() - begun, time.process_time() - busy
    begun, busy = time.perf_counter(), time.process_time()
    tried = sending.letters()
    sent, sent_busy = time.perf_counter() - begun, time.process_time() - busy
    counts = posting.listed(1)["counts"]
    sending.close()
    accounts.close()
    assert (tried, counts) == (letters, {"sent": letters}), (tried, counts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{letters:,} letters to {server}")
    print(f"  put in   {put:7.1f} s, {put_busy:6.1f} s of processor")
    print(f"  sent     {sent:7.1f} s, {sent_busy:6.1f} s of processor, {1000 * sent_busy / letters:.2f} ms a letter")
    print(f"  memory   {peak:7.0f} MiB at most")


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the mail server did not start")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LETTERS)
