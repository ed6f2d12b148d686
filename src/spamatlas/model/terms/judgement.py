"""What is concluded of messages and of campaigns."""

from spamatlas.model.terms.term import Term, Terms, _
from spamatlas.model.vocabulary import Known, Phase, Ruling

_KNOWN = {
    Known.YES: Term(_("Yes"), _("There is evidence for it.")),
    Known.NO: Term(_("No"), _("There is evidence against it.")),
    Known.UNKNOWN: Term(_("Not known"), _("The evidence does not settle it either way.")),
}

_RULINGS = {
    Ruling.SPAM: Term(_("Spam"), _("The profile in force counts the message as spam.")),
    Ruling.SUSPECT: Term(_("Suspect"), _("Much speaks for spam, but too little to count it as such.")),
    Ruling.HAM: Term(_("Wanted"), _("The profile in force does not count the message as spam.")),
}

_PHASES = {
    Phase.FEW: Term(_("Too few to tell"), _("Fewer than ten reports: a course could not be told from chance.")),
    Phase.NEW: Term(_("New"), _("Its first report came within the last seven days.")),
    Phase.GROWING: Term(_("Growing"), _("More reports in the last seven days than before, by more than chance.")),
    Phase.STEADY: Term(_("Steady"), _("As many reports in the last seven days as before, within what chance does.")),
    Phase.FADING: Term(_("Fading"), _("Fewer reports in the last seven days than before, by more than chance.")),
    Phase.QUIET: Term(_("Quiet"), _("No report for a week or more, when at its pace three or more would have come.")),
    Phase.RETURNED: Term(_("Returned"), _("It was quiet, and within the last seven days it came back.")),
}

TERMS: Terms = {Known: _KNOWN, Ruling: _RULINGS, Phase: _PHASES}
