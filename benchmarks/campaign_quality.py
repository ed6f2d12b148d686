"""How well campaigns are told apart: B-cubed on the development set; near copies stand in ``campaign_peers``.

The development set (``campaign-variants.jsonl``) is for looking only: nothing is fitted to it; another set decides.
B-cubed: Bagga and Baldwin, 1998; every message of a spam campaign counts alike. Intervals: 95 %, campaigns drawn anew.
"""

import json
import random
import tarfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from email import message_from_bytes, policy
from itertools import combinations
from pathlib import Path
from typing import Any

from spamatlas.campaign import Case, Entry, Ledger, Said, sign
from spamatlas.campaign.normalise import normalise
from spamatlas.model import Channel, Message, Party, PartyKind, Signature
from spamatlas.parse.links import links_in
from spamatlas.parse.numbers import numbers_in

SEED = 52
DRAWS = 2_000
ORDERS = 20
MAILS, MAIL_ORDERS = 500, 5


def main(folder: Path) -> None:
    """Print B-cubed, who is mixed in, and whether the order of arrival matters."""
    rows = rows_of(folder / "text" / "campaign-variants.jsonl")
    groups = grouped(rows)
    for name, (value, low, high) in intervals(groups, rows).items():
        print(f"campaign-variants, spam alone: B-cubed {name} {value:.3f} ({low:.3f}-{high:.3f})")
    print(
        f"  legitimate messages in a spam campaign: {mixed_in(groups, rows)} of {sum(not r['campaign'] for r in rows)}"
    )
    print(f"  partitions in {ORDERS} orders of arrival: {len(set(_partitions(rows)))}")
    orders_of("spam mails", [_mail(place, text) for place, text in enumerate(mails(folder)[:MAILS])])
    for variant, share in recall_by_variant(rows, groups).items():
        print(f"  in one group with the campaign's seed: {variant} {share:.0%}")


def orders_of(name: str, messages: Sequence[Message]) -> None:
    """Print what the order of arrival changes before and after the pass."""
    entries = [
        Entry(submission_id=message.submission_id, signature=signature, channel=message.channel)
        for message, signature in zip(messages, sign(messages), strict=True)
    ]
    turned = [random.Random(order).sample(entries, len(entries)) for order in range(MAIL_ORDERS)]
    before, after = ([how(each) for each in turned] for how in (as_they_come, after_the_pass))
    print(f"  {len(messages)} {name} in {MAIL_ORDERS} orders: {len({*map(shape, before)})} partitions as they come")
    print(f"    pairs that one order joins and another does not: {100 * _unlike(before):.2f} % of those that any joins")
    print(f"    after the pass {len({*map(shape, after)})} partitions, {100 * _unlike(after):.2f} %")


def as_they_come(entries: Sequence[Entry]) -> dict[str, int]:
    """The campaign of each message as they come in, merges followed."""
    ledger = Ledger()
    given = {each.submission_id: ledger.assign_all([each])[0].campaign for each in entries}
    return {name: ledger.resolve(campaign) for name, campaign in given.items()}


def after_the_pass(entries: Sequence[Entry]) -> dict[str, int]:
    """The campaign of each message once all came and the background pass looked at them."""
    ledger = Ledger()
    given = ledger.assign_all(entries)
    cases = [
        Case(signature=entry.signature, channel=entry.channel, part=one.campaign, first=place)
        for place, (entry, one) in enumerate(zip(entries, given, strict=True))
    ]
    homes = dict(enumerate(ledger.resolve(one.campaign) for one in given))
    for affair in ledger.second_look.look_again(cases, Said(), is_all=True):
        homes |= {case.first: home for case, home in affair.cases}
    return {entry.submission_id: homes[place] for place, entry in enumerate(entries)}


def shape(groups: Mapping[str, int]) -> frozenset[frozenset[str]]:
    """Who is with whom."""
    together = defaultdict(set)
    for name, group in groups.items():
        together[group].add(name)
    return frozenset(map(frozenset, together.values()))


def _unlike(found: Sequence[Mapping[str, int]]) -> float:
    pairs = [{pair for inside in shape(each) for pair in combinations(sorted(inside), 2)} for each in found]
    return 1 - len(frozenset.intersection(*map(frozenset, pairs))) / max(1, len(frozenset().union(*pairs)))


def _mail(place: int, text: str) -> Message:
    return Message(
        submission_id=str(place),
        channel=Channel.EMAIL,
        text=text,
        links=links_in(text),
        numbers=numbers_in(text, "US"),
    )


def intervals(groups: dict[str, int], rows: Sequence[dict[str, Any]]) -> dict[str, tuple[float, float, float]]:
    """F1, precision and recall, each with its interval: what is drawn is whole campaigns."""
    truth = {row["id"]: row["campaign"] for row in rows if row["campaign"]}
    by_campaign = defaultdict(list)
    for name, scores in b_cubed_each(groups, truth).items():
        by_campaign[truth[name]].append(scores)
    chooser, campaigns = random.Random(SEED), sorted(by_campaign)
    draws = [_sums([by_campaign[each] for each in chooser.choices(campaigns, k=len(campaigns))]) for _ in range(DRAWS)]
    whole = _sums(list(by_campaign.values()))
    edges = {name: sorted(draw[name] for draw in draws) for name in whole}
    return {name: (whole[name], edge[DRAWS // 40], edge[-DRAWS // 40]) for name, edge in edges.items()}


def _sums(campaigns: Sequence[Sequence[tuple[float, float]]]) -> dict[str, float]:
    scores = [each for campaign in campaigns for each in campaign]
    precision, recall = (sum(column) / len(scores) for column in zip(*scores, strict=True))
    return {"F1": 2 * precision * recall / (precision + recall), "precision": precision, "recall": recall}


def mixed_in(groups: dict[str, int], rows: Sequence[dict[str, Any]]) -> int:
    """How many legitimate messages stand in a group with spam."""
    spam = {groups[row["id"]] for row in rows if row["campaign"]}
    return sum(groups[row["id"]] in spam for row in rows if not row["campaign"])


def _partitions(rows: list[dict[str, Any]]) -> list[frozenset[tuple[str, ...]]]:
    found = []
    for order in range(ORDERS):
        together = defaultdict(list)
        groups = grouped(random.Random(order).sample(rows, len(rows)))
        for name in sorted(groups):
            together[groups[name]].append(name)
        found.append(frozenset(map(tuple, together.values())))
    return found


def grouped(rows: Sequence[dict[str, Any]], *, bare: bool = False) -> dict[str, int]:
    """The campaign of each row, in the order given, merges followed; ``bare`` is by the words alone."""
    ledger = Ledger()
    messages = [message_of(row) for row in rows]
    given = {}
    for message, signature in zip(messages, sign(messages), strict=True):
        used = Signature(signature.fingerprint, signature.sketch) if bare else signature
        given[message.submission_id] = ledger.assign(message.submission_id, used, channel=message.channel).campaign
    return {name: ledger.resolve(campaign) for name, campaign in given.items()}


def b_cubed(groups: dict[str, int], truth: dict[str, str]) -> tuple[float, float]:
    """Precision and recall over the members of ``truth``."""
    each = b_cubed_each(groups, truth).values()
    return sum(precision for precision, _ in each) / len(truth), sum(recall for _, recall in each) / len(truth)


def b_cubed_each(groups: dict[str, int], truth: dict[str, str]) -> dict[str, tuple[float, float]]:
    """The precision and the recall of each member."""
    by_group, by_truth = defaultdict(set), defaultdict(set)
    for name, campaign in truth.items():
        by_group[groups[name]].add(name)
        by_truth[campaign].add(name)
    shared = {name: len(by_group[groups[name]] & by_truth[campaign]) for name, campaign in truth.items()}
    return {
        name: (shared[name] / len(by_group[groups[name]]), shared[name] / len(by_truth[campaign]))
        for name, campaign in truth.items()
    }


def recall_by_variant(rows: list[dict[str, Any]], groups: dict[str, int]) -> dict[str, float]:
    seeds = {row["campaign"]: groups[row["id"]] for row in rows if row["campaign"] and row["variant"] == "seed"}
    hits = defaultdict(list)
    for row in rows:
        if row["campaign"] and row["variant"] != "seed":
            hits[row["variant"]].append(groups[row["id"]] == seeds[row["campaign"]])
    return {variant: sum(found) / len(found) for variant, found in sorted(hits.items())}


def message_of(row: dict[str, Any]) -> Message:
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


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def short_messages(folder: Path) -> list[str]:
    """Spam texts that stay distinct when normalised and are long enough to be compared."""
    rows = [row["text"] for row in rows_of(folder / "text" / "sms-uci.jsonl") if row["label"] == "spam"]
    return _distinct(rows)


def mails(folder: Path) -> list[str]:
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
