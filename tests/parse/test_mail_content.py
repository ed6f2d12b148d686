"""What mails carry beside their text: codes in pictures, statements of receivers, calendar entries, files."""

import os
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from tests.parse.test_mail import read

from spamatlas import intake
from spamatlas.model import Authentication, Message, Rejected
from spamatlas.parse import parse, parsers
from spamatlas.parse.mail.authentication import authentication_from
from spamatlas.parse.mail.charset import decode

HIDDEN_LINK = "https://evil.example/code"


def picture() -> bytes:
    """A PNG of a QR code that says ``HIDDEN_LINK``."""
    code = zxingcpp.create_barcode(HIDDEN_LINK, zxingcpp.BarcodeFormat.QRCode)
    file = BytesIO()
    Image.fromarray(code.to_image(scale=6)).save(file, "PNG")
    return file.getvalue()


def links(message: Message) -> list[tuple[str, str]]:
    return [(link.url, link.found_in) for link in message.links]


def test_the_link_in_an_attached_code_is_found() -> None:
    message = read(
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nscan\n--b\nContent-Type: image/png; name=c.png\n"
        b"Content-Transfer-Encoding: base64\n\n" + b64encode(picture()) + b"\n--b--\n"
    )
    assert links(message) == [(HIDDEN_LINK, "qr_code")]
    assert [(file.name, file.media_type) for file in message.attachments] == [("c.png", "image/png")]


def test_the_link_in_a_code_within_the_page_is_found() -> None:
    uri = b"data:image/png;base64," + b64encode(picture())
    assert links(read(b"Content-Type: text/html\n\n<p>scan</p><img src='" + uri + b"'>")) == [(HIDDEN_LINK, "qr_code")]


@pytest.mark.parametrize(
    ("name", "value", "results"),
    [
        (
            "Authentication-Results",
            "MX.example.org 1; spf=fail (x; y=(z)) smtp.mailfrom=a@evil.example; dkim=pass header.d=good.example",
            [("mx.example.org", "spf", "fail", "evil.example"), ("mx.example.org", "dkim", "pass", "good.example")],
        ),
        ("Authentication-Results", "mx.example.org; none", []),
        (
            "ARC-Authentication-Results",
            "i=2; mx.example.org; dmarc=none header.from=evil.example",
            [("mx.example.org", "dmarc", "none", "evil.example")],
        ),
        (
            "Authentication-Results",
            "spf=pass smtp.mailfrom=evil.example",
            [("", "spf", "pass", "evil.example")],
        ),
        (
            "Received-SPF",
            'softfail (no) client-ip=192.0.2.1; envelope-from="<a@evil.example>"; receiver=mx.example.org',
            [("mx.example.org", "spf", "softfail", "evil.example")],
        ),
    ],
)
def test_what_receivers_stated_is_read(name: str, value: str, results: list[tuple[str, str, str, str]]) -> None:
    is_believed = not name.startswith("ARC")
    expected = tuple(Authentication(*result, is_believed=is_believed) for result in results)
    assert authentication_from(((name, value),)) == expected


def test_a_calendar_entry_is_text() -> None:
    message = read(
        "Content-Type: text/calendar\n\nBEGIN:VEVENT\nSUMMARY;LANGUAGE=en:Claim\\, now\nDESCRIPTION:at https://evil.ex\n"
        " ample.org/x\\nsoon\nUID:no-text\nEND:VEVENT\n"
    )
    assert message.text == "Claim, now\nat https://evil.example.org/x\nsoon"
    assert [link.host for link in message.links] == ["evil.example.org"]


@pytest.mark.parametrize(
    ("parameter", "name"),
    [
        ("filename*=utf-8''%E2%82%AC%20rates.exe", "€ rates.exe"),
        ("filename*0*=iso-8859-1''r%E9; filename*1*=sum%E9; filename*2=.exe", "résumé.exe"),
        ('filename="=?utf-8?B?w6kuZXhl?="', "é.exe"),
    ],
)
def test_names_of_files_are_decoded(parameter: str, name: str) -> None:
    head = f"Content-Type: application/octet-stream\nContent-Disposition: attachment; {parameter}"
    assert [file.name for file in read(f"{head}\n\nx").attachments] == [name]


@pytest.mark.parametrize(
    ("subject", "head"),
    [
        ("Fwd: x", "-------- Пересылаемое сообщение --------\nОт: Bad <bad@evil.example>\nТема: Win\nДата: 2026"),
        ("RV: x", "---------- Mensaje reenviado ----------\nDe: Bad <bad@evil.example>\nAsunto: Win\nPara: yo"),
        ("إعادة توجيه: x", "---- رسالة أصلية ----\nمن: Bad <bad@evil.example>\nالموضوع: Win\nإلى: me"),
    ],
)
def test_forwards_are_known_in_other_scripts(subject: str, head: str) -> None:
    message = read(
        f"From: me@example.org\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{head}\n\nclaim"
    )
    assert (message.wrapped_in, message.subject, message.text) == (("inline",), "Win", "claim")
    assert message.sender is not None
    assert message.sender.value == "bad@evil.example"


def test_utf8_under_a_latin_label_is_read_as_utf8() -> None:
    assert decode("£31 – é".encode(), "iso-8859-1") == ("£31 – é", "charset-wrong")
    assert decode("£31 é".encode("latin-1"), "iso-8859-1") == ("£31 é", "")


def test_a_link_resolves_against_the_base_of_its_page() -> None:
    message = read(
        'Content-Type: text/html\n\n<base href="https://evil.example/a/"><a href="b/c">go</a><a href="#x">in</a>'
    )
    assert [(link.url, link.text) for link in message.links] == [("https://evil.example/a/b/c", "go")]


@pytest.mark.corpora
@pytest.mark.skipif("SPAMATLAS_CORPORA" not in os.environ, reason="SPAMATLAS_CORPORA names no folder of corpora")
def test_all_shared_mail_is_read_or_rejected_with_a_known_code() -> None:
    files = sorted((Path(os.environ["SPAMATLAS_CORPORA"]) / "email").glob("*.tar.gz"))
    options = intake.Options(reporter="r" * 32, secret=b"x")
    codes = parsers()["message/rfc822"].rejections
    read_count = 0
    for file in files:
        for submission in intake.read(file, options):
            if not hasattr(submission, "body"):
                continue
            try:
                parse(submission)
                read_count += 1
            except Rejected as why:
                assert why.code in codes
    assert read_count > 0


def test_words_in_base64_that_a_mail_shows_are_read_and_said() -> None:
    words = "Your account is on hold. Confirm it within a day at https://evil.example/in or lose what you have."
    block = b64encode(words.encode()).decode()
    for shown in (block, "\n".join(block[at : at + 76] for at in range(0, len(block), 76))):
        message = read(f"Subject: x\n\nHello,\n\n{shown}\n\nBye")
        assert message.hidden_text == words
        assert [link.url for link in message.links] == ["https://evil.example/in"]
        assert message.warnings == ("encoded-text",)


@pytest.mark.parametrize(
    "shown",
    [
        "https://track.example/?t="
        + b64encode(b'{"to": "somebody", "and then": "a lot of other words here"}').decode(),
        b64encode(bytes(range(256))).decode(),
        "A" * 100,
        b64encode(b"onelongwordthatisnothing" * 5).decode(),
    ],
)
def test_tokens_and_files_in_base64_are_no_words(shown: str) -> None:
    message = read(f"Subject: x\n\nHello,\n{shown}\nBye")
    assert (message.hidden_text, message.warnings) == ("", ())


def test_much_base64_is_bounded() -> None:
    line = b64encode(b"some words that say nothing at all, again and again").decode()
    for body in ((line + "\n") * 5000, line * 5000 + "!", (line + "!\n") * 5000, "\n".join([line] * 5000) + "!"):
        assert len(read("Subject: x\n\n" + body).hidden_text) < 200_000


def forwarded(text: str, times: int, said: str = "") -> str:
    for number in range(times):
        head = f"From: Friend <f{number}@friend.example>" if number else "From: Bad <bad@evil.example>"
        subject = "Fwd: win" if number else "win"
        text = f"{said}\n\n---------- Forwarded message ---------\n{head}\nSubject: {subject}\nTo: you\n\n{text}"
    return f"From: me@example.org\nSubject: Fwd: win\n\n{text}"


def test_a_mail_that_was_passed_on_several_times_is_the_first_one() -> None:
    for times in (1, 2, 4):
        message = read(forwarded("claim it", times))
        assert message.sender is not None
        assert (message.sender.value, message.text) == ("bad@evil.example", "claim it")
        assert message.wrapped_in == ("inline",) * times
    assert len(read(forwarded("claim it", 40)).wrapped_in) == 5


def test_a_friend_who_says_something_is_the_sender() -> None:
    message = read(forwarded("claim it", 2, "Is this real?"))
    assert message.sender is not None
    assert (message.sender.value, message.wrapped_in) == ("f1@friend.example", ("inline",))


def _with_file(shown: str, name: str, kind: str, held: str) -> Message:
    return read(
        f"Subject: hi\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n{shown}\n--b\n"
        f"Content-Type: {kind}; name={name}\nContent-Disposition: attachment\n\n{held}\n--b--\n".encode()
    )


@pytest.mark.parametrize(("name", "kind"), [("a.txt", "text/plain"), ("a.TXT", "application/octet-stream")])
def test_an_attached_text_is_what_is_read_where_the_mail_says_hardly_anything(name: str, kind: str) -> None:
    message = _with_file("Hello, see the file.", name, kind, "You won a prize, write to us.")
    assert message.text == "Hello, see the file.\n\nYou won a prize, write to us."
    assert [file.name for file in message.attachments] == [name]


@pytest.mark.parametrize(("name", "kind"), [("a.htm", "application/octet-stream"), ("a.html", "text/html")])
def test_an_attached_page_is_what_is_read_where_the_mail_says_hardly_anything(name: str, kind: str) -> None:
    page = "<p>You won a prize.</p><i style='display:none'>padding</i><a href='https://evil.example/a'>Here</a>"
    message = _with_file("", name, kind, page)
    assert message.text == "You won a prize.\nHere"
    assert [link.host for link in message.links] == ["evil.example"]
    letter = "Dear all, here are the minutes of the meeting on Monday, with what we decided about the roof."
    assert _with_file(letter, name, kind, page).text == letter


def test_an_attached_text_is_a_file_beside_a_mail_that_says_something() -> None:
    letter = "Dear all, here are the minutes of the meeting on Monday, with what we decided about the roof."
    assert _with_file(letter, "a.txt", "text/plain", "You won a prize.").text == letter


@pytest.mark.parametrize(
    ("name", "kind"), [("a.csv", "text/csv"), ("a.ics", "text/calendar"), ("a.py", "text/x-python")]
)
def test_other_files_are_no_text_to_read(name: str, kind: str) -> None:
    assert "prize" not in _with_file("See the file.", name, kind, "You won a prize.").text


def _digest(*mails: str, said: str = "Two more mails on this.") -> Message:
    parts = "".join(f"--b\nContent-Type: message/rfc822\n\n{mail}\n" for mail in mails)
    return read(
        f"Subject: digest\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n{said}\n"
        f"{parts}--b--\n".encode()
    )


def test_mails_that_came_as_files_are_read_below_the_text() -> None:
    message = _digest("Subject: one\n\nSee you at six.", "Subject: two\n\nClaim it at http://evil.example/prize now.")
    assert message.text == (
        "Two more mails on this.\n\none\nSee you at six.\n\ntwo\nClaim it at http://evil.example/prize now."
    )
    assert [link.host for link in message.links] == ["evil.example"]


def test_of_many_mails_that_came_as_files_the_first_are_read() -> None:
    message = _digest(*(f"Subject: {at}\n\nIt is number {at}." for at in range(40)))
    assert message.text.count("It is number") == 5
