"""Files as people bring them, and what becomes of them."""

import io
import tarfile
import zipfile
from pathlib import Path

from spamatlas.intake import CODES, Options, Refusal, read
from spamatlas.model import Submission

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
