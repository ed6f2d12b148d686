"""The HTTP interface, version 1, and what watches the node."""

from spamatlas.web.api.campaigns import campaign, campaigns
from spamatlas.web.api.events import events
from spamatlas.web.api.health import alive, metrics, ready
from spamatlas.web.api.judging import judge
from spamatlas.web.api.reports import file_reports, report, reports
from spamatlas.web.api.statistics import statistic, statistics

HANDLERS = [
    file_reports,
    report,
    reports,
    judge,
    statistic,
    statistics,
    campaign,
    campaigns,
    events,
    alive,
    ready,
    metrics,
]

__all__ = ["HANDLERS"]
