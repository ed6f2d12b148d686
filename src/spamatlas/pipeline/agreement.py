"""What the words of people who work here make of a whole campaign: the rule of docs/feedback.md."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from spamatlas.model import MARK, Ruling, Signature, Verdict
from spamatlas.pipeline.actions import Said
from spamatlas.pipeline.majority import Votes
from spamatlas.store import Store

LOOKED_AT = 200
"""So many of a campaign's newest members are asked what they were ruled."""
FOLLOWS = 1 << 62
"""Above every place that a judgement has by its revision and sequence."""
PAGE = 5_000


class Word(Struct, frozen=True):
    """What one person last said of one report. ``copy`` is the same for exact copies of its message."""

    campaign: int
    copy: str
    label: str
    who: str
    sequence: int
    verdict: Verdict


class Members(Struct, frozen=True):
    """What is known of a campaign's newest members. ``others`` are the rulings of those that nobody said anything of,
    ``copies`` the texts that there are among all, ``most`` what most who filed ``others`` filed, in stored words.
    """

    others: tuple[str, ...] = ()
    copies: frozenset[str] = frozenset()
    most: str = ""


def copy_of(signature: Signature) -> str:
    """The same for messages of the same wording that name the same links, numbers, accounts and files.

    Empty where there is too little to compare: such a message has no copies.
    """
    if not signature.fingerprint:
        return ""
    return f"{signature.fingerprint:x} {' '.join(sorted(each for each in signature.anchors if each[0] != MARK))}"


def agreed(words: Sequence[Word], members: Members) -> str:
    """Whether a campaign follows its words: spam, ham, or empty where it stays as it was judged.

    One word is enough where all members are exact copies of that message, or where it says what most others were ruled.
    Else it takes two, by two people or on two texts, and more than say otherwise.
    """
    votes = {(word.who, word.copy or str(word.sequence)): word.label for word in words}
    count = Counter(votes.values())
    told = {word.copy for word in words}
    for label, other in (("spam", "ham"), ("ham", "spam")):
        if count[label] <= count[other]:
            continue
        alike = sum(each == label for each in members.others)
        are_copies = bool(members.copies) and members.copies <= told and "" not in told
        if count[label] >= 2 or are_copies or 2 * alike > len(members.others):
            return label
    return ""


def words(store: Store, said: Sequence[Said]) -> list[Word]:
    """The words with the campaigns that their reports belong to now; those of reports that are gone are left out."""
    found = []
    for at in range(0, len(said), PAGE):
        part = {each.step.sequence: each for each in said[at : at + PAGE]}
        rows = store.query(
            "SELECT sequence, campaign, fingerprint, anchors FROM report WHERE sequence IN {sequences:Array(UInt64)}",
            {"sequences": sorted(part)},
        )
        home = store.aliases.homes({row["campaign"] for row in rows})
        for row in rows:
            each, number = part[row["sequence"]], row["campaign"]
            copy = copy_of(Signature(row["fingerprint"], b"", tuple(row["anchors"])))
            verdict = each.step.verdict_after
            found.append(Word(home.get(number, number), copy, each.label, each.who, row["sequence"], verdict))
    return found


def members(store: Store, campaigns: Sequence[int], told: Iterable[int]) -> dict[int, Members]:
    """The newest members of campaigns; ``told`` are the sequences of reports that somebody said something of."""
    home = {number: number for number in campaigns} | store.aliases.parts(campaigns)
    rows = store.query(
        "SELECT transform(campaign, {parts:Array(UInt64)}, {homes:Array(UInt64)}, toUInt64(0)) AS home, sequence, "
        "fingerprint, anchors, reporter_key FROM report WHERE campaign IN {parts:Array(UInt64)} "
        "ORDER BY sequence DESC LIMIT {limit:UInt32} BY home",
        {"parts": list(home), "homes": list(home.values()), "limit": LOOKED_AT},
    )
    rulings = _rulings(store, {row["sequence"] for row in rows} - set(told))
    found = {}
    for number in campaigns:
        mine = [row for row in rows if row["home"] == number]
        others, votes = [rulings[row["sequence"]] for row in mine if row["sequence"] in rulings], Votes()
        for row in reversed(mine):
            if row["sequence"] in rulings:
                votes.add(row["reporter_key"], rulings[row["sequence"]][1])
        copies = frozenset(copy_of(Signature(row["fingerprint"], b"", tuple(row["anchors"]))) for row in mine)
        found[number] = Members(tuple(ruled for ruled, _ in others), copies, votes.words)
    return found


def _rulings(store: Store, sequences: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Each judgement's ruling, and its words as a campaign has them."""
    rows = store.query(
        "SELECT sequence, toString(ruling) AS ruled, concat(toString(spam), '\\t', ruling, '\\t', category, "
        "'\\t', lure, '\\t', call_to_action) AS words FROM judgement FINAL WHERE sequence IN {sequences:Array(UInt64)}",
        {"sequences": sorted(sequences)},
    )
    return {row["sequence"]: (row["ruled"], row["words"]) for row in rows}


def show(store: Store, said: Mapping[int, str], place: int) -> None:
    """Have campaigns be shown with these words, each by one of its reports; the highest ``place`` stands."""
    store.command(
        "INSERT INTO campaign_day (campaign, sample, measuring_point, day, channel, reports, volume, first_at, last_at,"
        " reporters, verdict) SELECT campaign, sample, measuring_point, toStartOfDay(received_at) AS day, channel, 0,"
        " 0, min(received_at), max(received_at), uniqStateIf(reporter_key, 0),"
        " argMaxState(transform(sequence, {sequences:Array(UInt64)}, {said:Array(String)}, ''), "
        "materialize({place:UInt64})) FROM judgement FINAL WHERE sequence IN {sequences:Array(UInt64)} "
        "GROUP BY campaign, sample, measuring_point, day, channel",
        {"sequences": list(said), "said": list(said.values()), "place": FOLLOWS + place},
    )


def ruled(found: Sequence[Word], label: str) -> Verdict | None:
    """The newest verdict that says so, which the campaign takes over."""
    alike = [word for word in found if word.label == label and word.verdict.ruling == Ruling(label)]
    return max(alike, key=lambda word: word.sequence).verdict if alike else None
