"""What feedback teaches, from an empty model: halves that two places learnt, merged; and one who teaches falsehoods.

SPAMATLAS_CORPORA=… python -m benchmarks feedback
"""

import tarfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np

from spamatlas import parse
from spamatlas.judge import PUBLIC, Learned, Taken, allowance, take
from spamatlas.judge.evaluation import one_minus_roca
from spamatlas.judge.learned import STAFF
from spamatlas.model import Rejected, Submission

SEEDS = ("1", "2", "3", "4", "5")
HELD_OUT = 2_046
REPORTERS = 500
Mail = tuple[bytes, bool, Taken]


def mails(folder: Path) -> list[Mail]:
    """Every mail of the SpamAssassin corpus that can be read: its digest, whether it is spam, its features."""
    found = []
    with tarfile.open(folder / "email" / "spamassassin.tar.gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file and ("spam" in member.name or "ham" in member.name):
                body = file.read()
                given = Submission(
                    id="0" * 32, media_type="message/rfc822", body=body, received_at=datetime.now(UTC), reporter=""
                )
                try:
                    message = parse.parse(given, "")
                except Rejected:
                    continue
                found.append((sha256(body).digest(), is_spam(member.name), take([message])[0]))
    return found


def is_spam(name: str) -> bool:
    """By the folder's name: ``spam``, ``spam_2``, ``easy_ham`` …"""
    return "ham" not in Path(name).parent.name


def ordered(found: Sequence[Mail], seed: str) -> list[Mail]:
    return sorted(found, key=lambda mail: sha256(seed.encode() + mail[0]).digest())


def taught(found: Sequence[Mail]) -> Learned:
    learned = Learned()
    for _, spam, taken in found:
        learned.learn(taken, spam)
    return learned


def area(learned: Learned, found: Sequence[Mail]) -> float:
    scores = np.array([learned.log_odds(taken) for _, _, taken in found])
    return one_minus_roca(scores, np.array([spam for _, spam, _ in found])) or 0.0


def merging(found: Sequence[Mail]) -> None:
    """1-ROCA on mails held out, of what one place learnt from all others, two from half each, and both added."""
    print(
        "\n1-ROCA % on 2,046 held-out mails\nseed    whole   half   half  added  added, without what one text alone had"
    )
    for seed in SEEDS:
        mixed = ordered(found, seed)
        test, rest = mixed[:HELD_OUT], mixed[HELD_OUT:]
        halves = [taught(rest[::2]), taught(rest[1::2])]
        added, shared = Learned(), Learned()
        for half in halves:
            added.add(half)
            shared.add(half.common())
        areas = [area(each, test) for each in (taught(rest), *halves, added, shared)]
        print(f"{seed:>4}  " + "  ".join(f"{each:5.3f}" for each in areas), flush=True)


def lessons(mixed: Sequence[Mail], share: float) -> Iterator[tuple[Mail, int, bool]]:
    """Each mail, who teaches it, and what that person says; person 0 teaches ``share`` of all, all of it wrong."""
    for mail in mixed:
        chance = int.from_bytes(mail[0][:4], "big") / 2**32
        who = 0 if chance < share else 1 + int.from_bytes(mail[0][4:8], "big") % REPORTERS
        yield mail, who, mail[1] if who else not mail[1]


def poisoned(mixed: Sequence[Mail], share: float, layer: Learned, is_bounded: bool) -> float:
    """1-ROCA of immediate feedback: each mail is judged, then taught."""
    counting: Counter[tuple[int, bool]] = Counter()
    waiting: list[tuple[Taken, int, bool]] = []
    scores = []
    for (_, _, taken), who, said in lessons(mixed, share):
        scores.append(layer.log_odds(taken))
        due = [*waiting, (taken, who, said)] if is_bounded and len(scores) % 100 == 0 else [(taken, who, said)]
        waiting = [] if len(due) > 1 else waiting
        for each, person, label in due:
            if is_bounded and counting[person, label] >= allowance(layer.texts[label]):
                waiting.append((each, person, label))
                continue
            layer.learn(each, label)
            counting[person, label] += 1
    return one_minus_roca(np.array(scores), np.array([spam for _, spam, _ in mixed])) or 0.0


def poisoning(found: Sequence[Mail]) -> None:
    """1-ROCA of immediate feedback by 500 people and one who teaches a share of all mails, all wrong."""
    print("\n1-ROCA % of immediate feedback; the poisoner's share of all lessons, all of them wrong")
    print("seed  share  as analysts are heard  as the public is, no bound  as the public is, bounded")
    for seed in SEEDS[:3]:
        mixed = ordered(found, seed)
        for share in (0.0, 0.05, 0.2):
            ways = ((STAFF, False), (PUBLIC, False), (PUBLIC, True))
            areas = [poisoned(mixed, share, Learned(manner), is_bounded) for manner, is_bounded in ways]
            print(f"{seed:>4}  {share:5.0%}  " + "  ".join(f"{each:20.3f}" for each in areas), flush=True)


def main(folder: Path) -> None:
    found = mails(folder)
    print(f"SpamAssassin corpus, {len(found):,} mails, {sum(spam for _, spam, _ in found):,} of them spam")
    merging(found)
    poisoning(found)
