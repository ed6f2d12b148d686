"""The root of a mail that is one text is read without a reader; it is what the readers would have made of it."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spamatlas.model import Rejected
from spamatlas.parse.mail.field import header_in
from spamatlas.parse.mail.part import Part, read_by_fast, read_tree

KINDS = (
    "text/plain", "text/html", "TEXT/Plain", "text", "text/", "text/plain;", "text/plain; charset=utf-8", "text (c)",
    'text/html; charset="x', 'text/plain; name="a.eml"', "text/calendar; name==?utf-8?B?YQ==?=", "text/plain charset=x",
    "text/plain;charset*=utf-8''x", "text/plain;\n\tcharset=koi8-r", "text/plain; boundary=x", "", "text /plain",
    "text/pl\0ain", "multipart/mixed; boundary=x", "message/rfc822", "text/plain; charset=\xe9",
)  # fmt: skip
ENCODINGS = ("7bit", "8bit", "BINARY", "7-bit", "quoted-printable", "base64", "7bit ", "", '"7bit"', "8bit (c)", "x")
PLACES = (
    "inline",
    "attachment",
    "Attachment; filename=a.txt",
    'inline; filename="x"',
    ";attachment",
    '"attachment"',
    "",
)
OTHERS = ("Subject: x", "X: =?utf-8?Q?a", "Received: a\n\tb", "X\xe9: b", "no field", "X: a\0b", "X : b", "A: b\n ")
BODIES = (
    b"hello\n", b"", b"\n", b"\n\nx", b"a\r\nb\r\n", b"\xff\xfe x", b"\0x\0", b"--x\n\ny\n--x--\n", b"\r\nx", b"\rx",
    b"Content-Type: text/html\n\nq", b"=41=\n", b" x\n",
)  # fmt: skip


def named(name: str, values: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([f"{name}: {value}" for value in values]), max_size=2)


FIELDS = st.tuples(
    named("Content-Type", KINDS),
    named("content-transfer-encoding", ENCODINGS),
    named("Content-Disposition", PLACES),
    st.lists(st.sampled_from(OTHERS), max_size=2),
).flatmap(lambda parts: st.permutations([line for part in parts for line in part]))


@settings(max_examples=1000, deadline=None)
@given(FIELDS, st.sampled_from(("\n", "\r\n")), st.integers(1, 2), st.sampled_from(BODIES))
def test_a_plain_mail_is_read_as_the_reader_reads_it(lines: list[str], end: str, ends: int, body: bytes) -> None:
    mail = "\n".join(lines).replace("\n", end).encode("latin-1") + end.encode() * ends + body
    header = header_in(mail)
    warning = "neither reader makes parts of it"
    with suppress(Rejected):
        found, warning = read_tree(mail, header)
    if not warning:
        assert found == read_by_fast(mail, header)


def root(mail: bytes) -> Part:
    return read_tree(mail, header_in(mail))[0]


def test_a_blank_before_the_colon_is_read_as_old_mail_has_it() -> None:
    """RFC 5322, section 4.5.8: it is allowed still, and a way past a reader that does not know."""
    assert root(b"Content-Type : text/html; charset=koi8-r\n\nx").content_type == "text/html"


@pytest.mark.parametrize(("encoding", "body"), [("base64", b"cGF5\n"), ("quoted-printable", b"=70ay")])
def test_an_encoded_text_is_decoded(encoding: str, body: bytes) -> None:
    assert root(f"Content-Transfer-Encoding: {encoding}\n\n".encode() + body).body == b"pay"
