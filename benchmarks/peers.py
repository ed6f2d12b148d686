"""Other ways to tell near copies: a digest of a text, and how alike two digests are, 0 to 1."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from hashlib import blake2b, sha1
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
from msgspec import Struct

PERMUTATIONS = 128
FARTHEST = 300
_random = np.random.Generator(np.random.PCG64(7))
_FACTORS = _random.integers(1, 2**61 - 1, size=(2, PERMUTATIONS), dtype=np.uint64)


class Peer(Struct, frozen=True):
    """``likeness`` is 0 where nothing can be said."""

    name: str
    digest: Callable[[str], Any]
    likeness: Callable[[Any, Any], float]


def simhash(text: str) -> int:
    """Charikar (STOC 2002) over pairs of words, 64 bits, as Manku, Jain and Das Sarma (WWW 2007) use it."""
    words = re.findall(r"\w+", text.lower())
    sums = np.zeros(64)
    for feature, weight in Counter(zip(words, words[1:] or words, strict=False)).items():
        value = int.from_bytes(blake2b(" ".join(feature).encode("utf-8", "replace"), digest_size=8).digest(), "little")
        bits = np.array([value >> place & 1 for place in range(64)])
        sums += weight * (2 * bits - 1)
    return sum(1 << place for place in range(64) if sums[place] > 0)


def simhash_likeness(one: int, other: int) -> float:
    return 1 - (one ^ other).bit_count() / 64


def minhash(text: str) -> Any:
    """Broder (1997): 128 permutations over shingles of five characters of the text in lower case, nothing undone."""
    text = re.sub(r"\s+", " ", text.lower())
    shingles = {text[at : at + 5] for at in range(max(1, len(text) - 4))}
    hashed = [blake2b(each.encode("utf-8", "replace"), digest_size=4).digest() for each in shingles]
    values = np.array([int.from_bytes(each, "little") for each in hashed], dtype=np.uint64)
    return (values[:, np.newaxis] * _FACTORS[0] + _FACTORS[1] >> np.uint64(20)).min(axis=0)


def minhash_likeness(one: Any, other: Any) -> float:
    return float((one == other).mean())


def pyzor_like(text: str) -> str:
    """A digest after Pyzor's rules: no long words, addresses or links; of lines of eight letters and more a few."""
    text = re.sub(r"\S{10,}|\S+@\S+|[a-z]+:\S+", "", text, flags=re.IGNORECASE)
    lines = [line for raw in text.splitlines() if len(line := re.sub(r"\s+", "", raw)) >= 8]
    chosen = lines if len(lines) <= 4 else [each for at in (20, 60) for each in lines[at * len(lines) // 100 :][:3]]
    return sha1("".join(chosen).encode("utf-8", "replace")).hexdigest() if chosen else ""


def same(one: str, other: str) -> float:
    return float(bool(one) and one == other)


def tlsh(text: str) -> str:
    """Oliver, Cheng and Chen (CTC 2013); none for a text of fewer than 50 bytes."""
    digest: str = _module("tlsh").hash(text.encode("utf-8", "replace"))
    return digest if digest != "TNULL" else ""


def tlsh_likeness(one: str, other: str) -> float:
    return max(0.0, 1 - _module("tlsh").diff(one, other) / FARTHEST) if one and other else 0.0


def ssdeep(text: str) -> str:
    """Kornblum (DFRWS 2006), as ppdeep computes it."""
    digest: str = _module("ppdeep").hash(text.encode("utf-8", "replace"))
    return digest


def ssdeep_likeness(one: str, other: str) -> float:
    return _module("ppdeep").compare(one, other) / 100 if one and other else 0.0


def _is_there(name: str) -> bool:
    try:
        import_module(name)
    except ImportError:
        return False
    return True


@cache
def _module(name: str) -> ModuleType:
    return import_module(name)


PEERS = (
    *([Peer("ssdeep (ppdeep)", ssdeep, ssdeep_likeness)] if _is_there("ppdeep") else []),
    *([Peer("TLSH (py-tlsh)", tlsh, tlsh_likeness)] if _is_there("tlsh") else []),
    Peer("Pyzor-like digest", pyzor_like, same),
    Peer("simhash", simhash, simhash_likeness),
    Peer("plain MinHash", minhash, minhash_likeness),
)
