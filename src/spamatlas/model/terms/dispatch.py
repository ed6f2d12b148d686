"""The words for how far something in the outbox has come."""

from spamatlas.model.terms.term import Term, Terms, _
from spamatlas.model.vocabulary import DispatchState

_STATES = {
    DispatchState.WAITING: Term(_("Waits to be sent"), _("It is tried when it is due, and again where it fails.")),
    DispatchState.SENT: Term(_("Sent"), _("The other side has taken it; it may still come back.")),
    DispatchState.BOUNCED: Term(_("Came back"), _("A mail server reported that the address can't be reached.")),
    DispatchState.FAILED: Term(_("Failed"), _("It was refused for good, or tried for as long as it made sense.")),
    DispatchState.UNWANTED: Term(_("Not wanted"), _("The address wants no such mail, or can't be reached.")),
    DispatchState.CANCELLED: Term(_("Taken back"), _("Somebody here stopped it before it was sent.")),
}

TERMS: Terms = {DispatchState: _STATES}
