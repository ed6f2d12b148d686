"""The files that CONTRIBUTING.md shows work as they are shown."""

import re
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from shutil import copy
from types import ModuleType

import pytest
from tests.statistics.conftest import seeded  # noqa: F401  the store that the statistic is run on

from spamatlas.campaign.linkage import Linkage
from spamatlas.judge import Detector, all_detectors, profile
from spamatlas.judge.profile import Terms
from spamatlas.model import Channel, Message, Origin, Rejected, RouteClass, Signature, Submission
from spamatlas.parse import Parser, parsers
from spamatlas.statistics import catalogue, run, running
from spamatlas.statistics.statistic import _read
from spamatlas.store import Store
from spamatlas.trace import Facts, Tracer
from spamatlas.trace.chain import relays, walk
from spamatlas.trace.tracer import Scene

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
SHOWN = dict(re.findall(r"^`(src/[\w/.]+)`\n```\w+\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))


def shown(stem: str, folder: Path) -> ModuleType:
    place = next(name for name in SHOWN if Path(name).stem == stem)
    file = folder / Path(place).name
    file.write_text(SHOWN[place], "utf-8")
    spec = spec_from_file_location(stem, file)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _submission(body: bytes) -> Submission:
    return Submission(id="x", media_type="", body=body, received_at=datetime.now(UTC), reporter="")


def _scene(message: Message) -> Scene:
    return Scene(message=message, facts=Facts(), chain=walk(message, Facts(), relays(())))


def test_one_file_is_shown_for_each_kind() -> None:
    folders = [str(Path(name).parent.relative_to("src/spamatlas")) for name in SHOWN]
    assert folders == [
        "parse/formats",
        "trace/tracers",
        "campaign/linkages",
        "judge/detectors",
        "statistics/catalogue",
        "judge/profiles",
    ]
    for name in SHOWN:
        assert (ROOT / name).parent.is_dir(), name
        assert not (ROOT / name).exists(), f"{name} is real by now: show another one"


def test_the_format(tmp_path: Path) -> None:
    parser = shown("short_code_dialogue", tmp_path).PARSER
    assert isinstance(parser, Parser)
    assert not set(parser.accepts) & set(parsers())
    message = parser.parse(_submission(b'{"text": "pay at https://a.example/b", "sender": "+447700900123"}'), "")
    assert (message.channel, message.links[0].host) == (Channel.SMS, "a.example")
    assert message.sender and message.sender.value == "+447700900123"
    for body in (b"", b"\xff", b'{"text": 1}', b'{"text": "  "}'):
        with pytest.raises(Rejected) as why:
            parser.parse(_submission(body), "")
        assert why.value.code in parser.rejections


def test_the_tracer(tmp_path: Path) -> None:
    tracer = shown("feedback_field", tmp_path).TRACER
    assert isinstance(tracer, Tracer)
    mail = Message(submission_id="x", channel=Channel.EMAIL, headers=(("Feedback-ID", "1:2:3:example"),))
    (sighting,) = tracer.trace(_scene(mail))
    assert (sighting.subject, sighting.value) == ("route_class", RouteClass.BULK_SERVICE)
    assert list(tracer.trace(_scene(Message(submission_id="x", channel=Channel.EMAIL)))) == []


def test_the_linkage(tmp_path: Path) -> None:
    linkage = shown("same_pair", tmp_path).LINKAGE
    assert isinstance(linkage, Linkage)
    both = Signature(1, anchors=("account:0xsample", "number:+88213999001"))
    assert linkage.keys(both) == linkage.keys(Signature(2, anchors=both.anchors))
    assert len(linkage.keys(both)) == 1
    assert linkage.keys(Signature(3, anchors=both.anchors[:1])) == []


def test_the_detector(tmp_path: Path) -> None:
    detector = shown("many_exclamations", tmp_path).DETECTOR
    assert isinstance(detector, Detector)
    assert detector.name not in all_detectors()
    loud, calm = (Message(submission_id="x", channel=Channel.SMS, text=text) for text in ("Act now!!!", "Hello!"))
    assert len(list(detector.judge(loud, Origin()))) == 1
    assert list(detector.judge(calm, Origin())) == []


def test_the_statistic(seeded: Store, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    text = next(body for name, body in SHOWN.items() if name.endswith(".sql"))
    statistic = _read("ways_of_knowing.sql", text)
    assert statistic.name not in catalogue()
    monkeypatch.setattr(running, "catalogue", lambda: {statistic.name: statistic})
    table = run(seeded.query, statistic.name, {"since": "2026-03-01", "until": "2026-03-03"})
    assert table.rows
    assert sum(row["reports"] for row in table.rows) == table.reports


def test_the_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = next(body for name, body in SHOWN.items() if name.endswith(".toml"))
    (tmp_path / "zz.toml").write_text(text, "utf-8")
    copy(Path(profile.__file__).parent / "profiles" / "neutral.toml", tmp_path)
    monkeypatch.setattr(profile, "_FOLDER", tmp_path)
    loaded = profile._load.__wrapped__("zz")
    assert loaded.country == "ZZ" and loaded.channels[Channel.EMAIL].must_carry == {"way_out"}
    fields = {*loaded.__struct_fields__, *Terms.__struct_fields__} - {
        *("name", "version", "country", "channels", "bars_version", "harmful", "thresholds", "bulk"),
    }
    assert not {field for field in fields if field not in PAGE}, "every field is told"


def test_the_targets_shown_are_those_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", PAGE)) <= targets
