"""Figures with their denominators: one SQL file a statistic, in ``catalogue``."""

from spamatlas.statistics.disclosure import Veil
from spamatlas.statistics.moment import moment
from spamatlas.statistics.running import Table, run
from spamatlas.statistics.shared import Shared
from spamatlas.statistics.statistic import Parameter, Statistic, catalogue

__all__ = ["Parameter", "Shared", "Statistic", "Table", "Veil", "catalogue", "moment", "run"]
