"""Behind a real nginx, set up as docs/proxies.md says it."""

import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.end_to_end.running import Running
from tests.outbox.authority import Authority

from spamatlas.web.app import BURST, PER_MINUTE

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(not NGINX, reason="no nginx here (Debian: apt-get install nginx-light)")
PAGE = (Path(__file__).parents[2] / "docs" / "proxies.md").read_text("utf-8")
NAME = "spam.example.org"
PATHS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("node")
    wanted = "\n".join(re.findall(r"^(?:host_names|trusted_proxies) = .*$", PAGE, re.MULTILINE))
    (folder / "spamatlas.toml").write_text(f"{wanted}\nmax_report_bytes = 2_000_000\n")
    running = Running(folder, options=())
    running.start()
    yield running
    running.stop()


class Nginx:
    """Asks from any address of this machine, under the node's public name."""

    def __init__(self, folder: Path, port: int) -> None:
        self.site = f"https://{NAME}:{port}"
        self._port, self._trusted = port, ssl.create_default_context(cafile=str(folder / "Test-CA.pem"))

    def client(self, address: str = "127.0.0.2", **fields: str) -> httpx.Client:
        """``address`` is no proxy's: from 127.0.0.1 the node would take what a stranger wrote for a proxy's word."""
        transport = httpx.HTTPTransport(verify=self._trusted, local_address=address)
        fields = {"host": f"{NAME}:{self._port}"} | {name.replace("_", "-"): said for name, said in fields.items()}
        return httpx.Client(base_url=f"https://127.0.0.1:{self._port}", transport=transport, headers=fields, timeout=20)

    def ask(self, method: str, path: str, address: str = "127.0.0.2", **options: Any) -> httpx.Response:
        fields = options.pop("headers", {})
        with self.client(address, **fields) as client:
            return client.request(method, path, extensions={"sni_hostname": NAME}, **options)


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory, node: Running) -> Iterator[Nginx]:
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    Authority(folder).server(NAME)
    server = re.findall(r"^server \{.*?^\}$", PAGE, re.DOTALL | re.MULTILINE)[1]
    server = re.sub(r"(ssl_certificate\w*) .*;", rf"\1 {folder}/{NAME}-False.pem;", server)
    server = server.replace("listen 443", f"listen 127.0.0.1:{port}").replace("http://127.0.0.1:8052", node.address)
    own = "".join(f"{each}_temp_path {folder}/{each};" for each in PATHS)
    head = f"daemon off; pid {folder}/pid; error_log stderr; events {{}} http {{ access_log off; {own}"
    (folder / "nginx.conf").write_text(f"{head}\n{server}\n}}")
    process = subprocess.Popen([str(NGINX), "-c", f"{folder}/nginx.conf", "-e", "stderr"], stderr=subprocess.PIPE)
    asked = Nginx(folder, port)
    wait_for(asked, process)
    yield asked
    process.terminate()
    process.wait(120)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def wait_for(nginx: Nginx, process: Any) -> None:
    for _ in range(100):
        assert process.poll() is None, process.stderr.read().decode()
        try:
            nginx.ask("HEAD", "/healthz")
        except httpx.ConnectError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError


def test_a_page_comes_and_a_stranger_is_no_operator(nginx: Nginx) -> None:
    assert nginx.ask("GET", "/").status_code == 200
    assert nginx.ask("HEAD", "/").status_code == 200
    assert nginx.ask("GET", "/console").status_code == 401
    assert nginx.ask("GET", "/console", "127.0.0.1").status_code == 401, "nor is who asks from the machine"
    assert nginx.ask("GET", "/", headers={"host": "evil.example"}).status_code == 421


def test_who_signs_in_gets_a_cookie_for_https_alone_and_from_our_own_page(nginx: Nginx, node: Running) -> None:
    form = {"token": node.token}
    came = nginx.ask("POST", "/console/sign-in", data=form, headers={"origin": nginx.site})
    assert came.status_code == 303
    assert "; secure" in came.headers["set-cookie"].lower()
    foreign = nginx.ask("POST", "/console/sign-in", data=form, headers={"origin": "https://evil.example"})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "foreign-origin")


@pytest.mark.parametrize(
    ("address", "name", "said"),
    [("127.0.0.3", "x_forwarded_for", "198.51.100.{}"), ("127.0.0.4", "forwarded", "for=198.51.100.{}")],
)
def test_who_writes_for_whom_they_ask_is_counted_as_themselves(
    nginx: Nginx, address: str, name: str, said: str
) -> None:
    def judged(address: str, **fields: str) -> int:
        fields |= {"content_type": "message/rfc822"}
        return nginx.ask("POST", "/api/v1/judge", address, content=b"Subject: x\r\n\r\nHi", headers=fields).status_code

    began = time.monotonic()
    found = [judged(address, **{name: said.format(number)}) for number in range(2 * BURST)]
    refused = found.index(429)
    grown = int((time.monotonic() - began) * PER_MINUTE / 60)  # what may be asked grows back while it is asked
    assert found[:refused] == [200] * refused
    assert BURST <= refused <= BURST + grown
    assert judged(address.replace("127.0.0", "127.0.1")) == 200, "a neighbour has an allowance of their own"


def test_what_is_too_large_is_refused_in_the_nodes_words(nginx: Nginx, node: Running) -> None:
    known = {"authorization": f"Bearer {node.token}", "content_type": "message/rfc822"}
    taken = nginx.ask("POST", "/api/v1/reports", content=b"Subject: x\r\n\r\n" + b"a" * 1_900_000, headers=known)
    assert taken.status_code == 202, taken.text
    for fields in (known, {"content_type": "message/rfc822"}):
        refused = nginx.ask("POST", "/api/v1/reports", content=b"a" * 30_000_000, headers=fields)
        assert (refused.status_code, refused.json()["code"]) in {(413, "too-large"), (401, "token-wanted")}


def test_what_happens_is_told_as_it_happens(nginx: Nginx, node: Running) -> None:
    heard, hello = threading.Event(), threading.Event()

    def listen() -> None:
        with (
            nginx.client() as client,
            client.stream("GET", "/api/v1/events", extensions={"sni_hostname": NAME}) as answer,
        ):
            for line in answer.iter_lines():
                if line == "event: hello":
                    hello.set()
                if line == "event: change":
                    heard.set()
                    return

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    assert hello.wait(5)
    node.file(id="1", channel="sms", text="Your parcel is held, pay at https://pay.example/a")
    assert heard.wait(5), "held back on the way"
    listener.join(5)
