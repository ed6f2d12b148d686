"""Who stamps what leaves a node as evidence: its own authority, made on first use, or an outside one by setting."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

import msgspec
from cryptography.x509 import Certificate

from spamatlas.custody.authority import Authority, answer, make, renewed
from spamatlas.custody.time_stamp import Stamper, certificates
from spamatlas.model import Rejected, Unavailable
from spamatlas.settings import Settings

ASK_SECONDS = 20
MOST_ANSWER_BYTES = 100_000
FILES = {field: f"{field.replace('_', '-')}.pem" for field in Authority.__struct_fields__}


def own_stamper(settings: Settings) -> Stamper:
    """The node's own authority, which is made where there is none yet.

    Raises:
        Unavailable: its folder can't be written or read.
    """
    own = _own(settings)
    return Stamper(lambda request: answer(own, request, datetime.now(UTC)), own.root)


def outside_stamper(settings: Settings) -> Stamper | None:
    """The outside authority that stamps packages too, where one is set.

    Raises:
        Unavailable: its certificates can't be read.
    """
    if not settings.time_stamp_authority:
        return None
    return Stamper(_outside(settings.time_stamp_authority), _outside_roots(settings))


def known_roots(settings: Settings) -> list[Certificate]:
    """The certificates of the authorities that are trusted on this data folder; none where nothing was stamped yet."""
    path = _folder(settings) / FILES["root"]
    own = certificates(path.read_bytes()) if path.is_file() else []
    outside = certificates(_outside_roots(settings)) if settings.time_stamp_roots else []
    return [*own, *outside]


def _folder(settings: Settings) -> Path:
    return settings.data / "authority"


def _own(settings: Settings) -> Authority:
    """The node's authority. Two processes that need it at once end up with one: the folder comes to be in one step."""
    folder, now = _folder(settings), datetime.now(UTC)
    try:
        if not folder.is_dir():
            _put(folder, make(settings.node_name, now))
        kept = Authority(**{field: (folder / name).read_bytes() for field, name in FILES.items()})
        current = renewed(kept, settings.node_name, now)
        if current is not kept:
            for field in ("signer_key", "signer"):
                _replace(folder / FILES[field], getattr(current, field))
    except OSError as error:
        raise Unavailable(f"the keys of the time-stamp authority can't be kept or read: {error.strerror}") from error
    return current


def _put(folder: Path, authority: Authority) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = Path(mkdtemp(prefix=".authority-", dir=folder.parent))
    for field, content in msgspec.structs.asdict(authority).items():
        _replace(draft / FILES[field], content)
    try:
        draft.rename(folder)
    except OSError:
        shutil.rmtree(draft)
        if not folder.is_dir():
            raise


def _replace(path: Path, content: bytes) -> None:
    """Durable, and whole or not at all; nobody but the owner may read it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _outside(address: str) -> Callable[[bytes], bytes]:
    def ask(request: bytes) -> bytes:
        """By HTTP, as RFC 3161, section 3.4, has it. Nothing but a hash leaves."""
        import httpx  # noqa: PLC0415  only where an outside authority is set

        fields = {"content-type": "application/timestamp-query"}
        try:
            answered = httpx.post(address, content=request, headers=fields, timeout=ASK_SECONDS)
            answered.raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            kind = type(error).__name__
            raise Unavailable(f"the time-stamp authority of the settings does not answer: {kind}") from error
        return answered.content[: MOST_ANSWER_BYTES + 1]

    return ask


def _outside_roots(settings: Settings) -> bytes:
    try:
        pem = Path(settings.time_stamp_roots).read_bytes()
        certificates(pem)
    except (OSError, Rejected) as error:
        raise Unavailable("the setting time_stamp_roots names no readable file of certificates in PEM") from error
    return pem
