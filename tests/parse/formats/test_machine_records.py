import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spamatlas.model import Channel, MeasuringPoint, Message, Party, PartyKind, Rejected, Submission
from spamatlas.parse import parse, parsers

CALL = "application/vnd.spamatlas.call-record+json"
COMPLAINT = "application/vnd.spamatlas.ftc-complaint+json"
DMARC = "application/vnd.spamatlas.dmarc-record+xml"
TLS = "application/vnd.spamatlas.tls-policy+json"
XARF = "application/vnd.xarf+json"
XARF_V3 = "application/vnd.spamatlas.xarf-v3+json"
REPORT = "application/vnd.spamatlas.report+json"


def submission(body: bytes, media_type: str, **more: Any) -> Submission:
    return Submission(
        id="0" * 32,
        media_type=media_type,
        body=body,
        received_at=datetime(2026, 11, 2, tzinfo=UTC),
        reporter="r",
        **more,
    )


def read(content: object, media_type: str, country: str = "", **more: Any) -> Message:
    body = content.encode() if isinstance(content, str) else json.dumps(content).encode()
    return parse(submission(body, media_type, **more), country)


def test_a_call_record() -> None:
    record = {
        "calling_number": "+881600000001",
        "called_number": "tel:+44-7700-900123",
        "start_time": "2026-11-02T10:00:00+01:00",
        "ring_seconds": "1.5",
        "talk_seconds": "0",
        "answered": "NO ANSWER",
        "release_cause": "16",
        "trunk": "in-3",
        "attestation": "c",
        "origid": "de305d54-75b4-431b-adb2-eb6b9e546014",
    }
    message = read(record, CALL, "GB")
    assert message.sender == Party(PartyKind.PHONE, "+881600000001")
    assert message.recipients == (Party(PartyKind.PHONE, "+447700900123"),)
    assert message.sent_at == datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert message.call is not None
    assert (message.call.ring_seconds, message.call.talk_seconds, message.call.answered) == (1.5, 0.0, False)
    assert (message.call.attestation, message.call.trunk) == ("C", "in-3")
    assert message.headers == (("Release-Cause", "16"),)
    assert message.measuring_point is MeasuringPoint.CONNECTION
    assert read(record, CALL, measuring_point=MeasuringPoint.TRAPPED).measuring_point is MeasuringPoint.TRAPPED


@pytest.mark.parametrize(
    ("fields", "ring", "talk", "answered"),
    [
        ({"duration_seconds": "00:01:10", "ring_seconds": "10", "answered": "ANSWERED"}, 10.0, 60.0, True),
        ({"duration_seconds": "5", "answered": "no"}, 5.0, 0.0, False),
        ({"talk_seconds": "3"}, None, 3.0, True),
        ({"talk_seconds": "-3", "ring_seconds": "soon"}, None, None, None),
        ({"answered": "perhaps", "talk_seconds": "nan"}, None, None, None),
    ],
)
def test_seconds_and_answers_as_switches_write_them(
    fields: dict[str, str], ring: float | None, talk: float | None, answered: bool | None
) -> None:
    call = read({"calling_number": "+15550100", **fields}, CALL).call
    assert call is not None
    assert (call.ring_seconds, call.talk_seconds, call.answered) == (ring, talk, answered)


def test_no_time_of_a_call_is_less_than_none() -> None:
    line = {"channel": "voice", "sender": "+15550100", "ring_seconds": -1, "talk_seconds": 1e300, "answered": False}
    call = read(line, REPORT).call
    assert call is not None
    assert (call.ring_seconds, call.talk_seconds, call.answered) == (None, None, False)
    call = read(line | {"ring_seconds": 0}, REPORT).call
    assert call is not None
    assert call.ring_seconds == 0.0


def test_a_complaint_keeps_no_city() -> None:
    complaint = {
        "Company_Phone_Number": "2025550101",
        "Created_Date": "2026-11-02 00:01:02",
        "Violation_Date": "2026-11-01 15:00:00",
        "Consumer_City": "Springfield",
        "Consumer_State": "Illinois",
        "Consumer_Area_Code": "217",
        "Subject": "Reducing your debt (credit cards, mortgage, student loans)",
        "Recorded_Message_Or_Robocall": "Y",
    }
    message = read(complaint, COMPLAINT)
    assert message.channel is Channel.VOICE
    assert message.sender == Party(PartyKind.PHONE, "+12025550101")
    assert message.category == "loan"
    assert message.call is not None
    assert message.call.recorded is True
    assert message.sent_at == datetime(2026, 11, 1, 15, tzinfo=UTC)
    assert ("Consumer-State", "Illinois") in message.headers
    assert "Springfield" not in repr(message)


RECORD = """<feedback{}><report_metadata><org_name>Org</org_name><report_id>7</report_id><date_range>
<begin>1700000000</begin><end>1700086399</end></date_range></report_metadata><policy_published>
<domain>example.org</domain><p>reject</p></policy_published><record><row><source_ip>{}</source_ip><count>{}</count>
<policy_evaluated><disposition>reject</disposition><dkim>fail</dkim><spf>{}</spf></policy_evaluated></row>
<identifiers><header_from>Example.ORG</header_from></identifiers><auth_results><dkim><domain>other.example</domain>
<result>Pass</result></dkim><spf><domain>example.org</domain><result>{}</result></spf></auth_results></record></feedback>"""


@pytest.mark.parametrize("namespace", ["", ' xmlns="urn:ietf:params:xml:ns:dmarc-2.0"'])
def test_a_dmarc_record(namespace: str) -> None:
    message = read(RECORD.format(namespace, "192.0.2.7", 12, "fail", "softfail"), DMARC)
    assert message.volume == 12
    assert [hop.address for hop in message.hops] == ["192.0.2.7"]
    assert message.measuring_point is MeasuringPoint.ACCEPTED
    assert message.sent_at == datetime.fromtimestamp(1700000000, UTC)
    assert {(each.method, each.result, each.domain) for each in message.authentication} == {
        ("dkim", "pass", "other.example"),
        ("spf", "softfail", "example.org"),
        ("dmarc", "fail", "example.org"),
    }
    passed = read(RECORD.format(namespace, "2001:db8::7", 1, "pass", "pass"), DMARC)
    assert ("dmarc", "pass") in {(each.method, each.result) for each in passed.authentication}


@pytest.mark.parametrize(("address", "count"), [("nowhere", 1), ("192.0.2.7", "-1"), ("192.0.2.7", "١"), ("", "")])
def test_a_dmarc_record_without_source_or_count_is_rejected(address: str, count: object) -> None:
    with pytest.raises(Rejected, match="missing-field"):
        read(RECORD.format("", address, count, "fail", "fail"), DMARC)


def test_a_tls_policy_counts_one() -> None:
    report = {
        "organization-name": "Org",
        "date-range": {"start-datetime": "2026-11-01T00:00:00Z"},
        "policies": [
            {
                "policy": {"policy-type": "sts", "policy-domain": "example.org"},
                "summary": {"total-successful-session-count": 5326, "total-failure-session-count": 303},
                "failure-details": [
                    {
                        "result-type": "certificate-expired",
                        "sending-mta-ip": "2001:db8::1",
                        "receiving-mx-hostname": "MX.example.org",
                    }
                ],
            }
        ],
    }
    message = read(report, TLS)
    assert message.volume == 1
    assert ("TLS-Sessions-Failed", "303") in message.headers
    assert [(hop.by, hop.address) for hop in message.hops] == [("mx.example.org", "2001:db8::1")]
    assert message.measuring_point is MeasuringPoint.CONNECTION


V4 = {"xarf_version": "4.0.0", "timestamp": "2026-11-02T10:00:00Z", "source_identifier": "192.0.2.1"}
MAIL = b"Received: from x ([198.51.100.1]) by mx.example.org; Mon, 2 Nov 2026 10:00:00 +0000\n"
MAIL += b"From: a@example.com\nSubject: win\n\nhttp://example.net/x\n"


def test_xarf_4_with_the_mail_enclosed() -> None:
    evidence = [{"content_type": "message/rfc822; charset=x", "payload": base64.b64encode(MAIL).decode()}]
    report = V4 | {"category": "messaging", "type": "spam", "protocol": "smtp", "smtp_from": "b@example.com"}
    message = read(report | {"evidence": evidence, "evidence_source": "spamtrap"}, XARF)
    assert (message.channel, message.subject) == (Channel.EMAIL, "win")
    assert [link.host for link in message.links] == ["example.net"]
    assert [hop.address for hop in message.hops] == ["198.51.100.1"]
    assert message.envelope_from == Party(PartyKind.EMAIL, "b@example.com")
    assert message.wrapped_in[0] == "xarf"
    assert message.measuring_point is MeasuringPoint.TRAPPED


def test_xarf_4_of_a_short_message_and_of_a_page() -> None:
    text = base64.b64encode(b"Pay at hxxps://example[.]net/pay").decode()
    sms = V4 | {"category": "messaging", "type": "spam", "protocol": "sms", "source_identifier": "+447700900123"}
    message = read(sms | {"evidence": [{"content_type": "text/plain", "payload": text}]}, XARF)
    assert (message.channel, message.sender) == (Channel.SMS, Party(PartyKind.PHONE, "+447700900123"))
    assert [link.host for link in message.links] == ["example.net"]
    page = read(V4 | {"category": "content", "type": "phishing", "url": "https://login.example.net/a"}, XARF)
    assert (page.channel, page.category, page.sender) == (Channel.WEB, "phishing", None)
    assert [link.url for link in page.links] == ["https://login.example.net/a"]


def test_xarf_3() -> None:
    report = {
        "ReportClass": "Activity",
        "ReportType": "Spam",
        "Date": "2026-11-02T10:00:00Z",
        "SourceIp": "192.0.2.1",
        "SmtpMailFromAddress": "a@example.com",
        "SmtpMessageSubject": "win",
        "Samples": [{"ContentType": "text/plain", "Base64Encoded": False, "Payload": "see example.net/pay"}],
    }
    message = read({"Version": "3", "ReporterInfo": {}, "Report": report}, XARF_V3)
    assert (message.channel, message.subject, message.text) == (Channel.EMAIL, "win", "see example.net/pay")
    assert [hop.address for hop in message.hops] == ["192.0.2.1"]
    assert message.sender == Party(PartyKind.EMAIL, "a@example.com")
    encoded = [{"ContentType": "message/rfc822", "Base64Encoded": True, "Payload": base64.b64encode(MAIL).decode()}]
    assert read({"Version": 3, "Report": report | {"Samples": encoded}}, XARF_V3).hops[0].address == "198.51.100.1"


@pytest.mark.parametrize(
    ("more", "hosts"),
    [
        ({"sender": "https://www.stjohns.sch.uk/wp-content/v.php?id=1", "text": "v"}, ["www.stjohns.sch.uk"]),
        ({"url": "https://www.stjohns.sch.uk/wp-content/v.php?id=1", "text": "v"}, ["www.stjohns.sch.uk"]),
        # Where it leads is not where it says.
        ({"sender": "www.stjohns.sch.uk", "text": "see http://evil.com/"}, ["evil.com"]),
        ({"sender": "www.stjohns.sch.uk", "url": "http://evil.com/", "text": "v"}, ["evil.com"]),
        ({"url": "http://evil.com/", "text": "see http://evil.com/ or http://evil.org/"}, ["evil.com", "evil.org"]),
        ({"url": {"what": 1}, "sender": 5, "text": "v"}, []),
        ({"channel": "sms", "sender": "www.stjohns.sch.uk", "url": "http://evil.com/", "text": "v"}, []),
    ],
)
def test_where_a_search_result_is_found_is_a_link(more: dict[str, object], hosts: list[str]) -> None:
    message = read({"id": "1", "channel": "search", **more}, "application/vnd.spamatlas.report+json")
    assert [link.host for link in message.links] == hosts


def test_a_short_message_given_as_bytes() -> None:
    line = {
        "channel": "sms",
        "raw": base64.b64encode(bytes.fromhex("c8329bfd065ddf723619")).decode(),
        "coding": "gsm7-packed",
    }
    assert read(line, REPORT).text == "Hello World"
    with pytest.raises(Rejected, match="ill-formed"):
        read(line | {"coding": "morse"}, REPORT)


@pytest.mark.parametrize("media_type", [CALL, COMPLAINT, DMARC, TLS, XARF, XARF_V3])
@settings(max_examples=80)
@given(
    body=st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=8),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        [
                            "Version",
                            "Report",
                            "xarf_version",
                            "evidence",
                            "policies",
                            "policy",
                            "Samples",
                            "url",
                            "calling_number",
                            "count",
                        ]
                    ),
                    inner,
                )
            ),
        ).map(lambda value: json.dumps(value).encode()),
    )
)
def test_any_bytes_parse_or_are_rejected(media_type: str, body: bytes) -> None:
    try:
        message = parse(submission(body, media_type), "US")
    except Rejected as why:
        assert why.code in parsers()[media_type].rejections
    else:
        assert isinstance(message, Message)
