"""The durable, ordered log between intake and analysis, and the quarantine."""

from spamatlas.log.contract import Appended, Batch, Entry, Held, Log
from spamatlas.log.embedded import EmbeddedLog

__all__ = ["Appended", "Batch", "EmbeddedLog", "Entry", "Held", "Log"]
