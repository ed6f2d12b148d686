"""Which messages are one campaign: signatures by the workers, assignments by one ordered writer."""

from spamatlas.campaign.kinship import Kinship, Traits, both_spam, every_trait, kinship, traits_of
from spamatlas.campaign.ledger import Entry, Ledger
from spamatlas.campaign.signature import sign
from spamatlas.campaign.words import words

__all__ = ["Entry", "Kinship", "Ledger", "Traits", "both_spam", "every_trait", "kinship", "sign", "traits_of", "words"]
