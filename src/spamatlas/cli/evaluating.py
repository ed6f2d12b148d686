"""An index of labelled mails, judged and told one by one."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from spamatlas import parse
from spamatlas.cli.progress import Progress
from spamatlas.judge import Judge, run
from spamatlas.judge.evaluation import Feedback
from spamatlas.model import Message, Rejected, Submission
from spamatlas.settings import Settings


def evaluate(index: Path, feedback: Feedback, model: str, settings: Settings, *, quiet: bool = True) -> dict[str, Any]:
    """The measures of ``judge.evaluation`` as plain values, with what was run.

    Raises:
        ValueError: the index or the model can't be read; the text says which, and the line.
    """
    try:
        lines = index.read_text("utf-8", "surrogateescape").splitlines()
    except OSError as error:
        raise ValueError(f"{index}: {error.strerror}") from error

    judge = _judge(model)
    with Progress("judging", len(lines), quiet=quiet, counts="mails") as progress:

        def read(path: str) -> Message | None:
            progress.advance(1)
            progress.count(1)
            return _message(index.parent / path, settings)

        evaluation = run(lines, read, feedback, judge)
    return {"index": str(index), "feedback": feedback, "model": model, **msgspec.structs.asdict(evaluation)}


def _judge(model: str) -> Judge | None:
    if model == "empty":
        return None
    if model == "shipped":
        return Judge.load()
    path = Path(model)
    if not path.is_file():
        raise ValueError(f"--model is empty, shipped, or a file of learned weights; there is no file {model}")
    return Judge.load(path)


def _message(path: Path, settings: Settings) -> Message | None:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror}") from error
    submission = Submission(
        id="0" * 32, media_type="message/rfc822", body=body, received_at=datetime.now(UTC), reporter=""
    )
    try:
        return parse.parse(submission, settings.home_country)
    except Rejected:
        return None
