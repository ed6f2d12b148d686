from pathlib import Path

import pytest

from spamatlas.model import Rejected, Unavailable
from spamatlas.pipeline.desk import Desk, ask


def reject() -> None:
    raise Rejected("no-such-report", "look it up")


def fail() -> None:
    raise RuntimeError("with a secret in it")


@pytest.fixture(params=["short", "a" * 120])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / request.param
    folder.mkdir()
    return folder / "node.sock"


def test_question_and_answer_with_plain_values(path: Path) -> None:
    desk = Desk(path, {"double": lambda number: {"value": 2 * number, "name": "ß"}})
    assert ask(path, "double", number=21) == {"value": 42, "name": "ß"}
    desk.close()


def test_nobody_there(path: Path) -> None:
    with pytest.raises(ConnectionError):
        ask(path, "status")


def test_errors_come_back_as_what_they_were_and_bugs_without_their_text(path: Path) -> None:
    desk = Desk(path, {"reject": reject, "fail": fail})
    with pytest.raises(Rejected) as why:
        ask(path, "reject")
    assert why.value.code == "no-such-report"
    with pytest.raises(Unavailable) as failure:
        ask(path, "fail")
    assert "secret" not in str(failure.value)
    with pytest.raises(Unavailable):
        ask(path, "no such question")
    desk.close()


def test_a_dead_nodes_socket_does_not_stop_the_next(path: Path) -> None:
    Desk(path, {"who": lambda: 1}).close()
    desk = Desk(path, {"who": lambda: 2})
    assert ask(path, "who") == 2
    desk.close()
