"""Which wordings that lie near each other are rewrites, and which campaigns are kin by them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from spamatlas.campaign import Kinship, both_spam, kinship
from spamatlas.campaign.linkages import near_copy
from spamatlas.campaign.meaning import ALIKE, likeness
from spamatlas.campaign.neighbours import Near
from spamatlas.campaign.sketch import similarity
from spamatlas.pipeline.wording import Kin, Wording

MOST_KIN = 5


def kin_of(one: Wording, other: Wording, near: Near, had_by: Mapping[int, int]) -> Kin:
    """Two wordings that are near each other; ``had_by`` as ``campaign.kinship`` wants it."""
    newer, older = (one, other) if one.sequence > other.sequence else (other, one)
    alike = round(float(likeness(np.array(near.cosine))), 2)
    found = kinship(alike, newer.traits, older.traits, had_by, abs(newer.at - older.at) / 86_400)
    return Kin(newer, older, found or Kinship(alike))


def home(one: Wording, known: Mapping[int, int]) -> int:
    """The campaign that a wording is of now; ``known`` as ``store.meaning.homes`` gives it."""
    return known.get(one.campaign, one.campaign)


def rewrites(within: Sequence[Kin]) -> list[tuple[int, int, float]]:
    """Of each newer wording the likest older one of its campaign; none where one says it in the same words.

    The same words come as a wording of their own on another channel.
    """
    best: dict[int, Kin] = {}
    for kin in sorted(within, key=lambda each: each.found.likeness):
        best[kin.newer.sequence] = kin
    for kin in within:
        if _same_words(kin.newer, kin.older):
            best.pop(kin.newer.sequence, None)
    return [(newer, kin.older.sequence, kin.found.likeness) for newer, kin in sorted(best.items())]


def _same_words(one: Wording, other: Wording) -> bool:
    if one.fingerprint and one.fingerprint == other.fingerprint:
        return True
    return bool(one.sketch and other.sketch) and similarity(one.sketch, other.sketch) >= near_copy.LEAST_ALIKE


def fewest(found: Sequence[Kin], known: Mapping[int, int]) -> list[Kin]:
    """The likest pair of each two campaigns, of a campaign those with the likest few.

    Only those that are more likely than not to be spam of one text: wanted messages look like what imitates them.
    """
    pairs: dict[tuple[int, int], Kin] = {}
    for kin in sorted(found, key=lambda each: (each.found.is_one, each.found.likeness)):
        if kin.found.likeness * both_spam(kin.newer.spam, kin.older.spam) >= ALIKE:
            one, other = sorted((home(kin.newer, known), home(kin.older, known)))
            pairs[one, other] = kin
    kept: dict[int, int] = defaultdict(int)
    chosen = []
    for (one, other), kin in sorted(pairs.items(), key=lambda each: -each[1].found.likeness):
        if kin.found.is_one or max(kept[one], kept[other]) < MOST_KIN:
            kept[one] += 1
            kept[other] += 1
            chosen.append(kin)
    return chosen
