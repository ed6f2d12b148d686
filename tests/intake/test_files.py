import io
import os
from pathlib import Path

import pytest
from tests.intake.filing import LINE, MAIL, filed, written

from spamatlas.intake import Options, Refusal, pseudonym, read, read_bytes, size_of
from spamatlas.model import Channel, Submission


def test_a_line_keeps_its_bytes_its_id_and_its_channel(tmp_path: Path) -> None:
    (one,), refused = filed(written(tmp_path / "a.jsonl", LINE + b"\r\n"))
    assert (one.body, one.caller_id, one.channel, one.reporter) == (LINE, "1", Channel.SMS, "r" * 32)
    assert one.media_type == "application/vnd.spamatlas.report+json"
    assert not refused


def test_a_bad_line_is_named_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        LINE,
        b"not json",
        b'{"channel": "sms", "text": "x"}',
        b'{"id": "2", "text": "x"}',
        b'{"id": "2", "channel": "sms"}',
        b'{"id": "2", "channel": "pigeon", "text": "secret words"}',
        b"",
        b'{"id": "2", "channel": "sms", "text": "\xff"}',
        b'{"id": "2", "channel": "sms", "text": 5}',
        b'["2"]',
        b'{"id": "9", "channel": "im", "text": ""}',
        b"",
    ]
    accepted, refused = filed(written(tmp_path / "a.jsonl", b"\n".join(lines)))
    assert [each.caller_id for each in accepted] == ["1", "9"]
    assert [each.path.rpartition(":")[2] for each in refused] == [str(number) for number in range(2, 11)]
    codes = ["ill-formed", *["missing-key"] * 3, "ill-formed", "empty", "not-utf8", "ill-formed", "ill-formed"]
    assert [each.code for each in refused] == codes
    assert not any("secret" in each.reason or "pigeon" in each.reason for each in refused)


def test_a_channel_given_for_all_holds_where_a_line_states_none(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", b'{"id": 7, "text": "x"}\n' + LINE)
    accepted, refused = filed(path, channel=Channel.IM)
    assert [(each.caller_id, each.channel) for each in accepted] == [("7", Channel.IM), ("1", Channel.SMS)]
    assert not refused


def test_a_reporter_named_in_a_line_becomes_a_pseudonym(tmp_path: Path) -> None:
    line = b'{"id": "1", "channel": "sms", "text": "x", "reporter": "Ann "}'
    (one,), _ = filed(written(tmp_path / "a.jsonl", line))
    assert one.reporter == pseudonym(b"s" * 32, "ann") != pseudonym(b"t" * 32, "ann")
    assert len(one.reporter) == 32


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_lines_in_other_unicode_forms_are_read(tmp_path: Path, charset: str) -> None:
    text = "".join(f'{{"id": "{place}", "channel": "sms", "text": "é{"x" * 99}"}}\n' for place in range(2000))
    accepted, refused = filed(written(tmp_path / "a.jsonl", text.encode(charset)))
    assert [each.caller_id for each in accepted] == [str(place) for place in range(2000)]
    assert "é" in accepted[-1].body.decode()
    assert not refused


def test_a_line_above_the_limit_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    content = b'{"id": "0", "channel": "sms", "text": "' + b"x" * 500_000 + b'"}\n' + LINE + b"\n"
    (one,), (refusal,) = filed(written(tmp_path / "a.jsonl", content), max_report_bytes=100_000)
    assert one.caller_id == "1"
    assert (refusal.path[-2:], refusal.code) == (":1", "too-large")


def test_an_mbox_of_any_size_gives_its_mails(tmp_path: Path) -> None:
    mails = [b"From: n%d@example.org\nSubject: s\n\n" % n + b"word " * (n * 37 % 9000) + b"\n" for n in range(400)]
    mails[3] += b">From here on\n>>From there\nFrom me to you, 10 o'clock\nFrom 10:00 to 11:00\nall is well\n"
    box = b"".join(b"From x@example.org Mon Nov  2 10:00:00 2026\n" + mail + b"\n" for mail in mails)
    accepted, refused = filed(written(tmp_path / "box", box))
    assert len(accepted) == 400
    assert accepted[3].body.endswith(
        b"From here on\n>From there\nFrom me to you, 10 o'clock\nFrom 10:00 to 11:00\nall is well\n\n"
    )
    assert [each.body.rstrip() for each in accepted[4:]] == [mail.rstrip() for mail in mails[4:]]
    assert not refused


def test_a_mail_too_large_in_an_mbox_is_skipped_alone(tmp_path: Path) -> None:
    small, large = MAIL, MAIL + b"x" * 3_000_000
    box = b"".join(b"From x Mon Nov  2 10:00:00 2026\n" + mail + b"\n" for mail in (small, large, small))
    accepted, (refusal,) = filed(written(tmp_path / "box.mbox", box), max_report_bytes=1_000_000)
    assert len(accepted) == 2
    assert refusal.path.endswith("box.mbox#2")


def test_a_folder_is_read_in_name_order_without_what_is_hidden_or_outside(tmp_path: Path) -> None:
    outside = written(tmp_path / "outside.eml", MAIL)
    root = tmp_path / "in"
    for name in ("b.eml", "a/2.eml", "a/1.eml", ".hidden.eml", ".git/x.eml", "c.xyz"):
        written(root / name, MAIL if name != "c.xyz" else b"nothing that is known")
    (root / "d-link.eml").symlink_to(outside)
    (root / "e-loop").symlink_to(root, target_is_directory=True)
    (root / "f-gone.eml").symlink_to(root / "gone.eml")
    (root / "g.eml").symlink_to(root / "b.eml")
    os.mkfifo(root / "h-pipe")
    written(root / "i.eml", b"")
    accepted, refused = filed(root, name_by_path=True)
    assert [each.caller_id for each in accepted] == ["a/1.eml", "a/2.eml", "b.eml", "g.eml"]
    assert {Path(each.path).name: each.code for each in refused} == {
        "c.xyz": "unknown-kind",
        "d-link.eml": "link-outside",
        "e-loop": "link-outside",
        "f-gone.eml": "not-a-file",
        "h-pipe": "not-a-file",
        "i.eml": "empty",
    }


def test_the_same_mail_at_two_paths_is_one_report(tmp_path: Path) -> None:
    written(tmp_path / "a.eml", MAIL)
    written(tmp_path / "b" / "c.eml", b"From x Mon Nov  2 10:00:00 2026\n" + MAIL)
    accepted, _ = filed(tmp_path)
    assert len(accepted) == 2
    assert accepted[0].id == accepted[1].id


def test_a_maildir_gives_the_mails_of_its_folders(tmp_path: Path) -> None:
    for name in ("cur/1.host:2,S", "new/2.host", "tmp/3.host", ".Junk/cur/4.host:2,", "dovecot.index"):
        written(tmp_path / name, MAIL + name.encode())
    for name in (".Junk/new", ".Junk/tmp"):
        (tmp_path / name).mkdir()
    accepted, refused = filed(tmp_path)
    assert {each.body[-6:-2] for each in accepted} and len(accepted) == 3
    assert not refused


def test_an_unreadable_file_does_not_stop_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "a.eml", MAIL)
    written(tmp_path / "b.eml", MAIL + b"b")
    real = io.FileIO

    def opened(path: str) -> io.FileIO:
        if path.endswith("a.eml"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("spamatlas.intake.io.FileIO", opened)
    accepted, (refusal,) = filed(tmp_path)
    assert len(accepted) == 1
    assert (Path(refusal.path).name, refusal.code) == ("a.eml", "not-readable")


def test_a_path_that_is_not_there_is_a_refusal(tmp_path: Path) -> None:
    assert filed(tmp_path / "none")[1][0].code == "not-readable"


def test_progress_counts_the_bytes_of_the_files(tmp_path: Path) -> None:
    for number in range(20):
        written(tmp_path / f"{number}.jsonl", (LINE + b"\n") * number * 300)
    seen: list[int] = []
    list(read(tmp_path, Options(secret=b"k"), seen.append))
    assert sum(seen) == size_of([tmp_path]) > 1_000_000


@pytest.mark.parametrize(
    ("media_type", "body", "kinds"),
    [
        ("application/json", b'{"id": "1", "channel": "sms", "text": "x"}', 1),
        ("application/json; charset=utf-8", b'[{"id": "1", "channel": "sms", "text": "x"}, {"id": "2"}]', 1),
        ("application/x-ndjson", LINE + b"\n" + LINE, 2),
        ("application/jsonl", LINE, 1),
        ("message/rfc822", b"anything at all", 1),
        ("text/csv", b"id,channel,text\n1,sms,x\n", 1),
        ("application/octet-stream", MAIL, 1),
    ],
)
def test_what_comes_over_http_is_read_by_its_media_type(media_type: str, body: bytes, kinds: int) -> None:
    found = list(read_bytes(body, media_type, Options(secret=b"k")))
    assert sum(isinstance(each, Submission) for each in found) == kinds
    assert [each.path for each in found if isinstance(each, Refusal)] == (["body#2"] if b'"2"}' in body else [])
