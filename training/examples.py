"""The texts that train what is shipped: public sets marked for it, and our own."""

import json
import os
import random
import tarfile
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct

from spamatlas.model import Channel, Message, Origin, Party, PartyKind
from spamatlas.parse.links import links_in
from spamatlas.parse.numbers import numbers_in
from training.mail import message_of

HERE = Path(__file__).parent
SOURCES = tomllib.loads((HERE / "sources.toml").read_text("utf-8"))
SLOTS = tomllib.loads((HERE / "slots.toml").read_text("utf-8"))
FILLS = 2


class Example(Struct, frozen=True, kw_only=True):
    """One text with what it is; ``source`` names the set, ``family`` what it has in common with others of it.

    ``place`` is where a mail of a public set comes from: its mailing list or its sender's domain. Mail from a place
    that was read in training is no witness for mail from elsewhere. ``share`` is how much of a text's weight this copy
    of it has; ``is_pasted``: it is what is left of a mail when that is pasted (``training/pasted.py``); ``is_excerpt``:
    it is a part of one (``training/excerpts.py``).
    """

    message: Message
    is_spam: bool
    source: str
    family: str
    place: str = ""
    origin: Origin = Origin()
    category: str = ""
    lure: str = ""
    call_to_action: str = ""
    share: float = 1.0
    is_pasted: bool = False
    is_excerpt: bool = False

    @property
    def is_copy(self) -> bool:
        """Whether it stands beside the text that it is a copy of, and measures nothing."""
        return self.is_pasted or self.is_excerpt


def corpora() -> Path:
    """The folder that holds the public sets.

    Raises:
        SystemExit: ``SPAMATLAS_CORPORA`` is not set, or a set differs from the one that was written down.
    """
    if "SPAMATLAS_CORPORA" not in os.environ:
        raise SystemExit("set SPAMATLAS_CORPORA to the folder of the sets in training/sources.toml")
    folder = Path(os.environ["SPAMATLAS_CORPORA"])
    for name, source in SOURCES.items():
        found = sha256((folder / source["file"]).read_bytes()).hexdigest()
        if found != source["sha256"]:
            raise SystemExit(f"{name}: {source['file']} is another file than the one in training/sources.toml")
    return folder


def public(folder: Path) -> Iterator[Example]:
    """Every text of the public sets."""
    for name, source in SOURCES.items():
        path = folder / source["file"]
        yield from mails(path, name) if source["file"].endswith(".tar.gz") else lines(path, name)


def mails(path: Path, source: str) -> Iterator[Example]:
    """The mails of an archive with ``ham/`` and ``spam/`` in it; what can't be parsed is left out."""
    with tarfile.open(path) as archive:
        for member in archive:
            kind = next((part for part in Path(member.name).parts if part in ("ham", "spam")), "")
            file = archive.extractfile(member) if member.isfile() and kind else None
            message = message_of(file.read()) if file else None
            if message is not None:
                yield Example(
                    message=message, is_spam=kind == "spam", source=source, family=f"{source}:{member.name}",
                    place=f"{source}:{place_of(message)}",
                )  # fmt: skip


def place_of(message: Message) -> str:
    """Where a mail comes from: its mailing list, else the domain of its sender."""
    held = {name.lower(): value for name, value in message.headers}
    named = held.get("list-id") or held.get("list-post") or held.get("mailing-list") or ""
    domain = message.sender.value.rpartition("@")[2].lower() if message.sender else ""
    return named.rpartition("<")[2].rstrip("> ") or domain


def lines(path: Path, source: str) -> Iterator[Example]:
    """The texts of a JSONL set."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            held = json.loads(line)
            family = f"{source}:{held.get('video') or held.get('campaign') or held['id']}"
            yield Example(
                message=text_message(held), is_spam=held["label"] != "ham", source=source, family=family,
                category=held.get("category") or "",
            )  # fmt: skip


def text_message(held: dict[str, Any]) -> Message:
    """A message out of one line: channel, text and perhaps subject and sender."""
    text, subject = held["text"], held.get("subject", "")
    if held["channel"] == "email" and text.startswith("Subject:") and not subject:
        first, _, text = text.partition("\n")
        subject = first.removeprefix("Subject:").strip()
    return Message(
        submission_id=str(held.get("id", "")),
        channel=Channel(held["channel"]),
        subject=subject,
        text=text,
        links=links_in(text),
        numbers=numbers_in(text),
        sender=_sender(str(held.get("sender") or "")),
        recipients=(),
    )


def own(seed: int = 52) -> Iterator[Example]:
    """Our own texts, each family filled ``FILLS`` times (once where it has no places to fill)."""
    for path in sorted((HERE / "texts").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield from _filled(json.loads(line), seed)


def _filled(held: dict[str, Any], seed: int) -> Iterator[Example]:
    chance = random.Random(f"{seed}:{held['family']}")
    times = FILLS if "{" in held["text"] else 1
    for _ in range(times):
        filled = held | {key: fill(held[key], held["lang"], chance) for key in ("text", "subject") if key in held}
        yield Example(
            message=text_message({"sender": "", **filled}),
            is_spam=held["label"] == "spam",
            source="own",
            family=f"own:{held['family']}",
            category=held.get("category", "not_spam"),
            lure=held.get("lure", "none"),
            call_to_action=held.get("cta", "none"),
        )


def fill(text: str, language: str, chance: random.Random) -> str:
    """The text with each ``{place}`` filled from ``slots.toml``: the language's own words, else anyone's."""
    slots = SLOTS["any"] | SLOTS.get(language, {})
    out = text
    for place in slots:
        while "{" + place + "}" in out:
            out = out.replace("{" + place + "}", _digits(chance.choice(slots[place]), chance), 1)
    return out


def _digits(pattern: str, chance: random.Random) -> str:
    return "".join(str(chance.randint(0, 9)) if sign == "#" else sign for sign in pattern)


def _sender(value: str) -> Party | None:
    if not value:
        return None
    if value.startswith("+"):
        return Party(PartyKind.PHONE, value)
    if value.isdigit():
        return Party(PartyKind.SHORT_CODE, value)
    return Party(PartyKind.HANDLE if value.startswith("@") else PartyKind.ALPHANUMERIC, value)
