"""Archives are read to a depth, by safe names, and bounded."""

import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from tests.intake.filing import LINE, MAIL, filed, tarred, written, zipped


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


def test_a_member_without_a_name_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    """What the end of a name is ends it for the standard library too, and this one's end is its beginning."""
    content = zipped({"?.eml": MAIL, "ok.eml": MAIL}).replace(b"?.eml", b"\0.eml")
    accepted, refused = filed(written(tmp_path / "a.zip", content))
    assert len(accepted) == 1
    assert [(each.path.rpartition("!/")[2], each.code) for each in refused] == [("", "unsafe-name")]


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
