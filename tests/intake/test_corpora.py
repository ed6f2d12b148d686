"""The shared corpora, whole: what is accepted, what is refused, and that each refusal is right."""

import json
import os
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from spamatlas.intake import Options, Refusal, read
from spamatlas.intake.xarf_schema import fault
from spamatlas.model import Submission

pytestmark = pytest.mark.corpora


@pytest.fixture
def corpora() -> Path:
    return Path(os.environ["SPAMATLAS_CORPORA"])


def counted(path: Path) -> tuple[Counter[str], list[Refusal]]:
    found = list(read(path, Options(secret=b"s")))
    refused = [each for each in found if isinstance(each, Refusal)]
    return Counter(each.media_type.rpartition(".")[2] for each in found if isinstance(each, Submission)), refused


def test_every_line_of_every_text_is_accepted(corpora: Path) -> None:
    for path in sorted((corpora / "text").glob("*.jsonl")):
        lines = path.read_bytes().splitlines()
        found = [each for each in read(path, Options(secret=b"s")) if isinstance(each, Submission)]
        assert [each.body for each in found] == lines, path.name
        assert [each.caller_id for each in found] == [str(json.loads(line)["id"]) for line in lines], path.name


@pytest.mark.parametrize(
    ("name", "mails"),
    [
        ("spamassassin", 6046),
        ("list-2019-2021", 1537),
        ("phishing-pot-to-2024-06", 1200),
        ("discussion-2019-2021", 700),
    ],
)
def test_every_mail_is_one_submission(corpora: Path, name: str, mails: int) -> None:
    found, refused = counted(corpora / "email" / f"{name}.tar.gz")
    assert found == {"message/rfc822": mails}
    assert not refused


def test_reports_and_what_is_none(corpora: Path) -> None:
    reports = corpora / "reports"
    assert counted(reports / "arf.tar.gz")[0] == {"message/rfc822": 17}
    assert [each.path.rpartition("!/")[2] for each in counted(reports / "arf.tar.gz")[1]] == ["LICENSE"]
    assert counted(reports / "bounces.tar.gz")[0] == {"message/rfc822": 200}
    found, refused = counted(reports / "dmarc-tlsrpt.tar.gz")
    assert found == {"dmarc-record+xml": 2385, "message/rfc822": 5, "tls-policy+json": 4}
    names = {each.path.rpartition("/")[2].partition("#")[0] for each in refused}
    assert names == {"invalid_utf_8.xml", "invalid_xml.xml", "empty.xml"}
    for name in ("stix21", "xarf-v4-schemas"):
        found, refused = counted(reports / f"{name}.tar.gz")
        assert not found
        assert {each.code for each in refused} == {"unknown-kind"}


def test_the_schema_agrees_with_the_published_one(corpora: Path) -> None:
    with tarfile.open(corpora / "reports" / "xarf-v4-schemas.tar.gz") as archive:
        schemas = {
            member.name: json.load(archive.extractfile(member))  # type: ignore[arg-type]
            for member in archive
            if member.name.endswith(".json")
        }
    published = _published(schemas)
    checked = refused = 0
    for schema in schemas.values():
        for example in schema.get("examples", []):
            if example.get("category") not in {"messaging", "content"}:
                continue
            for document in _variants(example):
                theirs = published(document)
                assert bool(fault(document)) is not theirs, (fault(document), document.get("type"))
                checked += 1
                refused += not theirs
    assert checked > 200
    assert 50 < refused < checked - 50


def _published(schemas: dict[str, dict[str, Any]]) -> Any:
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    registry = Registry().with_resources(
        [(schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()]
    )
    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(schemas["xarf-v4-master.json"], registry=registry, format_checker=checker).is_valid


def _variants(example: dict[str, Any]) -> list[dict[str, Any]]:
    """The example, and it with each key of the shared core, or of messages, taken away or made wrong.

    A timestamp that is none is not among them: the published schema's ``date-time`` is only checked where a
    further package is installed, ours always.
    """
    keys = ["xarf_version", "report_id", "timestamp", "reporter", "sender", "source_identifier", "category", "type"]
    keys += [
        "protocol",
        "smtp_from",
        "source_port",
        "recipient_count",
        "url",
        "fraud_type",
        "evidence",
        "tags",
        "confidence",
    ]
    wrong: dict[str, Any] = {
        "xarf_version": "3.0.0", "report_id": "x", "reporter": {"org": "O"}, "category": "x",
        "type": "x", "protocol": "x", "source_port": 0, "recipient_count": 0, "fraud_type": "x", "tags": ["x"],
        "confidence": 2, "evidence": [{"payload": "x"}], "smtp_from": 5, "url": 5, "source_identifier": 5,
    }  # fmt: skip
    without = [{key: value for key, value in example.items() if key != gone} for gone in keys]
    return [msgspec.convert(each, dict) for each in [example, *without, *({**example, k: v} for k, v in wrong.items())]]
