"""What is done against campaigns, and what came after."""

from spamatlas.model.terms.term import Term, Terms, _
from spamatlas.model.vocabulary import CountermeasureKind, EffectKind

_COUNTERMEASURES = {
    CountermeasureKind.NOTICE: Term(
        _("Notice sent"), _("Somebody who can act was told what is used and asked to see to it.")
    ),
    CountermeasureKind.LISTED: Term(
        _("Put on a list"), _("An address, a host or a number stands on a list that others block or warn by.")
    ),
    CountermeasureKind.BLOCKED: Term(
        _("Blocked by an operator"), _("A network or a service no longer carries what comes from there or leads there.")
    ),
    CountermeasureKind.NUMBER_SHUT: Term(_("Number shut"), _("The operator of a telephone number took it out of use.")),
    CountermeasureKind.HOST_DOWN: Term(
        _("Host taken down"), _("A host, a page or a name no longer answers, or shows a warning in its place.")
    ),
    CountermeasureKind.ACCOUNT_CLOSED: Term(
        _("Account closed"), _("A platform, a mail service or a bank closed or froze an account.")
    ),
    CountermeasureKind.FILTER_RULE: Term(
        _("Filter rule"), _("Those who filter messages were given a rule that finds this campaign.")
    ),
    CountermeasureKind.WARNING: Term(
        _("Public warning"), _("People were told of it in public, so that fewer fall for it.")
    ),
    CountermeasureKind.COURT_ORDER: Term(
        _("Order of a court or authority"), _("A court or an authority ordered that something be done or left.")
    ),
    CountermeasureKind.OTHER: Term(
        _("Other countermeasure"), _("Something else was done that this list does not name yet.")
    ),
}

_EFFECTS = {
    EffectKind.FEW: Term(
        _("Too few reports to tell"),
        _("Fewer than ten reports in the week before, or fewer than three whole days on a side."),
    ),
    EffectKind.ALONE: Term(
        _("Nothing to compare with"),
        _("Too few like campaigns of this age without a countermeasure: no effect can be told."),
    ),
    EffectKind.FELL: Term(
        _("Fell more than like campaigns"),
        _("Fewer reports than like campaigns of its age without a countermeasure lead to expect."),
    ),
    EffectKind.ALIKE: Term(
        _("As like campaigns do"),
        _("No more and no fewer reports than like campaigns without a countermeasure lead to expect."),
    ),
    EffectKind.ROSE: Term(
        _("Fell less than like campaigns"),
        _("More reports than like campaigns of its age without a countermeasure lead to expect."),
    ),
}

TERMS: Terms = {CountermeasureKind: _COUNTERMEASURES, EffectKind: _EFFECTS}
