"""Campaigns follow what people here say: in what is shown of them, and in what the writer knows of them."""

import time
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from spamatlas.model import Verdict
from spamatlas.pipeline.actions import Said
from spamatlas.pipeline.agreement import Members, Word, agreed, members, ruled, show, words
from spamatlas.pipeline.majority import words_of
from spamatlas.pipeline.memory import Told
from spamatlas.store import Store


def follow(store: Store, told: Told, said: Sequence[Said], changed: Mapping[int, Verdict]) -> None:
    """Bring the campaigns of reports whose verdicts just changed, by sequence, to what all words say of them now."""
    found = words(store, said)
    by_campaign = _by_campaign(found)
    decided: dict[int, Verdict | None] = {}
    said_now: dict[int, str] = {}
    touched = _campaigns(store, changed)
    around = members(store, list(touched), [word.sequence for word in found])
    for campaign, sequence in touched.items():
        mine = by_campaign.get(campaign, [])
        verdict = decided[campaign] = ruled(mine, agreed(mine, around[campaign]))
        as_judged = around[campaign].most or words_of(changed[sequence])
        said_now[sequence] = words_of(verdict) if verdict else as_judged
    if said_now:
        show(store, said_now, time.time_ns() // 1000)
    told.tell(found, decided)


def regrouped(store: Store, told: Told, said: Sequence[Said], campaigns: Collection[int]) -> None:
    """Bring these campaigns, whose reports are others now, to what the words say of them."""
    found = words(store, said) if said else []
    told.tell(found, dict.fromkeys(campaigns))
    if mine := {word.sequence: word.verdict for word in found if word.campaign in campaigns}:
        follow(store, told, said, mine)


def remember(store: Store, told: Told, said: Sequence[Said]) -> None:
    """Tell the writer, at its start, of all words. What a single word and the majority of members decided is left to
    the members: they are what the majority was.
    """
    found = words(store, said) if said else []
    decided = {
        campaign: ruled(mine, agreed(mine, Members(others=("suspect",))))
        for campaign, mine in _by_campaign(found).items()
    }
    told.tell(found, decided)


def _by_campaign(found: Sequence[Word]) -> dict[int, list[Word]]:
    by_campaign: dict[int, list[Word]] = defaultdict(list)
    for word in found:
        by_campaign[word.campaign].append(word)
    return dict(by_campaign)


def _campaigns(store: Store, changed: Mapping[int, Verdict]) -> dict[int, int]:
    """The campaigns of these reports as they are known now, each with one of the reports."""
    rows = store.query(
        "SELECT max(sequence) AS newest, if(alias.known_as = 0, report.campaign, alias.known_as) AS home FROM report "
        "LEFT JOIN (SELECT campaign, known_as FROM campaign_home) AS alias ON alias.campaign = report.campaign "
        "WHERE sequence IN {sequences:Array(UInt64)} GROUP BY home",
        {"sequences": sorted(changed)},
    )
    return {row["home"]: row["newest"] for row in rows}
