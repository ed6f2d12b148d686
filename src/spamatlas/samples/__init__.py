"""Reports that this project wrote, to make a new node worth looking at.

Nobody sent these messages. Hosts are names and addresses kept for documentation (RFC 2606, RFC 5737,
RFC 3849); numbers lie in ranges kept for fiction or that no plan assigns; brands do not exist.
"""

from collections.abc import Iterator
from datetime import datetime

from spamatlas.model import Submission
from spamatlas.samples.broken import broken
from spamatlas.samples.campaign import Campaign, campaigns
from spamatlas.samples.writing import reports

__all__ = ["Campaign", "campaigns", "load"]


def load(now: datetime, seed: int = 1) -> Iterator[Submission]:
    """Some 2,400 reports of the fourteen days before ``now``, the oldest first.

    The same ``seed`` gives the same reports under the same ids whatever ``now`` is; only the dates in
    them move. A few cannot be read, so that the quarantine of a new node is not empty.
    """
    filed = [report for campaign in campaigns() for report in reports(campaign, now, seed)]
    filed += broken(now)
    yield from sorted(filed, key=lambda submission: (submission.received_at, submission.id))
