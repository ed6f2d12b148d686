import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from spamatlas.intake import CODES, Options, Refusal, pseudonym, read, read_bytes, size_of
from spamatlas.model import Channel, Submission

MAIL = b"From: a@example.org\nSubject: hello\n\nA text.\n"
LINE = b'{"id": "1", "channel": "sms", "text": "hi", "more": [1]}'


def filed(path: Path, **options: object) -> tuple[list[Submission], list[Refusal]]:
    found = list(read(path, Options(secret=b"s" * 32, reporter="r" * 32, **options)))
    refused = [each for each in found if isinstance(each, Refusal)]
    assert all(each.code in CODES for each in refused)
    return [each for each in found if isinstance(each, Submission)], refused


def written(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, content in members.items():
            header = tarfile.TarInfo(name)
            header.size = len(content)
            archive.addfile(header, io.BytesIO(content))
    return out.getvalue()


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


@pytest.mark.parametrize(
    "content",
    [
        zipped({"a/1.eml": MAIL, "x.jsonl": LINE}),
        tarred({"./a/1.eml": MAIL, "x.jsonl": LINE}),
        tarred({"a/1.eml": MAIL, "x.jsonl": LINE}, "w:xz"),
        tarred({"a/1.eml": MAIL, "x.jsonl": LINE}, "w:bz2"),
        tarred({"a/1.eml": MAIL, "x.jsonl": LINE}, "w"),
        tarred({"a/" + "n" * 300 + ".eml": MAIL, "x.jsonl": LINE}),
        zipped({"inner.zip": zipped({"a/1.eml": MAIL, "x.jsonl": LINE})}),
        tarred({"inner.tgz": tarred({"a/1.eml": MAIL, "x.jsonl": LINE})}),
        zipped({"inner.tar.gz": tarred({"a/1.eml": MAIL, "x.jsonl": LINE})}),
    ],
)
def test_archives_are_read_to_a_depth_of_two(tmp_path: Path, content: bytes) -> None:
    accepted, refused = filed(written(tmp_path / "archive", content))
    assert sorted(each.body for each in accepted) == sorted([MAIL, LINE])
    assert not refused


def test_what_is_wrong_in_an_archive_is_refused_by_its_name(tmp_path: Path) -> None:
    content = zipped(
        {"../../etc/up.eml": MAIL, "/abs.eml": MAIL, "C:\\w.eml": MAIL, "ok.eml": MAIL, "__MACOSX/x": b"1"}
    )
    accepted, refused = filed(written(tmp_path / "a.zip", content))
    assert len(accepted) == 1
    assert [(each.path.rpartition("!/")[2], each.code) for each in refused] == [
        ("../../etc/up.eml", "unsafe-name"),
        ("/abs.eml", "unsafe-name"),
        ("C:\\w.eml", "unsafe-name"),
    ]


def test_links_and_devices_in_archives_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind, name in (
            (tarfile.SYMTYPE, "s"),
            (tarfile.CHRTYPE, "c"),
            (tarfile.FIFOTYPE, "f"),
            (tarfile.LNKTYPE, "l"),
        ):
            header = tarfile.TarInfo(name)
            header.type, header.linkname = kind, "/etc/passwd"
            archive.addfile(header)
        header = tarfile.TarInfo("a.eml")
        header.size = len(MAIL)
        archive.addfile(header, io.BytesIO(MAIL))
    accepted, refused = filed(written(tmp_path / "a.tar", out.getvalue()))
    assert len(accepted) == 1
    assert [each.code for each in refused] == ["not-a-file"] * 4
    info = zipfile.ZipInfo("s")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "s.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert filed(tmp_path / "s.zip")[1][0].code == "not-a-file"


def test_a_third_layer_is_refused(tmp_path: Path) -> None:
    content = zipped({"1.zip": zipped({"2.zip": zipped({"a.eml": MAIL})}), "b.eml": MAIL})
    accepted, refused = filed(written(tmp_path / "a.zip", content))
    assert len(accepted) == 1
    assert [each.code for each in refused] == ["nested-too-deep"]


@pytest.mark.parametrize("pack", [lambda raw: zipped({"a.jsonl": raw}), lambda raw: tarred({"a.jsonl": raw})])
def test_a_bomb_is_stopped_by_ratio_and_by_total(tmp_path: Path, pack: object) -> None:
    bomb = pack(b"0" * 100_000_000)  # type: ignore[operator]
    accepted, refused = filed(written(tmp_path / "bomb", bomb))
    assert not accepted
    assert "archive-too-large" in {each.code for each in refused}
    honest = pack((LINE + b"\n") * 1000)  # type: ignore[operator]
    _, refused = filed(written(tmp_path / "large", honest), max_archive_bytes=10_000)
    assert {each.code for each in refused} == {"archive-too-large"}


def test_an_encrypted_member_is_refused_with_its_reason(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.eml": MAIL}))
    content[6] |= 1
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    (refusal,) = filed(written(tmp_path / "a.zip", bytes(content)))[1]
    assert refusal.code == "encrypted"
    assert refusal.path.endswith("a.zip!/a.eml")


def test_a_cut_archive_gives_what_came_before(tmp_path: Path) -> None:
    whole = tarred({f"{n}.eml": MAIL + os.urandom(4000).hex().encode() for n in range(100)})
    accepted, refused = filed(written(tmp_path / "a.tar.gz", whole[: len(whole) // 2]))
    assert 40 <= len(accepted) <= 50
    assert {each.code for each in refused} == {"damaged"}


def test_gzip_of_several_members_and_with_a_line_end_behind_it(tmp_path: Path) -> None:
    import gzip

    packed = gzip.compress(LINE + b"\n") + gzip.compress(LINE.replace(b'"1"', b'"2"')) + b"\r\n"
    accepted, refused = filed(written(tmp_path / "a.jsonl.gz", packed))
    assert [each.caller_id for each in accepted] == ["1", "2"]
    assert not refused


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
