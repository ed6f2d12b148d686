"""Lists of reports, narrowed by what they name, read from one end in stretches so that a page is quick at any size."""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from spamatlas.model import campaign_name, campaign_number
from spamatlas.store.database import Store
from spamatlas.store.mention import mentioned
from spamatlas.store.newest import LATEST, VERDICT, newest
from spamatlas.store.turns import Side
from spamatlas.suffixes import registrable

Terms = Sequence[tuple[str, str]]
"""What a list is narrowed to: (field, value). Values of one closed field are alternatives, all else must hold."""

FIRST_WINDOW = 2_000
FIRST_NARROW_WINDOW = 500_000
"""Where an index leaves few granules, so much is looked at first: what many reports name is there fifty times
(10 million reports, 2 cores, November 2026: 11 ms, the whole store in the order of the list 65)."""
WIDEST_STEP = 10
"""A list that has to be read through is read from its end in stretches, each at most so many times the one before."""
STRETCH_SECONDS = 0.02
"""A stretch grows while the one before took less than this: the next should take about as long."""
GRANULE = 8_192
"""So many rows of ``report`` and ``judgement`` are read where one is wanted."""
INDEXED = frozenset({"campaign", "id", "sender", "host", "domain", "link", "place", "number", "address"})
"""Where an index or the mentions leave few granules to read, so that a few stretches are the whole list."""
READ_THROUGH = frozenset({"text", "from"})
"""What no index helps with."""

LISTED = (
    "sequence, toString(id) AS id, received_at, channel, measuring_point, sample, sender_kind, sender, country, asn, "
    "operator, route_class, domains, volume, erased, campaign, marking"
)
_NAMES = (*(each.rpartition(" ")[2] for each in LISTED.split(", ")), *VERDICT)
_THESE = "sequence IN {these:Array(UInt64)}"
_FACTS = f"SELECT {LISTED} FROM report WHERE {_THESE}"
_VERDICTS = f"SELECT sequence, {', '.join(VERDICT)} FROM judgement WHERE {_THESE} {LATEST}"
# The same rows, as far as may be from smaller granules (50 reports of a number: 160 ms of processor in place of 221;
# 10 million reports, 2 busy cores, November 2026).
_MEMBER = (
    "SELECT sequence, received_at, channel, sample, sender, country, asn, operator, route_class, hosts, campaign, "
    f"marking FROM campaign_member WHERE campaign IN {{campaigns:Array(UInt64)}} AND {_THESE}"
)
_FILED = (
    f"SELECT sequence, toString(id) AS id, measuring_point, volume, {', '.join(VERDICT)} FROM judgement "
    f"WHERE {_THESE} {LATEST}"
)
_REST = f"SELECT sequence, sender_kind, erased FROM report WHERE {_THESE}"
JUDGED = frozenset({"ruling", "category", "lure", "call_to_action", "language"})
CLOSED = JUDGED | {"channel", "country", "measuring_point", "sample", "as", "campaign", "id", "marking"}


PLUS = "concat('+', {v:String})"
WINDOW = "sequence >= {lower:UInt64} AND sequence < {upper:UInt64}"
# The end of the log: its facts from a place on, and verdicts as far as most likely there are any.
_LAST_FACTS = (
    f"SELECT {LISTED} FROM report WHERE sequence >= {{lower:UInt64}} ORDER BY sequence DESC LIMIT {{limit:UInt32}}"
)
_LAST_VERDICTS = f"SELECT sequence, {', '.join(VERDICT)} FROM judgement FINAL WHERE {WINDOW}"


def _key(*things: str) -> str:
    return f"key IN ({', '.join(f'sipHash64({each})' for each in things or ('{v:String}',))})"


MENTIONED = {
    "sender": f"{_key()} AND {mentioned('as_sender')}",
    "host": f"{_key()} AND {mentioned('as_host')}",
    "domain": f"{_key()} AND {mentioned('as_domain')}",
    "link": f"{_key()} AND {mentioned('as_host', 'as_domain')}",
    "place": f"{_key()} AND {mentioned('as_host', 'as_domain', 'as_sender_host')}",
    "number": f"{_key('{v:String}', PLUS)} AND {mentioned('as_number', 'as_sender')}",
    "address": f"{_key('toString(toIPv6OrNull({v:String}))')} AND {mentioned('as_address')}",
}
"""What stands in ``mention``, and how it is found there."""
TOGETHER = {
    **{name: f"mention WHERE {how}" for name, how in MENTIONED.items()},
    "campaign": "campaign_member WHERE campaign IN {v:Array(UInt64)}",
}
"""What a list may be narrowed to alone, and where its reports stand together."""
_ANY_OF = {
    "channel": "channel IN {v:Array(String)}",
    "country": "country IN {v:Array(String)}",
    "measuring_point": "measuring_point IN {v:Array(String)}",
    "sample": "toString(sample) IN {v:Array(String)}",
    "as": "toString(asn) IN {v:Array(String)}",
    "campaign": "campaign IN {v:Array(UInt64)}",
    "id": "id IN {v:Array(String)}",
    "marking": "toString(marking) IN {v:Array(String)}",
    **{name: f"{name} IN {{v:Array(String)}}" for name in JUDGED},
}
_ONE = {
    "from": "sender ILIKE {l:String}",
    **{name: f"sequence IN (SELECT sequence FROM mention WHERE {how} AND {WINDOW})" for name, how in MENTIONED.items()},
    "since": "minute >= toDateTime(toUInt32OrZero({v:String}), 'UTC')",
    "until": "minute < toDateTime(toUInt32OrZero({v:String}), 'UTC')",
    "text": (
        "(sender ILIKE {l:String} OR arrayExists(each -> each ILIKE {l:String}, hosts) "
        "OR startsWith(toString(id), lower({v:String})) OR caller_id = {v:String} "
        "OR operator ILIKE {l:String} OR has(numbers, {v:String}))"
    ),
}
FIELDS = frozenset(_ANY_OF) | frozenset(_ONE)
"""What a list can be narrowed to; the values are bound, never pasted in."""


class Part(Struct, frozen=True, kw_only=True):
    """Which part of a list: ``before`` one sequence number and ``after`` another, 0 for the ends."""

    limit: int = 50
    before: int = 0
    after: int = 0
    oldest_first: bool = False


class Found(Struct, frozen=True):
    """Rows in the order of the list. ``reached`` is where to go on looking, 0 when there is nothing left to look at.

    ``looked_at`` counts the places of the log that were looked at, about as many reports.
    """

    rows: list[dict[str, Any]]
    reached: int
    looked_at: int = 0


class _Question(Struct, frozen=True):
    """Conditions on facts and on judgements, and their values. ``is_narrow``: an index finds the few that may fit.

    ``together``: where the reports stand together and by which condition, where that is all there is; ``leading``:
    the column that leads there, where it has one value, so that the engine stops where there are enough.

    ``is_quick``: the engine stops by itself at the end of the page, or a short column or an index rules the rest out
    (10 ms for 3 million reports, 2 cores, November 2026), so that the list need not be cut into stretches.
    """

    facts: tuple[str, ...]
    judged: tuple[str, ...]
    values: dict[str, Any]
    is_narrow: bool
    is_quick: bool
    together: str = ""
    leading: str = ""


def search(store: Store, terms: Terms, part: Part, seconds: float = 0.0) -> Found:
    """Reports that fit, the newest first or the oldest.

    With ``seconds`` it looks about so long and says how far it came; without, it looks until the list is full or the
    store is read. Terms of unknown fields are passed over; an unknown campaign's name finds none.
    """
    question = _question(store, terms)
    if question is None:
        return Found([], 0)
    if part == Part(limit=part.limit) and not terms and (rows := _newest(store, part.limit)):
        return Found(rows, rows[-1]["sequence"], rows[0]["sequence"] - rows[-1]["sequence"] + 1)
    last = store.last()
    low, high, begun = part.after + 1, min(part.before or 2**63, last + 1), time.perf_counter()
    whole = high - low
    is_whole = question.together or (terms and question.is_quick and not question.is_narrow)
    width = whole if is_whole else FIRST_NARROW_WINDOW if question.is_narrow else FIRST_WINDOW
    found: list[int] = []
    of: dict[int, int] = {}
    while low < high and len(found) < part.limit:
        lower, upper = (low, min(low + width, high)) if part.oldest_first else (max(high - width, low), high)
        started = time.perf_counter()
        window = {"lower": lower, "upper": upper, "limit": part.limit - len(found)}
        rows = store.query(_sql(question, part.oldest_first), {**question.values, **window}, seconds=30)
        found += [row["sequence"] for row in rows]
        of |= {row["sequence"]: row["home"] for row in rows if question.together}
        spent = time.perf_counter() - started
        low, high = (upper, high) if part.oldest_first else (low, lower)
        width = round(width * max(1.0, min(WIDEST_STEP, STRETCH_SECONDS / spent)))
        if seconds and not question.is_quick and time.perf_counter() - begun > seconds:
            break
    is_full = len(found) >= part.limit
    reached = found[-1] if is_full else low - 1 if part.oldest_first else high
    return Found(_rows(store, found, of), reached if is_full or low < high else 0, whole - (high - low))


def matching(store: Store, terms: Terms, most: int) -> list[str]:
    """The ids of the reports that fit, the newest first, at most so many."""
    question = _question(store, terms)
    if question is None:
        return []
    chosen = f"FROM report WHERE {_where(question)} ORDER BY sequence DESC LIMIT {{most:UInt32}}"
    bounds = {"lower": 0, "upper": 2**63, "most": most}
    return [row["one"] for row in store.query(f"SELECT toString(id) AS one {chosen}", {**question.values, **bounds})]


def listed(store: Store, ids: Sequence[str]) -> list[dict[str, Any]]:
    """These reports as they stand in a list, the newest first."""
    rows = store.query("SELECT sequence FROM report WHERE id IN {ids:Array(String)}", {"ids": list(ids)})
    return _rows(store, sorted((row["sequence"] for row in rows), reverse=True))


def newest_of(store: Store, parts: Sequence[int]) -> list[dict[str, Any]]:
    """The newest reports of a campaign, given with its parts, as they stand in a list: what its page reads anyway."""
    found = newest(store, parts)
    these = [row["sequence"] for row in found.shown]
    if any(each not in part for each in these for part in (found.judged, found.facts)):
        return _rows(store, these)
    rows = {
        row["sequence"]: _joined(found.judged[row["sequence"]], row, found.facts[row["sequence"]])
        for row in found.shown
    }
    return _listed(store, these, {each: {name: row[name] for name in _NAMES} for each, row in rows.items()})


def _question(store: Store, terms: Terms) -> _Question | None:
    """The conditions of a list; None where nothing can fit."""
    facts: list[str] = []
    judged: list[str] = []
    values: dict[str, Any] = {}
    for number, (field, given) in enumerate(_grouped(terms)):
        value = _campaigns(store, given) if field == "campaign" else given
        if not value:
            return None
        place = f"v{number}"
        values[place] = value if field in CLOSED else value[0]
        if field not in CLOSED:
            values[f"l{number}"] = f"%{_literal(str(value[0]))}%"
        condition = {**_ANY_OF, **_ONE}[field].replace("{v:", f"{{{place}:").replace("{l:", f"{{l{number}:")
        (judged if field in JUDGED else facts).append(condition)
    fields = {field for field, _ in terms}
    is_narrow = bool(fields & INDEXED)
    is_quick = not fields & READ_THROUGH and (is_narrow or not judged)
    alone = TOGETHER.get(terms[0][0], "").replace("{v:", "{v0:") if len(terms) == 1 else ""
    leading = _leading(terms[0][0], values) if alone else ""
    return _Question(tuple(facts), tuple(judged), values, is_narrow, is_quick, alone, leading)


def _leading(field: str, values: Mapping[str, Any]) -> str:
    if field == "campaign":
        return "campaign" if len(values["v0"]) == 1 else ""
    return "" if field == "number" else "key"  # a number is looked for as two things


def _grouped(terms: Terms) -> Iterable[tuple[str, list[Any]]]:
    """Alternatives together, the others one by one."""
    closed: dict[str, list[Any]] = {}
    for field, value in terms:
        if field in CLOSED:
            closed.setdefault(field, []).append(value)
        elif field in FIELDS:
            yield field, [value]
    yield from closed.items()


def _campaigns(store: Store, names: Iterable[str]) -> list[int]:
    """The campaigns of these names and those that became part of them."""
    numbers = []
    for name in names:
        try:
            numbers.append(campaign_number(name))
        except ValueError:
            continue
    return store.aliases.whole(numbers)["parts"]


def _where(question: _Question) -> str:
    facts = " AND ".join((WINDOW, *question.facts))
    if not question.judged:
        return facts
    ruled = " AND ".join((WINDOW, *question.judged))
    if question.is_narrow:
        ruled += f" AND sequence IN (SELECT sequence FROM report WHERE {facts})"
    return f"{facts} AND sequence IN (SELECT sequence FROM judgement FINAL WHERE {ruled})"


def _sql(question: _Question, oldest_first: bool) -> str:
    """One stretch of the list, as sequence numbers: what a row shows is read for the rows of the page alone."""
    order = "" if oldest_first else " DESC"
    if question.together:
        where = f"{question.together} AND {WINDOW}"
        if question.leading:
            order = f"{question.leading}{order}, sequence{order}"
            return f"SELECT sequence, campaign AS home FROM {where} ORDER BY {order} LIMIT {{limit:UInt32}}"
        chosen = f"SELECT sequence, any(campaign) AS home FROM {where} GROUP BY sequence"
        return f"{chosen} ORDER BY sequence{order} LIMIT {{limit:UInt32}}"
    # Few are left by an index: reading them in order would open their granules one by one.
    how = " SETTINGS optimize_read_in_order = 0" if question.is_narrow else ""
    return f"SELECT sequence FROM report WHERE {_where(question)} ORDER BY sequence{order} LIMIT {{limit:UInt32}}{how}"


def _newest(store: Store, limit: int) -> list[dict[str, Any]]:
    """The newest rows of all, facts and verdicts asked for at once; none where the end of the log holds too few."""
    lower = store.end - 2 * limit
    if lower <= 0:
        return []
    asked = {"lower": lower, "upper": lower + GRANULE, "limit": limit}
    facts, judged = _side_by_side(store, asked, _LAST_FACTS, _LAST_VERDICTS)
    if len(facts) < limit:
        return []
    store.end = max(facts)
    if facts.keys() - judged.keys():
        (judged,) = _side_by_side(store, {"these": list(facts)}, _VERDICTS)
    return _listed(store, sorted(facts, reverse=True), _judged(facts, judged))


def _rows(store: Store, sequences: Sequence[int], of: Mapping[int, int] | None = None) -> list[dict[str, Any]]:
    """The rows in this order, with their verdicts and the names that their campaigns go by now.

    ``of``: the campaigns that they stand under, where that is known.
    """
    if not sequences:
        return []
    is_scattered = max(sequences) - min(sequences) > len(sequences) * GRANULE // 2
    rows = (_scattered(store, sequences, of) if of and is_scattered else None) or _near(store, sequences)
    return _listed(store, sequences, rows)


def _listed(store: Store, sequences: Sequence[int], rows: Mapping[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """These rows in this order, with the names that their campaigns go by now."""
    known_as = store.aliases.homes({row["campaign"] for row in rows.values()})
    return [
        {**row, "campaign": campaign_name(known_as.get(row["campaign"], row["campaign"]))}
        for each in sequences
        if (row := rows.get(each))
    ]


def _near(store: Store, sequences: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Rows that mostly stand beside each other in the log."""
    return _judged(*_side_by_side(store, {"these": list(sequences)}, _FACTS, _VERDICTS))


def _judged(facts: Mapping[int, dict[str, Any]], judged: Mapping[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Facts with their verdicts beside them."""
    unjudged: Mapping[str, Any] = dict.fromkeys(VERDICT, "") | {"spam": 0.0, "inherited": 0}
    return {each: {**row, **judged.get(each, unjudged)} for each, row in facts.items()}


def _scattered(store: Store, sequences: Sequence[int], of: Mapping[int, int]) -> dict[int, dict[str, Any]] | None:
    """Rows that may lie as many granules apart as they are: what smaller granules have as well is read from there.

    None where one is on its way from one campaign to another, or has no judgement.
    """
    asked = {"these": list(sequences), "campaigns": list({*of.values()})}
    parts = _side_by_side(store, asked, _FILED, _MEMBER, _REST)
    if any(each not in part for each in sequences for part in parts):
        return None
    return {each: _joined(*(part[each] for part in parts)) for each in sequences}


def _joined(filed: Mapping[str, Any], member: Mapping[str, Any], rest: Mapping[str, Any]) -> dict[str, Any]:
    domains = list(dict.fromkeys(registrable(host) or host for host in member["hosts"]))
    return {**{name: value for name, value in member.items() if name != "hosts"}, **filed, **rest, "domains": domains}


def _side_by_side(store: Store, asked: Mapping[str, Any], *statements: str) -> list[dict[int, dict[str, Any]]]:
    """The rows of each statement by their places; what is asked lies in other granules, so they are read together."""
    with Side(len(statements)) as side:
        return list(side.map(lambda sql: {row["sequence"]: row for row in store.query(sql, asked)}, statements))


def _literal(text: str) -> str:
    """A text in a LIKE pattern that stands for itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
