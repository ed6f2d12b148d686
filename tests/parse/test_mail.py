# ruff: noqa: E501, ISC004  header fields as machines write them
"""Mail of the real world and of hostile hands, read or refused."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spamatlas.model import Message, PartyKind, Rejected, Submission
from spamatlas.parse import parse, parsers
from spamatlas.parse.mail.charset import decode
from spamatlas.parse.mail.received import hop_from


def submission(body: bytes) -> Submission:
    return Submission(id="0" * 32, media_type="message/rfc822", body=body, received_at=datetime.now(UTC), reporter="r")


def read(text: str | bytes) -> Message:
    return parse(submission(text if isinstance(text, bytes) else text.encode()))


@settings(max_examples=300)
@given(st.one_of(st.binary(), st.binary().map(lambda b: b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" + b)))
def test_any_bytes_parse_or_are_rejected(body: bytes) -> None:
    try:
        parse(submission(body))
    except Rejected as why:
        assert why.code in parsers()["message/rfc822"].rejections


def test_an_unknown_media_type_is_rejected() -> None:
    with pytest.raises(Rejected) as why:
        parse(Submission(id="0", media_type="x/y", body=b"", received_at=datetime.now(UTC), reporter="r"))
    assert why.value.code == "unknown-media-type"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b" \r\n", "empty"),
        (b"\xff\xfe no field here", "no-header"),
        (b"A: b\n\n" + b"x" * 50_000_001, "too-large"),
    ],
)
@pytest.mark.timeout(20)
def test_what_no_reader_should_be_given_is_rejected(body: bytes, code: str) -> None:
    with pytest.raises(Rejected) as why:
        read(body)
    assert why.value.code == code


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("gb2312", "gb18030", "您的包裹已到达，请点击"),
        ("iso-2022-jp", "iso2022_jp", "お荷物のお届け"),
        ("koi8-r", "koi8_r", "Ваша посылка задержана"),
        ("windows-1251", "cp1251", "Ваша посылка задержана"),
        ("windows-1256", "cp1256", "تم حجز الطرد الخاص بك"),
        ("utf-7", "utf_7", "réglez la facture"),
        ("big5", "big5", "您的包裹已到達"),
        ("euc-kr", "cp949", "소포가 도착했습니다"),
        ("shift_jis", "cp932", "お荷物のお届け"),
        ("us-ascii", "utf_8", "réglez la facture"),
        ("x-unknown", "cp1251", "Ваша посылка задержана"),
        ("utf-8", "koi8_r", "Ваша посылка задержана"),
        ("", "cp1252", "réglez la facture"),
    ],
)
def test_text_is_read_by_its_label_or_its_look(label: str, codec: str, text: str) -> None:
    assert decode(text.encode(codec), label)[0] == text


def test_encoded_names_are_decoded_also_where_broken() -> None:
    message = read("From: =?utf-8?B?w4k=?= =?utf-8?Q?cole_x?= <A@EXAMPLE.ORG>\nSubject: =?utf-8?B?w6k\n\nx")
    assert message.sender is not None
    assert (message.sender.name, message.sender.value, message.subject) == ("École x", "A@example.org", "é")


@pytest.mark.parametrize(
    ("field", "address", "name", "helo", "by"),
    [
        (
            "from helo.example (rdns.example [192.0.2.1]) by mx.example.org (Postfix) with ESMTPS id 1; "
            "Mon, 2 Nov 2026 10:00:00 +0100",
            "192.0.2.1", "rdns.example", "helo.example", "mx.example.org",
        ),
        ("from unknown (HELO said.example) (192.0.2.2) by mx.example.org with SMTP; 2 Nov 2026 09:00:00 -0000",
         "192.0.2.2", "", "said.example", "mx.example.org"),
        ("from [192.0.2.3] (helo=said.example) by mx.example.org with esmtp (Exim 4.9) id 1; Mon, 02 Nov 2026 09:00:00 +0000",
         "192.0.2.3", "", "said.example", "mx.example.org"),
        ("from A.example (2001:db8::4) by B.example (2001:db8::5) with Microsoft SMTP Server id 1; Mon, 2 Nov 2026 09:00:00 +0000",
         "2001:db8::4", "", "a.example", "b.example"),
        ("from mx1.bücher.example (mx1.BÜCHER.example [192.0.2.5]) by mx2.xn--bcher-kva.example with UTF8SMTPS id 1; "
         "Mon, 2 Nov 2026 09:00:00 +0000".encode().decode("latin-1"),
         "192.0.2.5", "mx1.xn--bcher-kva.example", "mx1.xn--bcher-kva.example", "mx2.xn--bcher-kva.example"),
    ],
)  # fmt: skip
def test_hops_are_read_as_the_machines_write_them(field: str, address: str, name: str, helo: str, by: str) -> None:
    hop = hop_from(field)
    assert (hop.address, hop.from_name, hop.helo, hop.by) == (address, name, helo, by)
    assert hop.at == datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_what_markup_hides_is_kept_apart() -> None:
    message = read(
        'Content-Type: text/html\n\n<p>Pay <b>n</b>ow</p><div style="display: none">poison</div>'
        '<font color="#ffffff">white</font><a href="https://evil.example/x">https://bank.example/</a>'
    )
    assert message.text.startswith("Pay now")
    assert "poison" not in message.text
    assert "poison" in message.hidden_text
    assert "white" in message.hidden_text
    assert [(link.host, link.text) for link in message.links] == [("evil.example", "https://bank.example/")]


INNER = "From: Bad <bad@evil.example>\nSubject: Win\nReceived: from x (y.example [192.0.2.9]) by mx.example; \n\nhttp://evil.example/win"


def test_a_message_forwarded_as_an_attachment_is_taken_out() -> None:
    message = read(
        "From: me@example.org\nReceived: from home (h.example [198.51.100.1]) by mx.example\nSubject: Fwd: Win\n"
        f"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nspam!\n--b\nContent-Type: message/rfc822\n\n{INNER}\n--b--\n"
    )
    assert message.wrapped_in == ("attachment",)
    assert message.sender is not None
    assert message.sender.value == "bad@evil.example"
    assert [hop.address for hop in message.hops] == ["192.0.2.9"]


@pytest.mark.parametrize(
    ("subject", "head"),
    [
        ("Fwd: Win", "---------- Forwarded message ---------\nFrom: Bad <bad@evil.example>\nDate: Mon, 2 Nov 2026\nSubject: Win"),
        ("TR : Gagnez", "De : Bad <bad@evil.example>\nEnvoyé : lundi\nÀ : moi\nObjet : Win"),
        ("WG: Gewinn", "-----Ursprüngliche Nachricht-----\nVon: Bad <bad@evil.example>\nGesendet: Montag\nBetreff: Win"),
        ("转发: 中奖", "发件人: Bad <bad@evil.example>\n发送时间: 2026\n主题: Win"),
        ("Fwd: Win", "Begin forwarded message:\n\nFrom: Bad <bad@evil.example>\nSubject: Win\nDate: x"),
    ],
)  # fmt: skip
def test_a_message_forwarded_in_the_text_is_taken_out(subject: str, head: str) -> None:
    message = read(
        f"From: me@example.org\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{head}\n\nclaim it"
    )
    assert message.wrapped_in == ("inline",)
    assert message.sender is not None
    assert (message.sender.value, message.subject, message.text) == ("bad@evil.example", "Win", "claim it")


def test_a_reply_that_quotes_is_no_forward() -> None:
    message = read(
        "From: me@example.org\nSubject: Re: plan\n\nYes.\n\n-----Original Message-----\nFrom: you@example.org\nSubject: plan\n\nok?"
    )
    assert (message.wrapped_in, message.sender and message.sender.kind) == ((), PartyKind.EMAIL)


def test_a_bounce_stays_what_it_is() -> None:
    message = read(
        "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n"
        f"failed\n--b\nContent-Type: message/delivery-status\n\nStatus: 5.1.1\n--b\nContent-Type: message/rfc822\n\n{INNER}\n--b--\n"
    )
    assert (message.wrapped_in, message.warnings) == ((), ("delivery-status",))


@pytest.mark.parametrize(("kind", "category"), [("abuse", ""), ("not-spam", "not_spam"), ("fraud", "fraud")])
def test_a_feedback_report_gives_the_message_it_is_about(kind: str, category: str) -> None:
    message = read(
        "From: fbl@provider.example\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nreport\n"
        f"--b\nContent-Type: message/feedback-report\n\nFeedback-Type: {kind}\nSource-IP: 192.0.2.77\nIncidents: 3\n"
        f"Original-Mail-From: <b@evil.example>\n--b\nContent-Type: message/rfc822\n\n{INNER}\n--b--\n"
    )
    assert (message.wrapped_in, message.category, message.volume, message.subject) == (("arf",), category, 3, "Win")
    assert message.hops[0].address == "192.0.2.77"
    assert message.envelope_from is not None
    assert message.envelope_from.value == "b@evil.example"
