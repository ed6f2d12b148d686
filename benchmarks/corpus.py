"""Distinct messages out of the shared corpora, and perturbed copies where a set is too small to time."""

import json
import random
import tarfile
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path


def mails(folder: Path) -> list[bytes]:
    """Every distinct mail of the SpamAssassin corpus, ham and spam mixed by a fixed seed."""
    found: dict[bytes, bytes] = {}
    with tarfile.open(folder / "email" / "spamassassin.tar.gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file:
                body = file.read()
                found.setdefault(blake2b(body).digest(), body)
    distinct = list(found.values())
    random.Random(52).shuffle(distinct)
    return distinct


def texts(folder: Path, number: int) -> list[str]:
    """``number`` distinct texts: those of the UCI collection, then copies with words of other texts put in.

    A copy differs from its original in three to six words, so that no cache of whole texts helps.
    """
    lines = (folder / "text" / "sms-uci.jsonl").read_text("utf-8").splitlines()
    originals = list(dict.fromkeys(json.loads(line)["text"] for line in lines))
    chooser = random.Random(52)
    words = [word for text in originals for word in text.split()]
    distinct = dict.fromkeys(originals)
    for text in _for_ever(originals):
        if len(distinct) >= number:
            break
        copy = text.split()
        for _ in range(chooser.randint(3, 6)):
            copy.insert(chooser.randrange(len(copy) + 1), chooser.choice(words))
        distinct[" ".join(copy)] = None
    shuffled = list(distinct)[:number]
    chooser.shuffle(shuffled)
    return shuffled


def _for_ever(texts: list[str]) -> Iterator[str]:
    while True:
        yield from texts
