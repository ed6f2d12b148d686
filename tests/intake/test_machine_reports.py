import base64
import gzip
import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from spamatlas.intake import Options, Refusal, read_bytes
from spamatlas.model import Channel, MeasuringPoint, Submission

RECORD = """<record><row><source_ip>192.0.2.{0}</source_ip><count>{0}</count><policy_evaluated><dkim>fail</dkim>
<spf>pass</spf></policy_evaluated></row><identifiers><header_from>example.org</header_from></identifiers>
<auth_results><spf><domain>example.org</domain><result>pass</result></spf></auth_results></record>
"""
DMARC = (
    '<?xml version="1.0"?>\n<feedback{0}><report_metadata><org_name>Org</org_name><report_id>77</report_id><date_range>'
    "<begin>1700000000</begin><end>1700086399</end></date_range></report_metadata>\n<policy_published>"
    "<domain>example.org</domain><p>none</p></policy_published>\n"
)
XARF = {
    "xarf_version": "4.0.0",
    "report_id": "550e8400-e29b-41d4-a716-446655440000",
    "timestamp": "2026-11-02T10:00:00Z",
    "reporter": {"org": "O", "contact": "a@example.org", "domain": "example.org"},
    "sender": {"org": "O", "contact": "a@example.org", "domain": "example.org"},
    "source_identifier": "192.0.2.1",
    "source_port": 25,
    "category": "messaging",
    "type": "spam",
    "protocol": "smtp",
    "smtp_from": "x@example.com",
}


def filed(body: bytes) -> tuple[list[Submission], list[Refusal]]:
    found = list(read_bytes(body, "", Options(secret=b"s")))
    return [e for e in found if isinstance(e, Submission)], [e for e in found if isinstance(e, Refusal)]


def dmarc(*records: str, namespace: str = "") -> bytes:
    return (DMARC.format(namespace) + "".join(records) + "</feedback>").encode()


@pytest.mark.parametrize("namespace", ["", ' xmlns="urn:ietf:params:xml:ns:dmarc-2.0"'])
def test_each_record_is_a_report_that_can_be_read_again(namespace: str) -> None:
    whole = dmarc(*(RECORD.format(n) for n in range(1, 251)), namespace=namespace)
    records, refused = filed(whole)
    assert not refused
    assert len({each.id for each in records}) == len(records) == 250
    assert {(each.channel, each.measuring_point) for each in records} == {(Channel.EMAIL, MeasuringPoint.ACCEPTED)}
    assert records[41].caller_id == "dmarc:Org!example.org!77#42"
    (again,), _ = filed(records[41].body)
    assert b"<count>42</count>" in again.body
    assert again.body == records[41].body


def test_a_broken_record_is_refused_and_its_neighbours_are_read() -> None:
    broken = RECORD.format(2).replace("</count>", "<count>")
    records, refused = filed(dmarc(RECORD.format(1), broken, RECORD.format(3)))
    assert all(b"192.0.2.2<" not in each.body for each in records)
    assert records and b"192.0.2.1<" in records[0].body
    assert "body" in {each.path for each in refused}


def test_a_cut_report_never_gives_its_last_record() -> None:
    whole = dmarc(RECORD.format(1), RECORD.format(123))
    for end in range(whole.index(b"<count>123") + 8, len(whole) - len("</record>\n</feedback>")):
        records, refused = filed(whole[:end])
        assert [b"192.0.2.1<" in each.body for each in records] == [True]
        assert refused


def test_entities_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE f [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + dmarc(RECORD.format(1)).split(b"?>\n")[1]
    records, _ = filed(b'<?xml version="1.0"?>' + bomb.replace(b"<org_name>Org", b"<org_name>&a;"))
    assert not any(Path("/etc/hostname").read_bytes().strip() in each.body for each in records)


def enclosing(name: str, content: bytes, kind: str, subject: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", subject
    mail.set_content("This is a report.")
    main, sub = kind.split("/")
    mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


TLS = {
    "organization-name": "Org",
    "report-id": "r1",
    "date-range": {"start-datetime": "2026-11-01T00:00:00Z", "end-datetime": "2026-11-01T23:59:59Z"},
    "contact-info": "person@example.org",
    "policies": [{"policy": {"policy-type": "sts", "policy-domain": "example.org"}}, {"policy": 5}],
}


def test_reports_in_a_mail_are_filed_in_its_stead() -> None:
    packed = gzip.compress(dmarc(RECORD.format(1)))
    name = "org.example!example.org!1700000000!1700086399.xml.gz"
    subject = "Report Domain: example.org Submitter: org.example Report-ID: 77"
    (record,), refused = filed(enclosing(name, packed, "application/gzip", subject))
    assert record.media_type == "application/vnd.spamatlas.dmarc-record+xml"
    assert not refused
    tls = gzip.compress(json.dumps(TLS).encode())
    (policy,), (refusal,) = filed(enclosing("x.json.gz", tls, "application/tlsrpt+gzip", subject))
    assert policy.media_type == "application/vnd.spamatlas.tls-policy+json"
    assert policy.measuring_point is MeasuringPoint.CONNECTION
    assert b"person@" not in policy.body
    assert refusal.code == "missing-key"
    (xarf,), _ = filed(enclosing("xarf.json", json.dumps(XARF).encode(), "application/json", "abuse"))
    assert xarf.media_type == "application/vnd.xarf+json"


def test_a_mail_that_is_nothing_but_a_report_is_one() -> None:
    head = b"From: a@org.example\nSubject: Report Domain: example.org Report-ID: 77\nContent-Type: text/xml\n\n"
    (record,), refused = filed(head + dmarc(RECORD.format(1)))
    assert record.media_type == "application/vnd.spamatlas.dmarc-record+xml"
    assert not refused


def test_a_mail_that_only_looks_like_one_stays_a_mail() -> None:
    mail = enclosing("a!example.org!1700000000!1700086399.xml", b"<invoice/>", "application/xml", "Report Domain: x")
    (one,), refused = filed(mail)
    assert (one.media_type, one.body) == ("message/rfc822", mail)
    assert not refused


def test_an_xarf_report_is_checked_against_the_schema() -> None:
    (one,), _ = filed(json.dumps(XARF).encode())
    assert (one.media_type, one.caller_id) == ("application/vnd.xarf+json", f"xarf:{XARF['report_id']}")
    for change, word in (
        ({"protocol": "pigeon"}, "protocol"),
        ({"smtp_from": None}, "smtp_from"),
        ({"report_id": "secret-value"}, "report_id"),
        ({"confidence": 2}, "confidence"),
        ({"reporter": {"org": "O"}}, "reporter"),
        ({"type": "ham"}, "type"),
    ):
        (refusal,) = filed(json.dumps(XARF | change).encode())[1]
        assert refusal.code == "xarf-invalid"
        assert word in refusal.reason
        assert "secret-value" not in refusal.reason
    without = {key: value for key, value in XARF.items() if key != "source_port"}
    assert "source_port" in filed(json.dumps(without).encode())[1][0].reason


def test_an_xarf_report_of_no_message_is_refused() -> None:
    other = XARF | {"category": "connection", "type": "port_scan"}
    assert filed(json.dumps(other).encode())[1][0].code == "not-spam"


def test_xarf_as_json_lines_and_of_version_3() -> None:
    lines = "\n".join(json.dumps(XARF | {"report_id": f"550e8400-e29b-41d4-a716-44665544000{n}"}) for n in range(3))
    accepted, refused = filed(lines.encode())
    assert len({each.id for each in accepted}) == 3
    assert not refused
    old = {
        "Version": "3",
        "ReporterInfo": {"ReporterOrg": "O"},
        "Report": {"ReportClass": "Activity", "ReportType": "Spam", "Date": "2026-11-02T10:00:00Z"},
    }
    (one,), _ = filed(json.dumps(old, indent=1).encode())
    assert one.media_type == "application/vnd.spamatlas.xarf-v3+json"
    assert filed(json.dumps(old | {"Version": "9"}).encode())[1][0].code == "xarf-invalid"


def test_a_text_that_speaks_of_xarf_is_a_report_like_any_other() -> None:
    line = json.dumps(
        {"id": "1", "channel": "im", "text": 'say "xarf_version": "4"', "raw": base64.b64encode(b"x").decode()}
    )
    (one,), _ = filed(line.encode())
    assert one.media_type == "application/vnd.spamatlas.report+json"
