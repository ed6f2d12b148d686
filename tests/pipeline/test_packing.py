"""A real node's package: what was filed, to the last bit, what was done with it, and nothing of who filed it."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from tests.pipeline.test_stamping import Outside, outside  # noqa: F401  the authority at a local server
from tests.pipeline.test_stamping import settings as with_outside

from spamatlas.custody.time_stamp import Stamper, certificates
from spamatlas.custody.verification import verify
from spamatlas.intake import pseudonym
from spamatlas.model import Handling, Manifest, Rejected, Submission, Unavailable, submission_id
from spamatlas.pipeline import packing
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.desk import Desk, ask
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.packed import Packed
from spamatlas.pipeline.stamping import known_roots, own_stamper
from spamatlas.settings import Settings

PARCEL = "Your parcel {} is held. Pay the fee of 1.99 at https://parcel-fee.example/pay now"
PEOPLE = ("hotline-caller-7", "Zoe.Reporter@home.example", "+447700900777")


def mail(number: int) -> bytes:
    head = f"From: Parcels <a@sender.example>\r\nTo: somebody@example.org\r\nSubject: Parcel {number}\r\n\r\n"
    return head.encode() + PARCEL.format(number).encode() + b"\r\n"


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    with Node(Settings(data=tmp_path_factory.mktemp("node"), workers=1, node_name="Abuse desk")) as node:
        found = Answers(node)
        node.accept(filed(found))
        node.drain()
        yield found


def filed(answers: Answers) -> list[Submission]:
    secret = answers.node.folder.secret()
    found = []
    for number, who in enumerate(PEOPLE * 2):
        reporter, body = pseudonym(secret, who), mail(number)
        found.append(
            Submission(
                id=submission_id(reporter, "", body),
                media_type="message/rfc822",
                body=body,
                received_at=datetime.now(UTC),
                reporter=reporter,
                caller_id=f"{who}/{number}",
            )
        )
    return found


def ids(answers: Answers) -> list[str]:
    return [each.id for each in answers.node.log.read(0, 100, 2**62)]


def campaign(answers: Answers) -> str:
    return str(answers.campaigns()[0]["campaign"])


def opened(packed: Packed) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(Path(packed.path).read_bytes()))


def manifest_of(packed: Packed) -> Manifest:
    return msgspec.json.decode(opened(packed).read("manifest.json"), type=Manifest)


def chain_of(packed: Packed) -> list[Handling]:
    return [msgspec.json.decode(line, type=Handling) for line in opened(packed).read("chain.jsonl").splitlines()]


def test_a_campaign_is_packed_with_every_byte_and_holds(answers: Answers) -> None:
    packed = answers.package([campaign(answers)])
    manifest = manifest_of(packed)
    assert (packed.reports, packed.left_out, manifest.left_out) == (6, 0, 0)
    assert manifest.of == (campaign(answers),)
    assert manifest.campaigns[0].size == 6
    with opened(packed) as archive:
        for report, body in zip(manifest.reports, map(mail, range(6)), strict=True):
            assert archive.read(report.path) == body
            assert report.sha256 == sha256(body).hexdigest()
            assert report.path.endswith(".eml")
            assert report.ruling
            assert report.seal
    with Path(packed.path).open("rb") as file:
        found = verify(file, known_roots(answers.settings))
    assert found.holds, found.assurances
    assert found.sealed == 6


def test_nothing_but_the_originals_tells_who_filed(answers: Answers) -> None:
    with opened(answers.package([campaign(answers)])) as archive:
        for name in archive.namelist():
            content = archive.read(name).lower()
            assert not any(who.lower().encode() in content for who in PEOPLE), name
            if not name.startswith("originals/"):
                assert b"somebody@example.org" not in content, name


def test_the_chain_tells_what_was_done_by_whom_and_that_it_was_packed(answers: Answers) -> None:
    first, second, third, *_ = ids(answers)
    done = answers.workbench.feedback("ham", [first])
    answers.workbench.undo(done.action)
    answers.workbench.feedback("spam", [second])
    answers.package([third])
    chain = chain_of(answers.package([first, second, third]))
    told = {identity: [each.kind for each in chain if each.report == identity] for identity in (first, second, third)}
    assert [each for each in told[first] if each not in {"sealed", "exported"}] == ["accepted", "ham", "undone"]
    assert [each for each in told[second] if each not in {"sealed", "exported"}] == ["accepted", "spam"]
    assert told[third].count("exported") >= 1
    assert all(each.count("sealed") == 1 for each in told.values())
    assert (chain[-1].kind, chain[-1].report, chain[-1].facts["reports"]) == ("exported", "", "3")
    accepted = chain[0]
    assert accepted.who.startswith("reporter:")
    assert accepted.facts["media_type"] == "message/rfc822"
    assert accepted.facts["measuring_point"] == "reported"


def one_more(answers: Answers, body: bytes) -> Submission:
    victim = filed(answers)[0]
    extra = msgspec.structs.replace(victim, id=submission_id(victim.reporter, "", body), body=body)
    answers.accept([extra])
    answers.drain()
    return extra


def test_what_is_erased_while_it_is_packed_leaves_in_no_package(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra, get = one_more(answers, mail(98)), answers.node.vault.get

    def get_and_erase(identity: str) -> bytes:
        content = get(identity)
        answers.erase([identity])
        return content

    monkeypatch.setattr(answers.node.vault, "get", get_and_erase)
    before = set(answers.node.folder.packages.glob("*"))
    with pytest.raises(Rejected, match="evidence-erased"):
        answers.package([extra.id])
    assert set(answers.node.folder.packages.glob("*")) == before


def test_what_was_erased_is_named_without_its_bytes_and_the_package_holds(answers: Answers) -> None:
    body = mail(99)
    extra = one_more(answers, body)
    answers.node.sealing.catch_up()
    answers.erase([extra.id])
    packed = answers.package([extra.id])
    (report,) = manifest_of(packed).reports
    assert (report.path, report.missing, report.sender) == ("", "evidence-erased", "")
    assert report.sha256 == sha256(body).hexdigest()
    assert "erased" in [each.kind for each in chain_of(packed)]
    assert not [name for name in opened(packed).namelist() if name.startswith("originals/")]
    with Path(packed.path).open("rb") as file:
        assert verify(file, known_roots(answers.settings)).holds


def test_every_package_is_in_the_history_of_its_reports_and_hinders_no_undoing(answers: Answers) -> None:
    identity = ids(answers)[3]
    done = answers.workbench.feedback("ham", [identity])
    packed = answers.package([identity])
    last = answers.workbench.history(identity)[-1]
    assert (last.kind, last.note, last.reports, last.can_be_undone) == ("evidence", packed.name, 1, False)
    assert answers.workbench.undo(done.action).changed == 1


def test_every_original_is_opened_once(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, get = [], answers.node.vault.get
    monkeypatch.setattr(answers.node.vault, "get", lambda identity: opened.append(identity) or get(identity))
    packed = answers.package([campaign(answers)])
    assert sorted(opened) == sorted(each.id for each in manifest_of(packed).reports)


def test_more_than_fits_is_said(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MOST_REPORTS", 4)
    packed = answers.package([campaign(answers)])
    manifest = manifest_of(packed)
    assert packed.reports == 4
    assert manifest.left_out == packed.left_out == manifest.campaigns[0].size - 4
    assert [each.sequence for each in manifest.reports] == sorted(each.sequence for each in manifest.reports)


def test_what_does_not_fit_by_size_is_left_out_or_refused(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MOST_ORIGINAL_BYTES", 2 * len(mail(1)) + 10)
    assert answers.package([campaign(answers)]).reports == 2
    with pytest.raises(Rejected) as why:
        answers.package(ids(answers)[:6])
    assert why.value.code == "too-many-reports"


def test_a_package_that_can_not_be_stamped_is_not_left_behind(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(answers.node.folder.packages)
    nobody = Stamper(lambda _: b"", own_stamper(answers.settings).roots)
    monkeypatch.setattr(packing, "outside_stamper", lambda _: nobody)
    with pytest.raises(Unavailable):
        answers.package([campaign(answers)])
    assert not list(answers.node.folder.packages.iterdir())


def test_a_command_gets_it_by_the_nodes_socket(answers: Answers) -> None:
    desk = Desk(answers.node.folder.socket, answers.questions())
    try:
        found = ask(answers.node.folder.socket, "package", names=[ids(answers)[0]], language="es")
        with pytest.raises(Rejected):
            ask(answers.node.folder.socket, "package", names=[])
    finally:
        desk.close()
    assert manifest_of(Packed(**found)).language == "es"


def test_an_outside_authority_stamps_it_too(
    answers: Answers,
    tmp_path: Path,
    outside: Outside,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named = with_outside(tmp_path, outside)
    addresses = {name: getattr(named, name) for name in ("time_stamp_authority", "time_stamp_roots")}
    monkeypatch.setattr(answers.node, "settings", msgspec.structs.replace(answers.node.settings, **addresses))
    packed = answers.package([ids(answers)[0]])
    for known in (outside.authority.root, own_stamper(answers.settings).roots):
        with Path(packed.path).open("rb") as file:
            assert verify(file, certificates(known)).holds
    outside.broken = True
    with pytest.raises(Unavailable):
        answers.package([ids(answers)[0]])
    assert len(outside.asked) == 2


def test_a_report_that_is_asked_for_twice_is_packed_once(answers: Answers) -> None:
    identity = ids(answers)[0]
    assert (
        answers.package([identity, identity[:20], campaign(answers)]).reports
        == answers.package([campaign(answers)]).reports
    )


@pytest.mark.parametrize(
    ("name", "code"), [("C-0000000000000001", "no-such-campaign"), ("C-zz", "no-such-report"), ("", "ambiguous-id")]
)
def test_what_there_is_not_is_rejected_and_leaves_nothing_behind(answers: Answers, name: str, code: str) -> None:
    before = len(answers.node.actions.newest(1000))
    shutil.rmtree(answers.node.folder.packages, ignore_errors=True)
    with pytest.raises(Rejected) as why:
        answers.package([name])
    assert why.value.code == code
    assert len(answers.node.actions.newest(1000)) == before
    folder = answers.node.folder.packages
    assert not folder.exists() or not list(folder.iterdir())


def test_a_quarantined_report_is_packed_too(answers: Answers) -> None:
    body = bytes(50)
    held = msgspec.structs.replace(filed(answers)[0], id=submission_id("x", "", body), body=body)
    answers.accept([held])
    answers.drain()
    packed = answers.package([held.id])
    (report,) = manifest_of(packed).reports
    assert (report.ruling, report.campaign) == (None, "")
    assert "quarantined" in [each.kind for each in chain_of(packed)]
    with Path(packed.path).open("rb") as file:
        assert verify(file, known_roots(answers.settings)).holds


def test_the_texts_are_in_the_language_asked_for(answers: Answers) -> None:
    packed = answers.package([ids(answers)[0]], "fr")
    assert manifest_of(packed).language == "fr"
    assert manifest_of(answers.package([ids(answers)[0]], "tlh")).language == "en"


def test_two_nodes_are_told_apart(answers: Answers, tmp_path: Path) -> None:
    packed = answers.package([ids(answers)[0]])
    with Path(packed.path).open("rb") as file:
        found = verify(file, certificates(own_stamper(Settings(data=tmp_path)).roots))
    assert [each.name for each in found.assurances if not each.holds] == ["authority"]
