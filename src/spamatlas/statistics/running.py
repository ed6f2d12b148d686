"""From a statistic's name and what was asked to a table that says what it counts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct

from spamatlas.model import MeasuringPoint, Rejected
from spamatlas.statistics import leaders
from spamatlas.statistics.cube import cube
from spamatlas.statistics.disclosure import MOST_NAMES, UNSEEN, Blur, Veil, bare, told, veiled
from spamatlas.statistics.moment import moment
from spamatlas.statistics.pieces import edges, whole
from spamatlas.statistics.statistic import Statistic, catalogue

Query = Callable[[str, Mapping[str, Any]], Sequence[Mapping[str, Any]]]

DEFAULT_DAYS = 14
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
FINE_DAYS = 3
"""Up to so long a time is counted in whole hours, a longer one in whole days."""

COVERAGE = whole("""
SELECT sum(tally.reports) AS reports, uniqHLL12Merge(tally.reporters) AS reporters,
    min(first_at) AS first_at, max(last_at) AS last_at
FROM tally WHERE sample = {sample:UInt8} AND measuring_point = {measuring_point:String}
AND dimension = multiIf({category:String} != '', 'category', {country:String} != '', 'country', 'all')
AND ({category:String} = '' OR startsWith(cell, concat({category:String}, '\\t')))
AND ({country:String} = '' OR cell = {country:String}) AND ({channel:String} = '' OR channel = {channel:String})
AND {within}
""")
THEN = "\n-- then\n"
"""Stands between the statements of one statistic: all but the last give one row of arrays."""
SLICES = {"channel": "", "category": "", "country": ""}
"""What the denominators can be cut by; nothing said is everything."""
HAS_REAL = "SELECT count() AS n FROM (SELECT 1 FROM tally WHERE sample = 0 AND dimension = 'all' LIMIT 1)"


class Table(Struct, frozen=True, kw_only=True):
    """A statistic's rows, and what they count.

    ``reports`` and ``reporters`` are the denominators: everything counted at the measuring point over the time.
    ``suppressed`` counts rows left out because too few reporters stand behind them. ``off_by`` is how far
    nearly every count is at most from what was counted, 0 for exact ones (``statistics.disclosure``).
    ``pseudonyms_changed`` are the moments within the time at which reporters got other pseudonyms: who reported before
    and after is counted twice.
    """

    name: str
    title: str
    unit: str
    counts: str
    source: str
    caveat: str
    columns: tuple[str, ...]
    dimensions: tuple[str, ...]
    rows: list[dict[str, Any]]
    since: datetime
    until: datetime
    bucket: str
    measuring_point: str
    sample: bool
    reports: int
    reporters: int
    last_report: datetime | None
    suppressed: int
    caption: str
    off_by: int = 0
    pseudonyms_changed: tuple[datetime, ...] = ()


def run(query: Query, name: str, parameters: Mapping[str, Any], veil: Veil = Veil()) -> Table:  # noqa: B008  frozen
    """One statistic's table; under a ``veil`` as everybody sees it.

    ``parameters``: ``since`` and ``until`` (a date, a time, or so long ago: ``24h``, ``7d``), ``measuring_point``,
    ``by`` and ``where`` (the cube ``reports`` alone), ``min_reporters`` (0 shows every cell), and the statistic's own.

    Raises:
        Rejected: ``unknown-statistic``, ``bad-parameter``.
    """
    statistic = catalogue().get(name)
    if statistic is None:
        raise Rejected("unknown-statistic", f"there is no such statistic; there are {', '.join(catalogue())}")
    now = datetime.now(UTC)
    values = _time(parameters, now) | _common(query, parameters)
    sql, own = cube(statistic, parameters) if "{dimensions}" in statistic.sql else (statistic.sql, {})
    values |= own | _own(statistic, parameters)
    borders = veil.within(values["since"], values["until"])
    if veil.floor:
        _demand_few(own)
        values["min_reporters"] = veil.floor * (1 + len(borders))
    is_veiled, limit = veil.floor and not values["sample"], values.get("limit")
    if is_veiled and limit:
        usual = int(statistic.parameters["limit"].default)
        values["limit"] = -(-limit // usual) * usual  # who asks for one more and one more does not learn their order
    slices = {name: values[name] for name in statistic.slices if name in values}
    coverage = query(COVERAGE, values | SLICES | slices)[0]
    rows, bound = _rows(query, sql, values)
    floor = max(int(values["min_reporters"]), statistic.min_reporters or 0) if values["min_reporters"] else 0
    dimensions = statistic.dimensions or tuple(own.get("by", ()))
    if is_veiled:
        blur = Blur(veil, values, dimensions, floor)
        kept = veiled(rows, blur, statistic.order == "growth")
        suppressed, kept = len(rows) - len(kept), kept[:limit]
        coverage = _blurred(coverage, blur, kept)
    else:
        kept = told(rows, floor)
        suppressed = len(rows) - len(kept)
    return Table(
        name=name,
        title=statistic.title,
        unit=statistic.unit,
        counts=statistic.counts,
        source=statistic.source,
        caveat=statistic.caveat,
        columns=tuple(bare(rows[0])) if rows else _columns(query, sql, bound),
        dimensions=dimensions,
        rows=kept,
        since=values["since"],
        until=values["until"],
        bucket=values["bucket"],
        measuring_point=values["measuring_point"],
        sample=bool(values["sample"]),
        reports=coverage["reports"],
        reporters=coverage["reporters"],
        last_report=coverage["last_at"] if coverage["reports"] else None,
        suppressed=suppressed,
        caption=_caption(statistic, values, coverage),
        off_by=veil.doubt if is_veiled else 0,
        pseudonyms_changed=borders,
    )


def _blurred(coverage: Mapping[str, Any], blur: Blur, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The denominators as everybody sees them: never fewer reports than a row that is shown has."""
    most = max((row.get("reports", 0) for row in rows), default=0)
    reports, reporters = max(most, blur.total("reports", coverage)), blur.total("reporters", coverage)
    return {**coverage, "reports": reports, "reporters": reporters}


def _demand_few(asked: Mapping[str, Any]) -> None:
    """Raises Rejected ``bad-parameter`` where everybody asks for finer cells than everybody may see."""
    if len({*asked.get("by", ()), *asked.get("where_names", ())} - {"day", "hour"}) > MOST_NAMES:
        raise Rejected("bad-parameter", "two dimensions at most, 'by' and 'where' together; members may ask for more")


def _rows(query: Query, sql: str, values: Mapping[str, Any]) -> tuple[list[dict[str, Any]], Mapping[str, Any]]:
    """The rows of the last of a statistic's statements; what each one before finds is bound in those behind it, and is
    given beside them.

    Several short statements are planned in a fraction of the time that one takes which holds them all.
    """
    *before, last = sql.split(THEN)
    for each in before:
        values = {**values, **(leaders.found(query, each, values) or query(each, values)[0])}
    return [dict(row) for row in query(last, values)], values


def _columns(query: Query, sql: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of a statistic that has no rows to tell them by."""
    described = query(f"DESCRIBE ({sql.rsplit(THEN, maxsplit=1)[-1].rstrip().rstrip(';')})", values)
    return tuple(row["name"] for row in described if row["name"] not in UNSEEN)


def _time(parameters: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    until = moment(parameters.get("until"), now) or now
    since = moment(parameters.get("since"), now) or now - timedelta(days=DEFAULT_DAYS)
    if since >= until:
        raise Rejected("bad-parameter", "'since' must lie before 'until'")
    if since < EARLIEST or until > LATEST:
        raise Rejected("bad-parameter", f"time is counted from {EARLIEST:%Y} to {LATEST:%Y}")
    # Tallies are by the hour and by the day, so every statistic counts whole ones: the same question gives the same
    # sum everywhere.
    bucket = "hour" if until - since <= timedelta(days=FINE_DAYS) else "day"
    since, until = _floor(since, bucket), _floor(until + timedelta(**{f"{bucket}s": 1}, microseconds=-1), bucket)
    return {"since": since, "until": until, "now": now, "bucket": bucket, **edges(since, until, bucket)}


def _floor(at: datetime, bucket: str) -> datetime:
    return at.replace(hour=at.hour if bucket == "hour" else 0, minute=0, second=0, microsecond=0)


def _common(query: Query, parameters: Mapping[str, Any]) -> dict[str, Any]:
    point = str(parameters.get("measuring_point") or MeasuringPoint.REPORTED)
    if point not in set(MeasuringPoint):
        raise Rejected("bad-parameter", f"'measuring_point' is one of {', '.join(MeasuringPoint)}")
    sample = parameters.get("sample")
    if sample is None:
        sample = not query(HAS_REAL, {})[0]["n"]
    return {
        "measuring_point": point,
        "sample": int(bool(sample)),
        "min_reporters": int(parameters.get("min_reporters") or 0),
    }


def _own(statistic: Statistic, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The statistic's own parameters, by its types.

    Raises:
        Rejected: ``bad-parameter``.
    """
    values: dict[str, Any] = {}
    for name, parameter in statistic.parameters.items():
        given = parameters.get(name)
        try:
            value = parameter.default if given in {None, ""} else given
            values[name] = int(value) if "Int" in parameter.type else str(value)
        except (TypeError, ValueError) as error:
            raise Rejected("bad-parameter", f"'{name}' is a {parameter.type}") from error
    if values.get("category") and values.get("country"):
        raise Rejected("bad-parameter", "'category' and 'country' are counted apart: ask for one of them")
    if not 1 <= values.get("limit", 1) <= 10_000:
        raise Rejected("bad-parameter", "'limit' is a number from 1 to 10,000")
    return values


def _caption(statistic: Statistic, values: Mapping[str, Any], coverage: Mapping[str, Any]) -> str:
    return (
        f"{statistic.counts} {values['since']:%Y-%m-%d %H:%M} to {values['until']:%Y-%m-%d %H:%M} UTC, measuring point "
        f"{values['measuring_point']}: {coverage['reports']:,} reports from {coverage['reporters']:,} reporters."
        + (" Sample data." if values["sample"] else "")
    )
