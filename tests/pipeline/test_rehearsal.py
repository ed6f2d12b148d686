"""What a node's worker reads while nobody asks for anything."""

from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path
from threading import Event, Thread
from typing import cast

import msgspec

from spamatlas import parse
from spamatlas.pipeline.analyst import Analyst
from spamatlas.pipeline.outcome import Examined, Judged, Outcomes, Task
from spamatlas.pipeline.rehearsal import mails, rehearsal
from spamatlas.pipeline.worker import alone, serve
from spamatlas.settings import Settings


def test_every_mail_is_read_and_nothing_is_kept(tmp_path: Path) -> None:
    outcomes = [each.outcomes[0] for each in rehearsal(alone(Settings(data=tmp_path)))]
    assert [type(each) for each in outcomes] == [Judged] * 6 + [Examined] * 6
    assert list(tmp_path.iterdir()) == []


def test_the_mails_have_what_a_reader_has_to_get_ready_for() -> None:
    post, offer, letter = (parse.parse(item.entry.submission(item.body or b"")) for item in mails()[:3])
    assert len(post.text) > 10_000
    assert len(post.numbers) == 2
    assert offer.hidden_text
    assert len(offer.links) > 50
    assert [each.media_type for each in letter.attachments] == ["image/jpeg"]


class FakeAnalyst:
    """Gives its task's kind back, and a rehearsal that says when it is at its second mail, then waits to be let on."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.is_within, self.goes_on, self.is_through = Event(), Event(), Event()

    def do(self, task: Task) -> Outcomes:
        self.done.append(task.kind)
        return Outcomes([])

    def rehearsal(self) -> Iterator[Outcomes]:
        for number in range(4):
            self.done.append("mail")
            if number == 1:
                self.is_within.set()
                self.goes_on.wait(120)
            yield Outcomes([])
        self.is_through.set()


def test_the_first_task_and_whoever_waits_come_before_the_next_mail() -> None:
    ours, theirs = Pipe()
    analyst = FakeAnalyst()
    serving = Thread(target=serve, args=(theirs, cast("Analyst", analyst), analyst.rehearsal()))
    ours.send_bytes(msgspec.msgpack.encode(Task("judge", [])))
    serving.start()
    ours.recv_bytes()
    assert analyst.is_within.wait(120)
    ours.send_bytes(msgspec.msgpack.encode(Task("examine", [])))
    analyst.goes_on.set()
    ours.recv_bytes()
    assert analyst.is_through.wait(120)
    ours.close()
    serving.join(120)
    assert not serving.is_alive()
    assert analyst.done == ["judge", "mail", "mail", "examine", "mail", "mail"]
