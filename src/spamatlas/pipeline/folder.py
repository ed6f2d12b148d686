"""A node's data folder: what lies where."""

import os
import secrets
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from spamatlas.pipeline.pseudonym_keys import PseudonymKeys


class Folder:
    """The places in a data folder; made on first use, readable by its owner alone."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.log = root / "log"
        self.evidence = root / "evidence"
        self.store = root / "store"
        self.weights = root / "weights.npz"
        self.lessons = root / "lessons.msgpack"
        self.imports = root / "imports"
        self.model = root / "model.npz"
        self.shadow = root / "shadow" / "model.npz"
        self.shadow_note = root / "shadow" / "note.json"
        self.shadow_base = root / "shadow" / "compared.sqlite"
        self.drift = root / "drift.sqlite"
        self.meaning = root / "meaning.sqlite"
        self.public = root / "public.npz"
        self.public_lessons = root / "public.sqlite"
        self.registers = root / "registers"
        self.actions = root / "actions.sqlite"
        self.campaigns = root / "campaigns.sqlite"
        self.contacts = root / "contacts.sqlite"
        self.seals = root / "seals.sqlite"
        self.packages = root / "packages"
        self.snapshots = root / "snapshots"
        self.imprint = root / "ledger.imprint"
        self.records = root / "records.sqlite"
        self.accounts_key = root / "accounts.key"
        self.pseudonyms = root / "pseudonyms"
        self.dkim = root / "dkim"
        self.socket = root / "node.sock"
        self.lock = root / "node.lock"

    def make(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)

    def is_begun(self) -> bool:
        """Whether anything of a node lies here: what it took in, who takes part, or a model that it shall try."""
        return any(each.exists() for each in (self.log, self.accounts_key, self.model, self.shadow))

    def secret(self) -> bytes:
        """The key that receipts and registers follow from: 32 random bytes, made once, never shown."""
        return self._random("pseudonym.key")

    def contacts_key(self) -> bytes:
        """The key under which it is kept who wrote to whom; 32 bytes that follow from ``secret``."""
        return blake2b(b"contacts", digest_size=32, key=self.secret()[:64]).digest()

    def pseudonym_keys(self, days: int) -> PseudonymKeys:
        """The keys under which people become pseudonyms, another one every so many days."""
        return PseudonymKeys(self.pseudonyms, days)

    def accounts_secret(self) -> bytes:
        """The key under which keys and sessions are hashed: 32 random bytes, made once, never shown."""
        return self._random(self.accounts_key.name)

    def token(self) -> str:
        """What a face must show to change anything: 64 hexadecimal digits, made once."""
        return self._random("token.key").hex()

    def weights_at(self) -> float:
        """When the weights last changed, seconds since 1970; 0 where nothing was learned."""
        return max(_changed_at(each) for each in (self.weights, self.public, self.model))

    def shadow_at(self) -> float:
        """When the model in shadow was put there, seconds since 1970; 0 where there is none."""
        return _changed_at(self.shadow)

    def registers_at(self) -> float:
        """When a register was last loaded or removed, seconds since 1970; 0 where there never was one."""
        try:
            return self.registers.stat().st_mtime_ns / 1e9
        except FileNotFoundError:
            return 0.0

    def _random(self, name: str) -> bytes:
        path = self.root / name
        if not path.exists():
            self.make()
            # Written whole under another name, then linked: two processes that start at once end up with one key.
            draft = self.root / f".{name}.{os.getpid()}"
            with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(secrets.token_bytes(32))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(draft, path)
            draft.unlink()
        return path.read_bytes()


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
