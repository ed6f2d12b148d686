"""How well makers are told apart on messages that nothing was tuned to: thirty makers, imitators, and the wanted.

``makers.tsv`` was written for this project on 26 November 2026, by whoever measured with it, before any of its figures
was seen: thirty makers with four messages each, in other wordings, languages and channels, that keep what such makers
keep (a host, a page's path, a number, an account, a wallet) and change what they change; two other makers of the same
lure for each, some with a copied text or a rented kit; and sixty messages of operators, banks, shops and relatives,
some of them of those whom the makers imitate or whose host was broken into. Hosts and numbers are kept for fiction.
A line without a maker is wanted. What was changed after the first look is in docs/attribution.md.

``makers_2.tsv`` was written later that day in the same way, one imitator for each maker and thirty wanted messages, and
committed before anything was run on it; since the first set has been looked at, the second decides.
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from csv import QUOTE_NONE, DictReader
from pathlib import Path
from typing import Any

from benchmarks.campaign_quality import ORDERS, after_the_pass, as_they_come, b_cubed, intervals, mixed_in, shape
from benchmarks.meaning import pairs_of
from spamatlas.campaign import Entry, sign
from spamatlas.campaign.gist import gist
from spamatlas.model import Channel, Message, Party, PartyKind
from spamatlas.parse.links import links_in
from spamatlas.parse.numbers import numbers_in

TEXTS = Path(__file__).with_name("makers.tsv")
TEXTS_2 = Path(__file__).with_name("makers_2.tsv")
HOME = "GB"
"""Where the node is: national numbers are read in its plan."""


def main(folder: Path) -> None:  # noqa: ARG001  the texts are our own
    """Print both sets: B-cubed as messages come in and after the background pass, who stands with whom, suggestions."""
    for texts in (TEXTS, TEXTS_2):
        print(f"{texts.name}:")
        rows = rows_of(texts)
        _campaigns_of(rows)
        _suggested(texts.name, rows)
        _suggested(f"{texts.name} without the imitators", [row for row in rows if not row["campaign"].startswith("x")])


def _suggested(name: str, rows: Sequence[dict[str, Any]]) -> None:
    """What meaning suggests where links, numbers and senders are hidden."""
    masked = [{**row, "text": gist(message_of(row)) or row["text"], "sender": ""} for row in rows]
    pairs_of(f"{name}, links and numbers masked", masked, [row["campaign"] for row in rows])


def _campaigns_of(rows: Sequence[dict[str, Any]]) -> None:
    spam = {row["id"]: row["campaign"] for row in rows if row["campaign"]}
    thirty = {name: maker for name, maker in spam.items() if maker.startswith("m")}
    for when, groups in (("as they come in", grouped(rows)), ("after the pass", settled(rows))):
        for name, (value, low, high) in intervals(groups, rows).items():
            print(f"{when}, all spam: B-cubed {name} {value:.3f} ({low:.3f}-{high:.3f})")
        precision, recall = b_cubed(groups, thirty)
        print(f"  the thirty makers alone: precision {precision:.3f}, recall {recall:.3f}")
        print(
            f"  wanted messages in a spam campaign: {mixed_in(groups, rows)} of {sum(not r['campaign'] for r in rows)}"
        )
        print(f"  several makers in one campaign: {', '.join(mixed(groups, spam)) or 'none'}")
        print(f"  makers in several campaigns: {', '.join(cut(groups, thirty)) or 'none'}")
    orders = [settled(random.Random(order).sample(rows, len(rows))) for order in range(ORDERS)]
    print(f"partitions after the pass in {ORDERS} orders of arrival: {len({shape(each) for each in orders})}")


def mixed(groups: dict[str, int], makers: dict[str, str]) -> list[str]:
    """The sets of makers that share a group."""
    inside = defaultdict(set)
    for name, maker in makers.items():
        inside[groups[name]].add(maker)
    return sorted("+".join(sorted(found)) for found in inside.values() if len(found) > 1)


def cut(groups: dict[str, int], makers: dict[str, str]) -> list[str]:
    """The makers in more than one group, and in how many."""
    inside = defaultdict(set)
    for name, maker in makers.items():
        inside[maker].add(groups[name])
    return [f"{maker} in {len(found)}" for maker, found in sorted(inside.items()) if len(found) > 1]


def grouped(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """The campaign of each row as they come in."""
    return as_they_come(entries_of(rows))


def settled(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """The campaign of each row once all came and the pass looked at them."""
    return after_the_pass(entries_of(rows))


def entries_of(rows: Sequence[dict[str, Any]]) -> list[Entry]:
    messages = [message_of(row) for row in rows]
    return [
        Entry(submission_id=message.submission_id, signature=signature, channel=message.channel)
        for message, signature in zip(messages, sign(messages), strict=True)
    ]


def message_of(row: dict[str, Any]) -> Message:
    """A row as a format reads it; a mail's subject stands before its text."""
    sender, text, subject = row["sender"], row["text"], ""
    if text.startswith("Subject: "):
        subject, _, text = text.removeprefix("Subject: ").partition(". ")
    kind = PartyKind.HANDLE if sender.startswith("@") else PartyKind.ALPHANUMERIC
    if "@" in sender[1:]:
        kind = PartyKind.EMAIL
    elif sender.startswith("+"):
        kind, sender = PartyKind.PHONE, sender.replace(" ", "")
    return Message(
        submission_id=row["id"],
        channel=Channel(row["channel"]),
        text=text,
        subject=subject,
        sender=Party(kind, sender),
        links=links_in(text),
        numbers=numbers_in(text, HOME),
    )


def rows_of(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(DictReader(file, delimiter="\t", quoting=QUOTE_NONE))
    return [{**row, "id": f"line-{place}", "campaign": row["maker"]} for place, row in enumerate(rows, 2)]


if __name__ == "__main__":
    main(Path())
