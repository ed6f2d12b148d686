"""Draft notices to those who can act: what was seen, how it is known, what is asked, how to answer. Nothing is sent."""

from spamatlas.notice.demand import Demand
from spamatlas.notice.draft import draft

__all__ = ["Demand", "draft"]
