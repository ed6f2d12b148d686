"""Which messages are one campaign: signatures by the workers, assigned by one ordered writer; and what they share."""

from spamatlas.campaign.attribution import clusters
from spamatlas.campaign.ledger import Entry, Ledger
from spamatlas.campaign.signature import sign
from spamatlas.campaign.telling import hub, telling
from spamatlas.campaign.words import words

__all__ = ["Entry", "Ledger", "clusters", "hub", "sign", "telling", "words"]
