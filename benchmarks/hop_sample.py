"""The mails of which the injecting hop is labelled by hand: the draw, and what a labeller sees of each.

``python -m benchmarks.hop_sample FOLDER [ORDER]`` prints the trace fields of the mails drawn, to be labelled after
``injecting_hops.md``. It knows nothing of what ``spamatlas.trace`` says. ``ORDER`` shuffles them, so that who labels
them again meets them in another order. The output holds people's addresses: it is never kept in the project.
"""

import random
import re
import sys
import tarfile
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

SEED = 52
STRATA = (
    ("phishing-pot-to-2024-06", "spam", 44),
    ("spamassassin", "spam", 26),
    ("spamassassin", "ham", 14),
    ("list-2019-2021", "spam", 24),
    ("list-2019-2021", "ham", 14),
    ("discussion-2019-2021", "ham", 16),
)
"""Set, class, and how many distinct mails of it."""

_SHOWN = re.compile(
    r"received(?:-spf)?|x-received|x-google-smtp-source|authentication-results|(?:x-)?arc-\S*results\S*|"
    r"x-\S*(?:originating|sender-?ip|source-?ip|client-?ip|real-?ip|remote-?ip|sip|post-ip|original-ip|forwarded)\S*|"
    r"x-ms-exchange-organization-auth\S*|x-ms-exchange-crosstenant-\S*(?:ip|auth)\S*|x-envelope-to|delivered-to|"
    r"return-path|list-id|date|x-forefront\S*|x-microsoft-antispam\S*|x-eopattributedmessage|from|sender|x-mailer",
    re.IGNORECASE,
)
_MOST_CHARACTERS = 420


class Sampled(Struct, frozen=True):
    """One mail of the draw: the set, the class and the name it has there, and its bytes."""

    corpus: str
    kind: str
    name: str
    body: bytes

    @property
    def digest(self) -> str:
        return sha256(self.body).hexdigest()


def sample(folder: Path) -> list[Sampled]:
    """The mails drawn, in the order of the strata; mails that are the same bytes are one."""
    return [one for stratum in STRATA for one in _drawn(folder, *stratum)]


def _drawn(folder: Path, corpus: str, kind: str, number: int) -> list[Sampled]:
    distinct = {one.digest: one for one in _members(folder / "email" / f"{corpus}.tar.gz", corpus, kind)}
    ordered = [distinct[digest] for digest in sorted(distinct)]
    return random.Random(f"{SEED} {corpus} {kind}").sample(ordered, number)


def _members(path: Path, corpus: str, kind: str) -> Iterator[Sampled]:
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() and member.name.startswith(f"{kind}/") else None
            if file:
                yield Sampled(corpus, kind, member.name, file.read())


def sheet(one: Sampled) -> str:
    """The fields that tell of the way, the Received fields numbered from the top."""
    lines, place = [f"=== {one.digest[:12]} {one.corpus} {one.name}"], 0
    for name, value in _fields(message_from_bytes(one.body)):
        if not _SHOWN.fullmatch(name):
            continue
        written = " ".join(value.split())[:_MOST_CHARACTERS]
        if name.lower() == "received":
            lines.append(f"[{place}] {written}")
            place += 1
        else:
            lines.append(f"  {name}: {written}")
    return "\n".join(lines)


def _fields(mail: Message) -> Iterator[tuple[str, str]]:
    return ((name, str(value)) for name, value in mail.raw_items())


def main() -> None:
    drawn = sample(Path(sys.argv[1]))
    if len(sys.argv) > 2:
        random.Random(sys.argv[2]).shuffle(drawn)
    print("\n\n".join(map(sheet, drawn)))


if __name__ == "__main__":
    main()
