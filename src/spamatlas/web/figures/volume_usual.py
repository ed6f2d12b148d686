"""What comes in, beside what was usual at the same hour or weekday in the weeks before."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from spamatlas.locale import Language
from spamatlas.statistics import Table
from spamatlas.web.face.chart import TIMELINE, Bar, Labels, ceiling, timeline
from spamatlas.web.face.figure import Drawing, Figure, Grid, Shown, grid_of
from spamatlas.web.face.time_axis import rows_by_time, times_of

LIKE = 0.05
"""So near to the usual number is called as many."""


def show(table: Table, language: Language) -> Shown:
    """Columns over time, the usual band behind each."""
    times = times_of(table)
    rows = rows_by_time(table)
    bars = [_bar(rows.get(at)) for at in times]
    if not any(bar.value for bar in bars):
        return Shown(title=language.gettext("No reports in this time"))
    running = table.until > datetime.now(UTC)
    top = ceiling(max(max(bar.value, bar.most) for bar in bars))
    peak = max(bar.value for bar in bars)
    said = language.moment if table.bucket == "hour" else language.short_day
    labels = Labels(
        language.number(top), language.number(top / 2), language.number(peak), said(times[0]), said(times[-1])
    )
    drawing = Drawing(timeline(bars, top, labels, mirrored=language.is_mirrored, running=running), TIMELINE)
    known = any(bar.usual is not None for bar in bars)
    return Shown(
        title=_title(bars[:-1] if running else bars, sum(bar.value for bar in bars), language),
        drawing=drawing,
        key=_key(language, known=known, running=running),
        grid=_grid(times, bars, table, language),
    )


def _bar(row: Mapping[str, Any] | None) -> Bar:
    if row is None:
        return Bar(0)
    if not row["weeks"]:
        return Bar(row["reports"])
    return Bar(row["reports"], float(row["usual"]), row["least"], row["most"])


def _title(bars: list[Bar], whole: int, language: Language) -> str:
    """The finding: the times that are over against what was usual then; else how many there are."""
    over = [bar for bar in bars if bar.usual is not None]
    now, usual = sum(bar.value for bar in over), sum(bar.usual or 0.0 for bar in over)
    if not usual:
        return language.count("{n} report came in", "{n} reports came in", whole)
    change = now / usual - 1
    if abs(change) < LIKE:
        return language.gettext("About as many reports come in as in the weeks before")
    if now > 2 * usual:
        return language.say(
            "{times} times as many reports as in the weeks before", times=language.number(round(now / usual, 1))
        )
    if change > 0:
        return language.say("{share} more reports than in the weeks before", share=language.percent(change))
    return language.say("{share} fewer reports than in the weeks before", share=language.percent(-change))


def _key(language: Language, *, known: bool, running: bool) -> list[tuple[str, str]]:
    shown = [("last", language.gettext("not over yet"))] if running else []
    if known:
        shown.append(("band", language.gettext("least to most of the same time in up to four weeks before")))
        shown.append(("mean", language.gettext("their mean")))
    return shown


def _grid(times: list[datetime], bars: list[Bar], table: Table, language: Language) -> Grid:
    said = language.moment if table.bucket == "hour" else language.day
    heads = [
        (language.gettext("Time"), False),
        (language.gettext("Reports"), True),
        (language.gettext("Usual"), True),
        (language.gettext("Least"), True),
        (language.gettext("Most"), True),
    ]
    rows, counted = [], rows_by_time(table)
    for at, bar in zip(times, bars, strict=True):
        usual = ["–"] * 3 if bar.usual is None else [language.number(each) for each in (bar.usual, bar.least, bar.most)]
        # Where cells were left out, a time without a row may be one of them.
        is_known = at in counted or not table.suppressed
        rows.append([said(at), language.number(bar.value) if is_known else "–", *usual])
    return grid_of(heads, rows)


FIGURE = Figure(name="volume_usual", show=show)
