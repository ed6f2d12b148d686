"""In which campaigns a thing is, and how many people reported it there."""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from math import ceil, log
from typing import Any

from msgspec import Struct

from spamatlas.store.common_things import AHEAD, MOST_AHEAD, VAST, Read
from spamatlas.store.database import Store
from spamatlas.store.mention import flags

ROWS = 50_000
"""So many mentions are read at most to learn who shares things: of each thing its part of them, the newest. What more
campaigns share than these show is a hub long before."""
FEWEST_ROWS = 300
"""However many things are asked for, of each at least so many mentions."""
STRIDE = 4
"""Things with up to so many times as many mentions are read from one place of the log on, by the index: with places of
their own everything would be looked through."""
MOST_SHARING = 20
"""Campaigns of a thing are told one by one up to so many; more are only counted."""
AT_ONCE = 160
"""So many common things are read anew by one statement."""
FEW = 16
"""Of so many things at once each is looked at as closely as may be; of more, whatever is kept will do."""
AT_SIGHT = 100_000
"""Things that are not vast are read whole where they have so few mentions together, without counting these first: to
look keys up takes ten milliseconds of processor (37 of 10 million reports: 30 at sight, 52 counted first; 2 cores,
November 2026)."""


class Sharing(Struct, frozen=True, kw_only=True):
    """How often a thing is mentioned, and in how many campaigns; which these are, where there are not too many.

    ``reports`` counts every mention. Where ``is_sampled``, ``campaigns`` and ``reporters`` are those of its newest
    mentions alone, so at least so many. What the thing is called, a ``Tie`` says.
    """

    key: int
    flags: tuple[str, ...]
    reports: int
    reporters: int
    campaigns: int
    first_seen: datetime
    last_seen: datetime
    among: tuple[int, ...]
    as_of: datetime
    is_sampled: bool = False


# With a projection in question the engine looks many keys up in it too: of 160 keys 200 ms of processor in place of 70
# (10 million reports, 2 busy cores, November 2026).
_BY_KEY = " SETTINGS optimize_use_projections = 0"
_COUNTS = f"SELECT key, count() AS reports FROM mention WHERE key IN {{keys:Array(UInt64)}} GROUP BY key{_BY_KEY}"
# Not by which name: with it and the operator the same rows take half as much again (138 things: 75 and 47 ms of
# processor; 10 million reports, November 2026).
_TOLD = (
    f"SELECT key, count() AS reports, groupUniqArray(kinds) AS masks, uniq(campaign) AS campaigns, "
    f"groupUniqArray({MOST_SHARING + 1})(campaign) AS among, uniq(reporter_key) AS reporters, "
    "min(received_at) AS first_seen, max(received_at) AS last_seen"
)
_SHARING = f"{_TOLD} FROM ({{{{parts}}}}) GROUP BY key{_BY_KEY}"
_WHOLE = f"{_TOLD} FROM mention WHERE key IN {{keys:Array(UInt64)}} AND sample = {{sample:UInt8}} GROUP BY key{_BY_KEY}"
_READ = "key, sequence, kinds, campaign, reporter_key, received_at"
_PART = f"""
SELECT {_READ} FROM mention
WHERE key IN {{{{keys{{place}}:Array(UInt64)}}}}
    AND sequence >= {{{{since{{place}}:UInt64}}}} AND sample = {{{{sample:UInt8}}}}
"""
_NEWEST = f"""
SELECT {_READ} FROM mention WHERE key = {{{{key{{place}}:UInt64}}}} AND sample = {{{{sample:UInt8}}}}
ORDER BY key DESC, sequence DESC LIMIT {{{{rows:UInt32}}}}
"""
_CENSUS = """
SELECT groupArray(key) AS keys, groupArray(reports) AS counts FROM (
    SELECT key, count() AS reports FROM mention WHERE sample = {sample:UInt8}
    GROUP BY key HAVING reports >= {ahead:UInt32} ORDER BY reports DESC, key LIMIT {most:UInt32}
)
"""
_MENTIONED = (
    "SELECT groupUniqArray(key) AS keys FROM mention WHERE sequence > {since:UInt64} AND sample = {sample:UInt8}"
)
_USERS = """
SELECT if(home.known_as = 0, one.campaign, home.known_as) AS number, sum(one.reports) AS reports
FROM (
    SELECT campaign, count() AS reports FROM (
        SELECT campaign FROM mention WHERE key = {key:UInt64} AND sample = {sample:UInt8}
        ORDER BY key DESC, sequence DESC LIMIT {rows:UInt32}
    ) GROUP BY campaign
) AS one LEFT JOIN campaign_home AS home ON home.campaign = one.campaign
GROUP BY number ORDER BY reports DESC, number LIMIT {most:UInt32}
"""


def sharing(store: Store, keys: Sequence[int], sample: int) -> dict[int, Sharing]:
    """Who shares these things, by their keys. What is common is told as it was a while ago; see ``common_things``."""
    each_rows = max(FEWEST_ROWS, ROWS // max(1, len(keys)))
    reads = store.common_things.known(keys, sample, each_rows if len(keys) <= FEW else FEWEST_ROWS)
    reads |= _read(store, [key for key in keys if key not in reads], sample, each_rows)
    homes = store.aliases.homes({campaign for each in reads.values() for campaign in each.row["among"]})
    return {key: _shared(reads[key], homes) for key in keys if key in reads}


def renew_common(store: Store, sample: int) -> None:
    """Read anew who shares the common things that were asked for lately, and those that are in many graphs."""
    common = store.common_things
    if common.wants_census(sample):
        asked = {"sample": sample, "ahead": AHEAD, "most": MOST_AHEAD}
        (row,) = store.query(_CENSUS, asked, seconds=60)
        common.note_census(sample, dict(zip(row["keys"], row["counts"], strict=True)))
    _look_through(store, sample)
    for rows, keys in common.ageing(sample).items():
        for portion in _portions(keys, common.mentions(keys, sample)):
            _read(store, portion, sample, max(rows, FEWEST_ROWS, ROWS // AT_ONCE))


def _look_through(store: Store, sample: int) -> None:
    """Find out which things were mentioned of late: what is kept of all others need not be read anew."""
    common, as_of = store.common_things, datetime.now(UTC)
    since, end = common.looked_through(sample), store.last()
    found: set[int] | None = None if since is None else set()
    if since is not None and since < end:
        found = {*store.query(_MENTIONED, {"sample": sample, "since": since}, seconds=60)[0]["keys"]}
    common.look_through(sample, end, found, as_of)


def _portions(keys: Sequence[int], mentions: Mapping[int, int]) -> Iterator[list[int]]:
    """The keys in parts, each of which is read by one statement, at sight where none is vast."""
    portion: list[int] = []
    together = 0
    for key in keys:
        more = mentions.get(key, 0)
        if portion and (len(portion) == AT_ONCE or (more < VAST and together + more > AT_SIGHT)):
            yield portion
            portion, together = [], 0
        portion.append(key)
        together += more if more < VAST else 0
    if portion:
        yield portion


def _read(store: Store, keys: Sequence[int], sample: int, each_rows: int) -> dict[int, Read]:
    """What is known of these things, of each by so many of its newest mentions; what is common is kept."""
    as_of, change = datetime.now(UTC), store.changes.number
    known = store.common_things.mentions(keys, sample)
    at_sight = [key for key, mentions in known.items() if mentions < VAST]
    if at_sight and sum(known[key] for key in at_sight) <= AT_SIGHT:
        whole = store.query(_WHOLE, {"keys": at_sight, "sample": sample})
        found = {row["key"]: Read(row, row["reports"], row["reports"], False, as_of, change) for row in whole}
        keys = list({*keys} - {*at_sight})
    else:
        found = {}
    found |= _counted_first(store, keys, sample, each_rows)
    store.common_things.keep(sample, found)
    return found


def _counted_first(store: Store, keys: Sequence[int], sample: int, each_rows: int) -> dict[int, Read]:
    """The same of things of which not all may be read, or nobody knows."""
    as_of, change = datetime.now(UTC), store.changes.number
    counted = _counted(store, keys)
    if not counted:
        return {}
    classes: dict[int, list[int]] = defaultdict(list)
    for key, reports in counted.items():
        classes[max(0, ceil(log(reports / each_rows, STRIDE)))].append(key)
    heavy = {key for place, keys_of_class in classes.items() if place for key in keys_of_class}
    rows = _newest_of_classes(store, classes, counted, sample, each_rows)
    rows |= _newest_of_each(store, heavy - rows.keys(), sample, each_rows)
    return {key: Read(row, counted[key], each_rows, key in heavy, as_of, change) for key, row in rows.items()}


def _newest_of_classes(
    store: Store, classes: Mapping[int, Sequence[int]], counted: Mapping[int, int], sample: int, each_rows: int
) -> dict[int, dict[str, Any]]:
    """By key who shares it, of each class of things from one place of the log on, as if its mentions lay evenly."""
    last = store.last() if set(classes) - {0} else 0
    values: dict[str, Any] = {"sample": sample}
    for place, keys in classes.items():
        fewest = min(counted[key] for key in keys)
        values |= {f"keys{place}": keys, f"since{place}": _since(fewest, last, each_rows) if place else 0}
    parts = " UNION ALL ".join(_PART.format(place=place) for place in classes)
    return {row["key"]: row for row in store.query(_SHARING.replace("{{parts}}", parts), values)}


def _newest_of_each(store: Store, keys: Collection[int], sample: int, each_rows: int) -> dict[int, dict[str, Any]]:
    """The same of things that nobody mentioned of late, each from its own last mention on."""
    if not keys:
        return {}
    values = {"sample": sample, "rows": each_rows, **{f"key{place}": key for place, key in enumerate(keys)}}
    parts = " UNION ALL ".join(f"({_NEWEST.format(place=place)})" for place in range(len(keys)))
    return {row["key"]: row for row in store.query(_SHARING.replace("{{parts}}", parts), values)}


def users(store: Store, key: int, sample: int, most: int) -> list[int]:
    """The campaigns that mention a thing most often, by its ``ROWS`` newest mentions."""
    rows = store.query(_USERS, {"key": key, "rows": ROWS, "sample": sample, "most": most})
    return [row["number"] for row in rows]


def _since(reports: int, last: int, rows: int) -> int:
    """The place of the log from which on a thing has about so many mentions, as if they lay evenly."""
    return max(0, last - round(last * rows / reports))


def _shared(read: Read, homes: Mapping[int, int]) -> Sharing:
    row = read.row
    kept = {name: row[name] for name in ("key", "reporters", "first_seen", "last_seen")}
    among = sorted({homes.get(campaign, campaign) for campaign in row["among"]})
    is_many = len(row["among"]) > MOST_SHARING
    return Sharing(
        **kept,
        flags=flags(row["masks"]),
        reports=read.reports,
        campaigns=row["campaigns"] if is_many else len(among),
        among=() if is_many else tuple(among),
        is_sampled=read.is_sampled,
        as_of=read.as_of,
    )


def _counted(store: Store, keys: Sequence[int]) -> dict[int, int]:
    """By key how many mentions there are; a thing that there is none of is left out."""
    rows = store.query(_COUNTS, {"keys": list(keys)}) if keys else []
    return {row["key"]: row["reports"] for row in rows}
