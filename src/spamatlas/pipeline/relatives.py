"""Which campaigns may be the same maker's as one, and how many of its own wordings are rewrites, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from spamatlas.campaign import every_trait
from spamatlas.judge.careful import said
from spamatlas.model import campaign_name
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.meanings import Known, of_wordings
from spamatlas.pipeline.wording import Kin
from spamatlas.pipeline.wordings import wordings
from spamatlas.store import Store
from spamatlas.store.members import parts

MOST = 10


def relatives(folder: Folder, store: Store, name: str, apart: Sequence[tuple[int, int]] = ()) -> dict[str, Any]:
    """Of a campaign by its written name; pairs that were told ``apart`` are left out:

    - ``kin``: the campaigns whose texts mean the same, the likest first, each with its ``likeness`` (0..1), what both
      share and what both have and differ in: names, and the same in words (English message ids).
    - ``joined``: in the same form those that became part of it because they also share enough beside.
    - ``wordings``: how many distinct ones were ``read``, and how many were ``rewritten``.
    - ``meanings``: what the careful judge makes of them, the commonest first: in words (``text``, an English message
      id), of how many ``wordings``, and what it adds to their log-odds in the mean (``weight``).

    Raises:
        ValueError: it is not a campaign's name.
    """
    own = parts(store, name)
    with wordings(folder) as notes:
        read = notes.of_campaigns(own)
        found = notes.kin_of([each.sequence for each in read])
    pairs = [(kin.older if kin.newer.campaign in own else kin.newer, kin) for kin in found]
    known = store.aliases.homes([*(other.campaign for other, _ in pairs), *(each for pair in apart for each in pair)])
    told = {known.get(one, one) for pair in apart if _is_of(pair, own, known) for one in pair}
    by_home: dict[int, list[Kin]] = {}
    for other, kin in pairs:
        by_home.setdefault(known.get(other.campaign, other.campaign), []).append(kin)
    rows = [_row(home, kin) for home, kin in by_home.items() if home not in {*own, *told}]
    joined = {_part(kin, own[0]): [kin] for _, kin in pairs if kin.found.is_one and _ends(kin) <= {*own}}
    return {
        "kin": sorted(rows, key=lambda row: -row["likeness"])[:MOST],
        "joined": [_row(part, kin) for part, kin in joined.items()][:MOST],
        "meanings": _meanings(of_wordings(folder, [each.sequence for each in read])),
        "wordings": {"read": len(read), "rewritten": sum(bool(each.rewrite_of) for each in read)},
    }


def _meanings(found: Sequence[Known]) -> list[dict[str, Any]]:
    by_text: dict[str, list[float]] = {}
    for reason in (said(each.meaning) for each in found):
        by_text.setdefault(reason.text, []).append(reason.weight)
    return [
        {"text": text, "wordings": len(weights), "weight": round(sum(weights) / len(weights), 2)}
        for text, weights in sorted(by_text.items(), key=lambda each: (-len(each[1]), each[0]))
    ]


def _is_of(pair: tuple[int, int], own: Sequence[int], known: Mapping[int, int]) -> bool:
    return any(each in own or known.get(each) in own for each in pair)


def _ends(kin: Kin) -> set[int]:
    return {kin.newer.campaign, kin.older.campaign}


def _part(kin: Kin, whole: int) -> int:
    """The campaign of the two that became part of the other one."""
    return kin.older.campaign if kin.newer.campaign == whole else kin.newer.campaign


def _row(home: int, kin: Sequence[Kin]) -> dict[str, Any]:
    shared = sorted({name for each in kin for name in each.found.shared})
    differing = sorted({name for each in kin for name in each.found.differing} - set(shared))
    told = every_trait()
    return {
        "campaign": campaign_name(home),
        "likeness": max(each.found.likeness for each in kin),
        "shared": shared,
        "differing": differing,
        "shared_words": [told[name].shared for name in shared if name in told],
        "differing_words": [told[name].differs for name in differing if name in told],
    }
