"""How well campaigns are told apart: B-cubed on the development set, and near copies under edits.

The development set (``campaign-variants.jsonl``) is for looking only: nothing is fitted to it.
B-cubed: Bagga and Baldwin, 1998; every message of a spam campaign counts alike.
"""

import json
import random
import tarfile
from collections import defaultdict
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from spamatlas.campaign import Ledger, sign
from spamatlas.campaign.normalise import normalise
from spamatlas.model import Channel, Message, Party, PartyKind
from spamatlas.parse.links import links_in
from spamatlas.parse.numbers import numbers_in

SEED = 52
EDITED_SHARE = 0.05
TEXTS = 500


def main(folder: Path) -> None:
    """Print both measures."""
    rows = _rows(folder / "text" / "campaign-variants.jsonl")
    groups = grouped(rows)
    precision, recall = b_cubed(groups, {row["id"]: row["campaign"] for row in rows if row["campaign"]})
    f1 = 2 * precision * recall / (precision + recall)
    print(f"campaign-variants, spam alone: B-cubed F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}")
    spam = {groups[row["id"]] for row in rows if row["campaign"]}
    mixed = sum(groups[row["id"]] in spam for row in rows if not row["campaign"])
    print(f"  legitimate messages in a spam campaign: {mixed} of {sum(not row['campaign'] for row in rows)}")
    for variant, share in recall_by_variant(rows, groups).items():
        print(f"  in one group with the campaign's seed: {variant} {share:.0%}")
    for name, texts in (("sms-uci", _sms(folder)), ("spamassassin", _mails(folder))):
        found, right = near_copies(texts[:TEXTS])
        print(
            f"near copies, {name} spam, {EDITED_SHARE:.0%} of characters edited: "
            f"recall {found:.3f}, precision {right:.3f}"
        )


def grouped(rows: list[dict[str, Any]]) -> dict[str, int]:
    """The campaign of each row, in the order of the file, merges followed."""
    ledger = Ledger()
    messages = [_message(row) for row in rows]
    for message, signature in zip(messages, sign(messages), strict=True):
        ledger.assign(message.submission_id, signature, channel=message.channel)
    given = {
        message.submission_id: ledger.assign(message.submission_id, sign([message])[0]).campaign for message in messages
    }
    return {name: ledger.resolve(campaign) for name, campaign in given.items()}


def b_cubed(groups: dict[str, int], truth: dict[str, str]) -> tuple[float, float]:
    """Precision and recall over the members of ``truth``."""
    by_group, by_truth = defaultdict(set), defaultdict(set)
    for name, campaign in truth.items():
        by_group[groups[name]].add(name)
        by_truth[campaign].add(name)
    shared = {name: len(by_group[groups[name]] & by_truth[campaign]) for name, campaign in truth.items()}
    precision = sum(shared[name] / len(by_group[groups[name]]) for name in truth) / len(truth)
    recall = sum(shared[name] / len(by_truth[campaign]) for name, campaign in truth.items()) / len(truth)
    return precision, recall


def recall_by_variant(rows: list[dict[str, Any]], groups: dict[str, int]) -> dict[str, float]:
    seeds = {row["campaign"]: groups[row["id"]] for row in rows if row["campaign"] and row["variant"] == "seed"}
    hits = defaultdict(list)
    for row in rows:
        if row["campaign"] and row["variant"] != "seed":
            hits[row["variant"]].append(groups[row["id"]] == seeds[row["campaign"]])
    return {variant: sum(found) / len(found) for variant, found in sorted(hits.items())}


def near_copies(texts: list[str], share: float = EDITED_SHARE) -> tuple[float, float]:
    """Of edited copies, how many joined their original; of those that joined anything, how many joined only that.

    Words alone: no anchors. Originals come first, each with fewer than ``TEXTS`` others about.
    """
    chooser = random.Random(SEED)
    messages = [Message(submission_id=f"o{place}", channel=Channel.SMS, text=text) for place, text in enumerate(texts)]
    copies = [
        Message(submission_id=f"c{place}", channel=Channel.SMS, text=edited(text, share, chooser))
        for place, text in enumerate(texts)
    ]
    ledger = Ledger()
    homes = [
        ledger.assign(m.submission_id, s, channel=m.channel).campaign
        for m, s in zip(messages, sign(messages), strict=True)
    ]
    found = [ledger.assign(m.submission_id, s, channel=m.channel) for m, s in zip(copies, sign(copies), strict=True)]
    right = sum(ledger.resolve(one.campaign) == ledger.resolve(home) for one, home in zip(found, homes, strict=True))
    joined = sum(bool(one.likenesses) for one in found)
    return right / len(texts), right / max(joined, 1)


def edited(text: str, share: float, chooser: random.Random) -> str:
    """A copy with up to ``share`` of its characters replaced, deleted, or followed by another letter."""
    letters = list(text)
    for place in chooser.sample(range(len(letters)), int(share * len(letters))):
        letters[place] = chooser.choice(
            ("", chooser.choice("etaoinshrdlu"), letters[place] + chooser.choice("etaoinshrdlu"))
        )
    return "".join(letters)


def _message(row: dict[str, Any]) -> Message:
    kind = (
        PartyKind.EMAIL
        if "@" in row["sender"][1:]
        else PartyKind.PHONE
        if row["sender"].startswith("+")
        else PartyKind.HANDLE
    )
    return Message(
        submission_id=row["id"],
        channel=Channel(row["channel"]),
        text=row["text"],
        sender=Party(kind, row["sender"].replace(" ", "") if kind is PartyKind.PHONE else row["sender"]),
        links=links_in(row["text"]),
        numbers=numbers_in(row["text"]),
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _sms(folder: Path) -> list[str]:
    """Spam texts that stay distinct when normalised and are long enough to be compared."""
    rows = [row["text"] for row in _rows(folder / "text" / "sms-uci.jsonl") if row["label"] == "spam"]
    return _distinct(rows)


def _mails(folder: Path) -> list[str]:
    """The plain text of spam mails, as the standard library reads it."""
    texts = []
    with tarfile.open(folder / "email" / "spamassassin.tar.gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() and "spam/" in member.name else None
            if file:
                texts.append(_plain_text(file.read()))
    return _distinct(texts)


def _plain_text(body: bytes) -> str:
    try:
        part = message_from_bytes(body, policy=policy.default).get_body(("plain",))
        return part.get_content() if part else ""
    except (LookupError, ValueError, AttributeError, TypeError, AssertionError):
        return ""  # the standard parser stumbles over what spammers write; the rest is enough


def _distinct(texts: list[str]) -> list[str]:
    return list({content: text for text in texts if len(content := normalise(text)) >= 60}.values())
