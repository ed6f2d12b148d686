"""The words for those who take part and what they may; kinds of members are those of the ITU Constitution."""

from spamatlas.model.terms.term import Term, Terms, _
from spamatlas.model.vocabulary import MemberKind, PersonRole, Scope

_MEMBER_KINDS = {
    MemberKind.STATE: Term(_("Member State"), _("A government, its regulator included.")),
    MemberKind.SECTOR_MEMBER: Term(_("Sector Member"), _("An operator, a manufacturer or another organisation.")),
    MemberKind.ASSOCIATE: Term(_("Associate"), _("An organisation that takes part in one study group.")),
    MemberKind.ACADEMIA: Term(_("Academia"), _("A university or a research institute.")),
}

_PERSON_ROLES = {
    PersonRole.CITIZEN: Term(_("Citizen"), _("Reports messages and has them judged.")),
    PersonRole.ANALYST: Term(_("Analyst"), _("Reads what was filed, teaches the judges and puts campaigns right.")),
    PersonRole.OPERATOR: Term(_("Operator's staff"), _("Works for a network or a service that files reports.")),
    PersonRole.REGULATOR: Term(_("Regulator's staff"), _("Reads campaigns and takes evidence for proceedings.")),
    PersonRole.SECRETARIAT: Term(_("Secretariat"), _("Reads figures and campaigns to report on them.")),
    PersonRole.RESEARCHER: Term(
        _("Researcher"), _("Reads campaigns with their wordings, and the figures that everybody sees.")
    ),
    PersonRole.ADMINISTRATOR: Term(_("Administrator"), _("Runs the node: members, people, keys, and everything else.")),
}

_SCOPES = {
    Scope.REPORTS_WRITE: Term(_("File reports"), _("Hand in messages, as many as come.")),
    Scope.REPORTS_READ: Term(_("Read reports"), _("See what was filed, also what is in quarantine.")),
    Scope.REPORTS_TEACH: Term(_("Teach"), _("Call reports spam or wanted, replay what is in quarantine, and undo it.")),
    Scope.REPORTS_ERASE: Term(_("Destroy"), _("Erase what reports say, and drop what is in quarantine.")),
    Scope.JUDGE: Term(_("Have messages judged"), _("As many as come; nothing of them is stored.")),
    Scope.STATISTICS: Term(_("Read all figures"), _("Cells of few reporters included.")),
    Scope.CAMPAIGNS_READ: Term(_("Read campaigns"), _("Campaigns, what they share, and drafts to those who can act.")),
    Scope.CAMPAIGNS_WRITE: Term(_("Change campaigns"), _("Join, split, name and pin them, and undo it.")),
    Scope.EVIDENCE_READ: Term(_("Take evidence"), _("Get the original bytes, in a package or alone.")),
    Scope.METRICS: Term(_("Read metrics"), _("The numbers of the node's health, for a monitor.")),
    Scope.ADMIN: Term(_("Administer"), _("Members, people, keys and the audit trail.")),
}

TERMS: Terms = {MemberKind: _MEMBER_KINDS, PersonRole: _PERSON_ROLES, Scope: _SCOPES}
