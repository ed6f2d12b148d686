"""Which messages are one campaign: signatures by the workers, assignments by one ordered writer."""

from spamatlas.campaign.components import Case, Said
from spamatlas.campaign.entry import Entry
from spamatlas.campaign.groups import Total
from spamatlas.campaign.kinship import Kinship, Traits, both_spam, every_trait, kinship, traits_of
from spamatlas.campaign.ledger import Ledger
from spamatlas.campaign.life import Life, Stretch, life
from spamatlas.campaign.people import person
from spamatlas.campaign.plan import Affair
from spamatlas.campaign.second_look import SecondLook
from spamatlas.campaign.signature import sign
from spamatlas.campaign.words import words

__all__ = [
    "Affair",
    "Case",
    "Entry",
    "Kinship",
    "Ledger",
    "Life",
    "Said",
    "SecondLook",
    "Stretch",
    "Total",
    "Traits",
    "both_spam",
    "every_trait",
    "kinship",
    "life",
    "person",
    "sign",
    "traits_of",
    "words",
]
