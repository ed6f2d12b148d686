"""Which messages are one campaign: signatures by the workers, assigned by one ordered writer; and what they share."""

from spamatlas.campaign.attribution import clusters
from spamatlas.campaign.columns import Columns
from spamatlas.campaign.components import Case, Said
from spamatlas.campaign.effect import Effect, Interval, Window, effect, window
from spamatlas.campaign.entry import Entry
from spamatlas.campaign.groups import Total
from spamatlas.campaign.kinship import Kinship, Traits, both_spam, every_trait, kinship, traits_of
from spamatlas.campaign.ledger import Ledger
from spamatlas.campaign.life import Life, Stretch, life
from spamatlas.campaign.people import person
from spamatlas.campaign.plan import Affair
from spamatlas.campaign.sampled import Clues
from spamatlas.campaign.second_look import SecondLook
from spamatlas.campaign.signature import sign
from spamatlas.campaign.telling import hub, telling
from spamatlas.campaign.words import words

__all__ = [
    "Affair",
    "Case",
    "Clues",
    "Columns",
    "Effect",
    "Entry",
    "Interval",
    "Kinship",
    "Ledger",
    "Life",
    "Said",
    "SecondLook",
    "Stretch",
    "Total",
    "Traits",
    "Window",
    "both_spam",
    "clusters",
    "effect",
    "every_trait",
    "hub",
    "kinship",
    "life",
    "person",
    "sign",
    "telling",
    "traits_of",
    "window",
    "words",
]
