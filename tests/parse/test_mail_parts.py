"""The root of a mail that is one text is read without a reader; it is what the readers would have made of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


@settings(max_examples=1000)
@given(FIELDS, st.sampled_from(("\n", "\r\n")), st.integers(1, 2), st.sampled_from(BODIES))
def test_a_plain_mail_is_read_as_the_reader_reads_it(lines: list[str], end: str, ends: int, body: bytes) -> None:
    mail = "\n".join(lines).replace("\n", end).encode("latin-1") + end.encode() * ends + body
    header = header_in(mail)
    found, warnings = read_tree(mail, header)
    if not warnings:
        assert (found, ()) == read_by_fast(mail, header)


def root(mail: bytes) -> Part:
    return read_tree(mail, header_in(mail))[0]


def test_a_blank_before_the_colon_is_read_as_old_mail_has_it() -> None:
    """RFC 5322, section 4.5.8: it is allowed still, and a way past a reader that does not know."""
    assert root(b"Content-Type : text/html; charset=koi8-r\n\nx").content_type == "text/html"


@pytest.mark.parametrize(("encoding", "body"), [("base64", b"cGF5\n"), ("quoted-printable", b"=70ay")])
def test_an_encoded_text_is_decoded(encoding: str, body: bytes) -> None:
    assert root(f"Content-Transfer-Encoding: {encoding}\n\n".encode() + body).body == b"pay"


TYPES = st.sampled_from(
    (b"text/plain", b"text/html", b"message/rfc822", b"multipart/mixed; boundary=x", b"application/x")
)
PARAMETERS = st.lists(
    st.tuples(
        st.sampled_from((b"charset", b"name", b"boundary", b"filename")),
        st.sampled_from((b"", b"*", b"*0", b"*0*", b"*1*", b"*99999999999999999999*", b"*x", b"**")),
        st.sampled_from((b"utf-8''x", b"''", b"x'", b"%ff", b"nonsense''%FF", b'"', b"\0", b"\xff", b"utf-8", b"")),
    ),
    max_size=4,
)
TRANSFERS = st.sampled_from((b"base64", b"quoted-printable", b"x-uuencode", b"8bit", b"=?utf-8?q?base64?="))
UNDECODABLE = st.sampled_from(
    (b"SGVsbG8@@!", b"SGVsbG8", b"=", b"=ZZ", b"begin 666 a\n\xff", b"\xff\xfe", b"--x\n\n\xff\n--x--")
)


@settings(max_examples=1000)
@given(TYPES, PARAMETERS, PARAMETERS, TRANSFERS, UNDECODABLE)
def test_no_parameter_with_a_broken_body_is_a_way_past_the_judges(
    kind: bytes,
    of_type: list[tuple[bytes, ...]],
    of_place: list[tuple[bytes, ...]],
    encoding: bytes,
    body: bytes,
) -> None:
    """RFC 2231, section 4: parameters may say their charset themselves, and be wrong about it."""
    written, placed = (b"".join(b"; %s%s=%s" % each for each in some) for some in (of_type, of_place))
    fields = b"Content-Type: %s%s\nContent-Disposition: inline%s\nContent-Transfer-Encoding: %s\n\n"
    mail = b"Subject: Win\n" + fields % (kind, written, placed, encoding) + body
    assert read_tree(mail, header_in(mail))[1] in {(), ("second-reader",)}


@pytest.mark.parametrize("charset", ["*=utf-8''x", "*=utf-8''utf-8", "*0*=utf-8''ut; charset*1=f-8", "*=%FF"])
def test_what_the_fast_reader_gives_up_is_read_whatever_its_charset_claims(charset: str) -> None:
    mail = (
        f"Content-Type: text/plain; charset{charset}\nContent-Transfer-Encoding: base64\n\n".encode()
        + b"cGF5IG5v\xffdw=="
    )
    part, warnings = read_tree(mail, header_in(mail))
    assert (part.content_type, warnings) == ("text/plain", ("second-reader",))
    assert part.body == b"pay now"


def test_what_neither_reader_makes_parts_of_is_read_as_one_text() -> None:
    """The fast reader fails on the transfer encoding, the careful one on the inner mail's fields."""
    mail = (
        b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
        b"Content-Type: multipart/mixed\n--x\nX: \xff\n\npay now"
    )
    part, warnings = read_tree(mail, header_in(mail))
    assert (part.content_type, warnings) == ("text/plain", ("unread-parts",))
    assert part.body.endswith(b"pay now")
