"""PDFs that come with mail: where they lead, and that none of them is worth a worker."""

import random
import signal
import subprocess
import sys
import tracemalloc
import zlib
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.parse.pdf_files import TARGET, code, of_objects, opened, stream
from tests.parse.test_mail import read

from spamatlas.model import Message
from spamatlas.parse.mail import pdf
from spamatlas.parse.mail.pdf import Document, read_pdf


def of_picture(mode: str = "1", says: str = TARGET) -> bytes:
    """A PDF of one page that shows a code; the mode decides how the picture is packed."""
    file = BytesIO()
    code(says).convert(mode).save(file, "PDF")
    return file.getvalue()


def picture_in(*holders: bytes) -> bytes:
    """A page whose resources are object 4; behind it the holders, at the end the picture of a code."""
    held = code()
    bits = stream(
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray"
        b" /Filter /FlateDecode" % held.size,
        zlib.compress(held.convert("L").tobytes()),
    )
    page = b"<</Type /Page /Parent 2 0 R /Resources 4 0 R>>"
    return of_objects(
        b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1>>", page, *holders, bits
    )


def of_link(annotation: bytes, root: bytes = b"") -> bytes:
    return of_objects(
        b"<</Type /Catalog /Pages 2 0 R %s>>" % root,
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /Annots [4 0 R]>>",
        b"<</Type /Annot /Subtype /Link /A %s>>" % annotation,
    )


def mail(body: bytes, kind: str = "application/pdf") -> Message:
    return read(
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nplease see the file\n--b\nContent-Type: "
        + kind.encode()
        + b"; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
        + b64encode(body)
        + b"\n--b--\n"
    )


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_a_code_in_a_picture_of_a_page_is_read(mode: str) -> None:
    assert opened(of_picture(mode)) == Document((), (TARGET,))


@pytest.mark.parametrize("kind", ["application/pdf", "application/octet-stream"])
def test_where_a_code_leads_is_a_link_of_the_mail(kind: str) -> None:
    message = mail(of_picture(), kind)
    assert [(link.url, link.found_in) for link in message.links] == [(TARGET, "qr_code")]
    assert [(file.name, file.media_type) for file in message.attachments] == [("a.pdf", kind)]


def test_a_picture_within_forms_is_read() -> None:
    resources = b"<</XObject <</F 5 0 R>>>>"
    form = stream(b"/Type /XObject /Subtype /Form /Resources <</XObject <</I 6 0 R>>>>", b"/I Do")
    assert opened(picture_in(resources, form)).codes == (TARGET,)


@pytest.mark.parametrize(
    "body",
    [
        of_link(b"<</S /URI /URI (https://evil.example/code)>>"),
        of_link(b"<</S /URI /URI <68747470733A2F2F6576696C2E6578616D706C652F636F6465>>>"),
        of_link(b"null", b"/OpenAction <</S /URI /URI (https://evil.example/code)>>"),
    ],
    ids=["literal", "hexadecimal", "on opening"],
)
def test_a_link_of_a_page_is_a_link_of_the_mail(body: bytes) -> None:
    assert [(link.url, link.domain, link.found_in) for link in mail(body).links] == [(TARGET, "evil.example", "pdf")]


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_file_that_opens_without_a_password_is_read(algorithm: str) -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(of_picture()))
    writer.encrypt("", "owner", algorithm=algorithm)
    file = BytesIO()
    writer.write(file)
    assert opened(file.getvalue()).codes == (TARGET,)


def test_a_locked_file_gives_that_it_is_locked() -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(of_picture()))
    writer.encrypt("secret")
    file = BytesIO()
    writer.write(file)
    assert opened(file.getvalue()) == Document(is_locked=True)
    assert [each.holds for each in mail(file.getvalue()).attachments] == [("encrypted",)]


def test_a_file_that_may_only_not_be_printed_is_not_locked() -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(of_picture()))
    writer.encrypt("", "owner")
    file = BytesIO()
    writer.write(file)
    assert opened(file.getvalue()) == Document((), (TARGET,))


@pytest.mark.parametrize(("trailer", "is_locked"), [(b"/Encrypt 5 0 R", True), (b"(Encrypt 5 0 R)", False)])
def test_a_file_that_cannot_be_read_may_say_that_it_is_locked(trailer: bytes, is_locked: bool) -> None:
    found = opened(b"%PDF-1.7\ntrailer <<" + trailer + b">>")
    assert found == Document(is_locked=is_locked)


def test_a_broken_table_of_places_hides_no_link() -> None:
    body = of_link(b"<</S /URI /URI (https://evil.example/code)>>")
    assert opened(body.replace(b"startxref\n", b"startxref\n9")).addresses == (TARGET,)
    assert opened(b"junk\n" + body[:-40]).addresses == (TARGET,)


@pytest.mark.parametrize(
    ("says", "number", "link"),
    [
        ("tel:+12025550199", "+12025550199", ""),
        ("SMSTO:+12025550199:YES", "+12025550199", ""),
        ("BEGIN:VCARD\nVERSION:3.0\nFN:Bank\nTEL;TYPE=WORK:+1 202 555 0199\nEND:VCARD", "+12025550199", ""),
        ("mailto:Pay@Evil.example?subject=x", "", "mailto:pay@evil.example"),
        ("MATMSG:TO:pay@evil.example;SUB:x;;", "", "mailto:pay@evil.example"),
        ("WIFI:S:guest;T:WPA;P:secret;;", "", ""),
        ("mailto:nobody@", "", ""),
    ],
)
def test_a_code_that_calls_or_writes_names_whom(says: str, number: str, link: str) -> None:
    message = mail(of_picture(says=says))
    assert [each.value for each in message.numbers] == ([number] if number else [])
    assert [each.url for each in message.links] == ([link] if link else [])


def bombs() -> dict[str, bytes]:
    root, pages = b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1>>"
    page = b"<</Type /Page /Resources <</XObject <</I 4 0 R>>>>>>"
    image = b"/Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter %s"
    packed = zlib.compress(bytes(200_000_000), 9)
    again = b"[" + b"/FlateDecode " * 3 + b"]"
    circle = stream(b"/Subtype /Form /Resources <</XObject <</A 4 0 R /B 4 0 R>>>>", b"")
    wide = b" ".join(b"/F%d 4 0 R" % number for number in range(2000))
    return {
        "unpacks to much": of_objects(root, pages, page, stream(image % (3000, 3000, b"/FlateDecode"), packed)),
        "unpacks thrice": of_objects(root, pages, page, stream(image % (3000, 3000, again), zlib.compress(packed))),
        "says it is vast": of_objects(root, pages, page, stream(image % (10**9, 10**9, b"/FlateDecode"), packed)),
        "a form draws itself": of_objects(root, pages, page, circle),
        "forms draw forms": of_objects(
            root, pages, page, stream(b"/Subtype /Form /Resources <</XObject <<%s>>>>" % wide, b"")
        ),
        "a tree that is a ring": of_objects(root, b"<</Type /Pages /Kids [2 0 R 2 0 R]>>"),
        "many pages": of_objects(root, b"<</Type /Pages /Kids [%s]>>" % (b"3 0 R " * 100_000), page, b"<<>>"),
        "deep arrays": of_objects(root, b"[" * 50_000),
        "deep dictionaries": of_objects(root, b"<</Kids " * 50_000),
        "no end": b"%PDF-1.7\n" + b"1 0 obj\n" * 100_000,
        "tables in a ring": b"%PDF-1.7\nxref\n0 0\ntrailer <</Prev 9 /Size 1>>\nstartxref\n9\n%%EOF\n",
    }


BOMBS = bombs()


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_gives_nothing(name: str) -> None:
    found = opened(BOMBS[name])
    assert (found.addresses, found.codes, found.is_locked) == ((), (), False)


@pytest.mark.parametrize("name", [name for name in BOMBS if "unpacks" in name or "vast" in name])
def test_a_bomb_takes_little_memory(name: str) -> None:
    body = BOMBS[name]
    tracemalloc.start()
    try:
        read_pdf(body, f"once more {name}")
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()


def test_a_file_that_takes_too_long_gives_what_is_written_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> Iterator[object]:
        while True:
            sum(range(1000))
        yield

    body = of_link(b"<</S /URI /URI (https://evil.example/code)>>", b"/OpenAction <</S /URI /URI (https://a.example)>>")
    monkeypatch.setattr(pdf, "_pages", endless)
    monkeypatch.setattr(pdf, "MOST_SECONDS", 0.2)
    before = signal.getsignal(signal.SIGVTALRM)
    assert set(opened(body).addresses) == {"https://a.example", TARGET}
    assert signal.getsignal(signal.SIGVTALRM) == before
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_what_comes_before_a_broken_picture_is_kept() -> None:
    body = of_objects(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Annots [5 0 R null 9 0 R 7 (x)] /Resources <</XObject <</I 4 0 R /J [1] /K 77 0 R>>>>>>",
        stream(b"/Subtype /Image /Width 100 /Height 100 /ColorSpace 5 /Filter /FlateDecode", b"broken"),
        b"<</A <</S /URI /URI (https://evil.example/code)>>>>",
    )
    assert opened(body) == Document((TARGET,), ())


def test_the_same_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    body = of_picture(says="https://once.example/")
    assert opened(body).codes
    monkeypatch.setattr(pdf, "_reader", lambda: pytest.fail("read again"))
    assert opened(body).codes


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_are_read(body: bytes) -> None:
    assert isinstance(opened(b"%PDF-1.7\n" + body), Document)


@settings(max_examples=150)
@given(st.randoms(use_true_random=False), st.sampled_from(["picture", "link", "form"]))
def test_a_damaged_file_is_read(chance: random.Random, kind: str) -> None:
    whole = {
        "picture": of_picture(),
        "link": of_link(b"<</S /URI /URI (https://evil.example/code)>>"),
        "form": picture_in(b"<</XObject <</I 5 0 R>>>>"),
    }[kind]
    body = bytearray(whole)
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(9, len(body))
        body[at : at + chance.randrange(4)] = chance.randbytes(chance.randrange(4))
    assert isinstance(opened(bytes(body)), Document)


def test_a_mail_without_a_pdf_does_not_pay_for_the_reader() -> None:
    program = (
        "import sys; from datetime import UTC, datetime; from spamatlas.model import Submission; from spamatlas.parse "
        "import parse; parse(Submission(id='0', media_type='message/rfc822', body=b'Subject: x\\n\\nhello', "
        "received_at=datetime.now(UTC), reporter='r')); print('pypdf' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
