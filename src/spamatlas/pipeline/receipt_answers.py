"""What somebody who filed a report may ask of a node by the receipt alone, and do to it."""

from contextlib import suppress
from functools import cached_property
from typing import Any

from spamatlas.model import Unavailable
from spamatlas.pipeline.checking import crowd
from spamatlas.pipeline.receipts import Receipts
from spamatlas.pipeline.report_answers import ReportAnswers, whole_report
from spamatlas.pipeline.withdrawal import withdraw
from spamatlas.store import campaigns


class ReceiptAnswers(ReportAnswers):
    """Part of ``Answers``; the questions are the public methods. A receipt shows its own report, whoever holds it."""

    def receipt(self, identifier: str) -> str:
        """The receipt number of a report."""
        return self._receipts.number(identifier)

    def receipt_report(self, number: str) -> dict[str, Any] | None:
        """The report behind a receipt number, with how many reported its campaign, ``campaign_now``,
        and what was ``said``; None for no receipt.
        """
        identifier = self._receipts.identifier(number)
        found = whole_report(self.node.whole, identifier) if identifier else None
        if found and found.get("report"):
            named = {"campaign": found["report"]["campaign"]}
            row = next(iter(campaigns.listed(self.node.whole.store, named, 1)), None)
            found["campaign_now"] = row and crowd({**row, "reports": row["size"]}, row["campaign"], self.node.veil())
            found["said"] = self.node.public.said(identifier)
        return found

    def withdraw(self, number: str) -> bool:
        """Erase what a receipt's holder filed; see ``withdrawal.withdraw``. False for what is no receipt."""
        identifier = self._receipts.identifier(number)
        if identifier and self.node.whole.log.find(identifier):
            with suppress(Unavailable):  # where the message is gone, its lesson is nothing but counts
                self.node.public.say(identifier, "forget")
        return bool(identifier) and withdraw(self.node.whole, identifier)

    def receipt_say(self, number: str, label: str) -> bool:
        """Take a receipt holder's word (spam, ham, forget); see ``PublicFeedback.say``. False for no receipt."""
        identifier = self._receipts.identifier(number)
        if not identifier or not self.node.whole.log.find(identifier):
            return False
        self.node.public.say(identifier, label)
        return True

    @cached_property
    def _receipts(self) -> Receipts:
        return Receipts(self.node.folder.secret())
