"""What is asked about messages that nobody files, of a real node."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from spamatlas.judge import appearance
from spamatlas.locale import languages
from spamatlas.model import Channel, Known, Rejected
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.checking import Pasted, rounded, thing_in
from spamatlas.pipeline.manner import Manner
from spamatlas.pipeline.opening import opened
from spamatlas.pipeline.outcome import Examined, unfiled
from spamatlas.pipeline.registering import List, add, kind_of, remove
from spamatlas.settings import Settings
from spamatlas.trace import Directory

TEXT = "Your parcel {n} is held at customs. Pay the fee of 1.99 today at https://parcel-fee.example/pay/{n}"
LINE = b'{"id": "%d", "channel": "sms", "text": "%s", "sender": "+447700900123", "reporter": "%s"}'
MEDIA_TYPE = "application/x-ndjson"


TRANSLATED = {"code", "weight", "text", "translation"}


def lines(reporters: int, start: int = 0) -> bytes:
    each = range(start, start + reporters)
    return b"\n".join(LINE % (n, TEXT.format(n=n).encode(), f"person-{n}".encode()) for n in each)


def file(node: Answers, body: bytes) -> tuple[str, ...]:
    receipt = node.accept([each for each in node.read(body, MEDIA_TYPE, "r", None) if hasattr(each, "body")])  # type: ignore[misc]
    node.drain()
    return receipt.ids


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    with opened(Settings(data=tmp_path_factory.mktemp("node"), workers=1)) as answers:
        yield answers


def counts(node: Answers) -> Any:
    ledger = node.node.writer._ledger
    return len(ledger), dict(ledger.aliases), node.end(), len(node.reports({}, 500)), node.health()["quarantined"]


def test_a_check_tells_of_a_campaign_only_once_enough_people_reported_it_and_changes_nothing(node: Answers) -> None:
    pasted = Pasted(text=TEXT.format(n=77), channel=Channel.SMS)
    judged = {"body": LINE % (77, TEXT.format(n=77).encode(), b""), "media_type": MEDIA_TYPE, "channel": None}
    told, seen, veil = [], [], node.node.veil()
    for reporters in range(veil.floor + veil.doubt + 1):
        before = counts(node)
        checked, line = node.check(pasted), node.judge(**judged)[0]
        seen.append(node.judge(**judged, public=False)[0]["bulk"]["score"])
        assert counts(node) == before
        told.append((checked.crowd.is_enough, checked.crowd.reporters, line["bulk"]["score"]))
        file(node, lines(1, reporters))
    (named,) = {each["campaign"] for each in node.reports({}, 50)}
    least = veil.least(named)
    assert veil.floor <= least <= veil.floor + veil.doubt
    assert told[:least] == [(False, 0, 0.5)] * least, "fewer reporters look like none"
    for reporters, (is_enough, shown, bulk) in enumerate(told[least:], least):
        assert (is_enough, 3 <= shown <= reporters, bulk != 0.5) == (True, True, True)
    assert seen[0] == 0.5 != seen[1], "the operator sees one"


def test_bulk_is_real_evidence_once_many_reported_it(node: Answers) -> None:
    file(node, lines(30, 100))
    checked = node.check(Pasted(text=TEXT.format(n=999), channel=Channel.SMS))
    assert checked.verdict.bulk.value is Known.YES
    assert checked.crowd.reporters in {20, 50}
    (line,) = node.judge(LINE % (999, TEXT.format(n=999).encode(), b""), MEDIA_TYPE, None)
    assert line["bulk"]["value"] == "yes"
    ((assignment, _, standings),) = node.looked_up([signed(node)])
    assert assignment
    assert assignment.size >= 30
    assert [(each.kind, each.reporters >= 30) for each in standings] == [("sender", True), ("anchor", True)]


def signed(node: Answers) -> Any:
    (submission,) = node.read(LINE % (998, TEXT.format(n=998).encode(), b""), MEDIA_TYPE, "", None)
    (examined,) = node.node.ask("examine", [unfiled(submission)]).outcomes  # type: ignore[arg-type]
    assert isinstance(examined, Examined)
    return examined.signature, examined.message.channel, appearance(examined.message, examined.origin)


def test_a_thing_alone_is_looked_up_by_what_it_is(node: Answers) -> None:
    file(node, lines(5, 200))
    number = node.check(Pasted(text="+44 7700 900123"))
    assert (number.thing.kind, number.crowd.is_enough) == ("number", True)
    link = node.check(Pasted(text="https://parcel-fee.example/pay/7"))
    assert (link.thing.kind, link.thing.value, link.crowd.is_enough) == ("link", "parcel-fee.example", True)
    unknown = node.check(Pasted(text="nobody@never-seen.example"))
    assert (unknown.thing.kind, unknown.crowd.is_enough) == ("email", False)


def test_what_cannot_be_read_is_said_by_code(node: Answers) -> None:
    with pytest.raises(Rejected) as why:
        node.check(Pasted(file=b"PK\x03\x04 broken", media_type="application/zip"))
    assert why.value.code == "damaged"
    with pytest.raises(Rejected) as why:
        node.check(Pasted(file=b"\0" * 99, media_type="message/rfc822"))
    assert why.value.code


def test_nothing_of_what_is_checked_is_logged_or_left_on_disk(node: Answers, capfd: pytest.CaptureFixture[str]) -> None:
    word = "Zanzibarquartz"
    sender = "+447700900987"
    node.check(Pasted(text=f"{word} pay at https://{word}.example/x", sender=sender, channel=Channel.SMS))
    node.judge(LINE % (1, word.encode(), sender.encode()), MEDIA_TYPE, None)
    with pytest.raises(Rejected):
        node.check(Pasted(file=b"PK\x03\x04" + word.encode(), media_type="application/zip"))
    said = "".join(capfd.readouterr())
    assert word not in said
    assert sender not in said
    kept = dict(on_disk(node.settings.data))
    assert kept
    assert not [path for path, content in kept.items() if word.encode() in content]


def on_disk(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """All files under it; one that is gone by the time it is read, as a database's own log may be, holds nothing."""
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if path.is_file() and not path.is_symlink():
                yield path, path.read_bytes()


def test_withdrawn_is_erased_and_still_counts(node: Answers) -> None:
    (identifier,) = file(node, lines(1, 300))
    before = node.statistic("volume").reports
    number = node.receipt(identifier)
    assert node.withdraw(number)
    assert node.withdraw(number), "the same again changes nothing"
    found = node.receipt_report(number)
    assert found
    assert (found["evidence"].expires_at, found["evidence"].reason) == (None, "asked")
    assert len(node.node.vault.deletions(identifier)) == 1
    assert found["report"]["sender"] == ""
    assert node.statistic("volume").reports == before
    assert not node.withdraw("nothing")
    assert not node.withdraw(identifier), "an id is no receipt"


def test_a_report_that_is_withdrawn_at_once_is_erased_all_the_same(node: Answers) -> None:
    submissions = [each for each in node.read(lines(40, 400), MEDIA_TYPE, "r", None) if hasattr(each, "body")]
    ids = node.accept(submissions).ids  # type: ignore[arg-type]
    assert node.withdraw(node.receipt(ids[-1]))
    node.drain()
    found = node.report(ids[-1])
    assert found
    assert found["report"]["sender"] == ""
    assert found["message"] == {}


def test_things() -> None:
    directory = Directory.open()
    kinds = {
        "https://a.example/b": "link", "hxxps://a[.]example": "link", "a.example": "link", "http://192.0.2.1/x": "link",
        "192.0.2.1": "address", "2001:db8::1": "address", "+447700900123": "number", "tel:+447700900123": "number",
        "0044 7700 900123": "number", "a@b.example": "email", "mailto:a@b.example": "email", "<a@b.example>": "email",
        "hello": "message", "hello a.example": "message", "a@b.example\nx": "message", "": "message",
        "12": "message", "x" * 3000 + ".example": "message", "file:///etc/passwd": "message",
    }  # fmt: skip
    assert {text: thing_in(text, directory).kind for text in kinds} == kinds


def test_counts_are_rounded_down_so_that_one_more_report_is_not_seen() -> None:
    assert [rounded(count) for count in (0, 1, 4, 5, 9, 10, 19, 20, 99, 100, 4_999, 5_000)] == [
        0, 1, 2, 5, 5, 10, 10, 20, 50, 100, 2_000, 5_000,
    ]  # fmt: skip


def test_a_register_loaded_beside_a_running_node_is_evidence_and_nobody_can_ask_it_out(
    node: Answers, tmp_path: Path
) -> None:
    body = b'{"id": "r", "channel": "sms", "text": "Big sale, buy now", "recipient": "+12025550101"}'
    asked = {"body": body, "media_type": MEDIA_TYPE, "channel": None}

    def codes(public: bool) -> list[str]:
        return [each["code"] for each in node.judge(**asked, public=public)[0]["unsolicited"]["reasons"]]

    before = node.judge(**asked)[0]
    (tmp_path / "list.txt").write_text("+12025550101\n", "utf-8")
    given = List(kind=kind_of("do-not-call"), path=tmp_path / "list.txt", name="national")
    add(node.node.folder, given)
    assert "do-not-contact" in codes(public=False) and "do-not-contact" not in codes(public=True)
    assert node.judge(**asked)[0] == before, "who may not know sees the same as without"
    remove(node.node.folder, "national")
    assert "do-not-contact" not in codes(public=False)


def test_every_reason_is_said_in_a_language_beside_english(node: Answers) -> None:
    asked = LINE % (9, TEXT.format(n=9).encode(), b""), MEDIA_TYPE, None
    (english,) = node.judge(*asked, manner=Manner(language=languages()["en"]))
    assert english == node.judge(*asked, manner=Manner())[0]
    for code in set(languages()) - {"en"}:
        (line,) = node.judge(*asked, manner=Manner(language=languages()[code]))
        reasons = line["reasons"] + line["unsolicited"]["reasons"]
        assert len(reasons) > 2
        for each in reasons:
            assert set(each) == TRANSLATED
            assert each.pop("translation") not in {"", each["text"]}, each["code"]
        assert line == english
