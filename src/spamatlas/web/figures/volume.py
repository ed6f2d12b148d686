"""By which channel it comes, over time."""

from spamatlas.locale import Language
from spamatlas.model import Channel
from spamatlas.model.terms import term
from spamatlas.statistics import Table
from spamatlas.web.face.chart import RANK, ranks
from spamatlas.web.face.figure import Drawing, Figure, Shown, grid_of
from spamatlas.web.face.time_axis import series_of, times_of, values_at


def show(table: Table, language: Language) -> Shown:
    """A small figure for each channel, the busiest first."""
    times = times_of(table)
    series = series_of(table, "channel")
    totals = {channel: sum(values.values()) for channel, values in series.items()}
    ordered = sorted(totals, key=lambda channel: (-totals[channel], channel))
    if not ordered:
        return Shown(title=language.gettext("No reports in this time"))
    names = {channel: language.gettext(term(Channel(channel)).name) for channel in ordered}
    lines = [(channel, names[channel], totals[channel], values_at(times, series[channel])) for channel in ordered]
    title = language.say(
        "{channel} leads: {n} of {total} reports",
        channel=names[ordered[0]],
        n=language.number(totals[ordered[0]]),
        total=language.number(table.reports),
    )
    longest = totals[ordered[0]]
    bars = [(name, language.number(total), total / longest) for _, name, total, _ in lines]
    said = language.moment if table.bucket == "hour" else language.day
    grid = grid_of(
        [(language.gettext("Time"), False), *((name, True) for name in names.values())],
        [[said(at), *(language.number(line[3][place]) for line in lines)] for place, at in enumerate(times)],
    )
    return Shown(
        title=title,
        style="multiples",
        grid=grid,
        more={"lines": lines},
        poster=Drawing(ranks(bars, mirrored=language.is_mirrored), RANK * len(bars)),
        note=language.gettext("Each small figure has a scale of its own; its number is its sum."),
    )


FIGURE = Figure(name="volume", show=show)
