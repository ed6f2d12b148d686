"""How a command asks the node that is up on a data folder: one question and one answer over its socket."""

import contextlib
import os
from collections.abc import Callable, Mapping
from hashlib import blake2b
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from tempfile import gettempdir
from threading import Thread
from typing import Any

import msgspec
from msgspec import Struct

from spamatlas.model import Rejected, Unavailable
from spamatlas.pipeline.events import events

SOCKET_PATH_BYTES = 100
"""Longest path that every Unix takes for a socket, with room to spare (sun_path is 104 or 108 bytes)."""


class Question(Struct, frozen=True):
    """What is asked, by the name of the answering method, and with what."""

    ask: str
    arguments: dict[str, Any] = {}


class Answer(Struct, frozen=True):
    """The answer, or the error in its stead: ``kind`` is the error's class."""

    value: Any = None
    kind: str = ""
    code: str = ""
    detail: str = ""


class Desk:
    """The node's end: answers the questions it was made for, in a thread a question."""

    def __init__(self, path: Path, answers: Mapping[str, Callable[..., Any]]) -> None:
        self._answers = answers
        address = _address(path)
        with contextlib.suppress(FileNotFoundError):
            Path(address).unlink()
        previous = os.umask(0o177)
        try:
            self._listener = Listener(address, family="AF_UNIX", backlog=64)
        finally:
            os.umask(previous)
        Thread(target=self._listen, name="desk", daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                connection = self._listener.accept()
            except OSError:
                return
            Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: Connection) -> None:
        with connection, contextlib.suppress(EOFError, OSError):
            question = msgspec.msgpack.decode(connection.recv_bytes(), type=Question)
            connection.send_bytes(msgspec.msgpack.encode(self._answer(question)))

    def _answer(self, question: Question) -> Answer:
        try:
            return Answer(
                value=msgspec.to_builtins(self._answers[question.ask](**question.arguments), builtin_types=(bytes,))
            )
        except Rejected as error:
            return Answer(kind="Rejected", code=error.code, detail=error.detail)
        except Unavailable as error:
            return Answer(kind="Unavailable", detail=str(error))
        except Exception as error:  # noqa: BLE001  a question must not end the node
            events().exception("question-failed", ask=question.ask)
            return Answer(kind="Unavailable", detail=f"the node failed on it: {type(error).__name__}")


def ask(path: Path, question: str, **arguments: Any) -> Any:
    """The node's answer as plain values.

    Raises:
        ConnectionError: no node is up on this folder.
        Rejected, Unavailable: as the node said.
    """
    try:
        connection = Client(_address(path), family="AF_UNIX")
    except OSError as error:
        raise ConnectionError("no node is up on this data folder") from error
    with connection:
        connection.send_bytes(msgspec.msgpack.encode(Question(question, arguments)))
        answer = msgspec.msgpack.decode(connection.recv_bytes(), type=Answer)
    if answer.kind == "Rejected":
        raise Rejected(answer.code, answer.detail)
    if answer.kind:
        raise Unavailable(answer.detail)
    return answer.value


def _address(path: Path) -> str:
    if len(os.fsencode(path)) <= SOCKET_PATH_BYTES:
        return str(path)
    short = blake2b(os.fsencode(path), digest_size=12).hexdigest()
    return str(Path(gettempdir()) / f"spamatlas-{os.getuid()}-{short}.sock")
