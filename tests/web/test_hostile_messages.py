"""The hundred hostile messages are what they say they are."""

from typing import Any

from spamatlas import intake
from spamatlas.model import Submission
from spamatlas.parse import parse


def test_there_are_a_hundred_and_each_can_be_read(hostile: Any) -> None:
    import json

    reports = hostile.reports()
    assert len({each["id"] for each in reports}) == len(reports) >= 100
    for each in reports:
        (submission,) = intake.read_bytes(
            json.dumps(each).encode(), "application/x-ndjson", intake.Options(secret=b"s")
        )
        assert isinstance(submission, Submission), each["id"]
        message = parse(submission)
        assert hostile.VISIBLE in f"{message.text} {message.hidden_text}", each["id"]
