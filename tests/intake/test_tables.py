from pathlib import Path

import msgspec
import pytest

from spamatlas.intake import Options, Refusal, read
from spamatlas.model import Channel, MeasuringPoint, Submission

FTC = (
    "Company_Phone_Number,Created_Date,Violation_Date,Consumer_City,Consumer_State,Consumer_Area_Code,Subject,"
    "Recorded_Message_Or_Robocall\n"
)
ROW = '2025550101,2026-11-02 00:01:02,2026-11-01 15:00:00,Springfield,Illinois,217,"Debt, all of it",Y\n'


def filed(path: Path, content: bytes | str, **options: object) -> tuple[list[Submission], list[Refusal]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = list(read(path, Options(secret=b"s", **options)))
    return [e for e in found if isinstance(e, Submission)], [e for e in found if isinstance(e, Refusal)]


def test_like_complaints_of_one_table_count_apart_and_filing_again_counts_none(tmp_path: Path) -> None:
    first, refused = filed(tmp_path / "a.csv", FTC + ROW + ROW)
    again, _ = filed(tmp_path / "b.csv", FTC + ROW + ROW)
    assert not refused
    assert len({each.id for each in first}) == 2
    assert [each.id for each in first] == [each.id for each in again]
    assert msgspec.json.decode(first[0].body)["Subject"] == "Debt, all of it"
    assert (first[0].media_type, first[0].channel) == ("application/vnd.spamatlas.ftc-complaint+json", Channel.VOICE)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
def test_rows_with_missing_or_too_many_columns_are_named_by_line(tmp_path: Path, line_end: str, charset: str) -> None:
    table = FTC + ROW + "1,2\n" + "1,2,3,4,5,6,7,8,9\n" + '"never closed,2,3\n' + "\n" + ROW
    accepted, refused = filed(tmp_path / "a.csv", table.replace("\n", line_end).encode(charset))
    assert len(accepted) == 2
    assert [(each.path.rpartition(":")[2], each.code) for each in refused] == [
        ("3", "wrong-columns"),
        ("4", "wrong-columns"),
        ("5", "ill-formed"),
    ]


def test_call_records_are_known_by_many_names(tmp_path: Path) -> None:
    table = "CLI;Callee;Start Time;Ring Time;Billsec;Disposition;Secret\n"
    table += "+15550100;+447700900123;2026-11-02T10:00:00Z;2;0;NO ANSWER;x\n"
    table += ";;;;;;\n"
    (one,), (refusal,) = filed(tmp_path / "calls", table)
    assert msgspec.json.decode(one.body) == {
        "calling_number": "+15550100",
        "called_number": "+447700900123",
        "start_time": "2026-11-02T10:00:00Z",
        "ring_seconds": "2",
        "talk_seconds": "0",
        "answered": "NO ANSWER",
    }
    assert (one.measuring_point, refusal.code) == (MeasuringPoint.CONNECTION, "missing-key")


MAPPING = """
[columns]
id = "ref"
date = "when"
text = "Message Body"
sender = "from"
channel = "kind"
[values.channel]
MT = "sms"
[date]
format = "%d/%m/%Y %H:%M"
utc_offset = "+01:00"
[file]
charset = "windows-1251"
"""


def test_a_mapping_says_what_the_columns_mean(tmp_path: Path) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text(MAPPING)
    table = (
        b'ref;when;message body;from;kind\n1;02/11/2026 10:00;"one; ""two""\nthree";BANK;MT\n'
        b"2;yesterday;x;y;MT\n3;02/11/2026 11:00;\xcf\xf0\xe8\xe2\xe5\xf2;q;MT\n4;02/11/2026 11:00;x;y;pigeon\n"
    )
    accepted, refused = filed(tmp_path / "a.csv", table, mapping=mapping)
    assert [msgspec.json.decode(each.body) for each in accepted] == [
        {
            "id": "1",
            "date": "2026-11-02T09:00:00+00:00",
            "text": 'one; "two"\nthree',
            "sender": "BANK",
            "channel": "sms",
        },
        {"id": "3", "date": "2026-11-02T10:00:00+00:00", "text": "Привет", "sender": "q", "channel": "sms"},
    ]
    assert [each.path.rpartition(":")[2] for each in refused] == ["4", "6"]


def test_a_table_without_a_mapping_is_told_what_to_do(tmp_path: Path) -> None:
    (refusal,) = filed(tmp_path / "a.csv", "a,b\n1,2\n")[1]
    assert refusal.code == "no-mapping"
    assert "--mapping" in refusal.reason


@pytest.mark.parametrize(
    "broken", ["", "[columns", "[columns]\nwhat = 'x'", "[columns]\nid = 'x'", "[colums]\ntext='a'"]
)
def test_a_broken_mapping_says_what_is_wrong(tmp_path: Path, broken: str) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text(broken)
    accepted, refused = filed(tmp_path / "a.csv", "a,b\n1,2\n", mapping=mapping)
    assert not accepted
    assert "mapping" in refused[0].reason


def test_call_records_of_mobile_networks_name_cell_and_device(tmp_path: Path) -> None:
    table = "servedMSISDN,callingNumber,calledNumber,servedIMEI,CI,seizureTime,callDuration,causeForTerm,verstat\n"
    table += "+447700900123,,+447700900124,352099001761481,4711,2026-11-02T10:00:00Z,30,0,No-TN-Validation\n"
    ((one,), _) = filed(tmp_path / "calls", table)
    assert msgspec.json.decode(one.body) == {
        "calling_number": "+447700900123",
        "called_number": "+447700900124",
        "device": "352099001761481",
        "cell": "4711",
        "start_time": "2026-11-02T10:00:00Z",
        "duration_seconds": "30",
        "release_cause": "0",
        "verification": "No-TN-Validation",
    }
