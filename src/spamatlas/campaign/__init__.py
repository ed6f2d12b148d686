"""Which messages are one campaign: signatures by the workers, assignments by one ordered writer."""

from spamatlas.campaign.ledger import Entry, Ledger
from spamatlas.campaign.life import Life, Stretch, life
from spamatlas.campaign.signature import sign
from spamatlas.campaign.words import words

__all__ = ["Entry", "Ledger", "Life", "Stretch", "life", "sign", "words"]
