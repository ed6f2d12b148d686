"""Which messages are one campaign: signatures by the workers, assignments by one ordered writer."""

from spamatlas.campaign.components import Case, Said
from spamatlas.campaign.entry import Entry
from spamatlas.campaign.groups import Total
from spamatlas.campaign.ledger import Ledger
from spamatlas.campaign.people import person
from spamatlas.campaign.plan import Affair
from spamatlas.campaign.second_look import SecondLook
from spamatlas.campaign.signature import sign
from spamatlas.campaign.words import words

__all__ = ["Affair", "Case", "Entry", "Ledger", "Said", "SecondLook", "Total", "person", "sign", "words"]
