"""The authorisation matrix: what each role may. It is shown as a page, and enforced by ``web.guards`` alone."""

from collections.abc import Iterable, Mapping

from spamatlas.model.vocabulary import PersonRole, Scope

_READS = {Scope.CAMPAIGNS_READ, Scope.STATISTICS, Scope.JUDGE}
_WORKS = {*_READS, Scope.REPORTS_WRITE, Scope.REPORTS_READ, Scope.REPORTS_TEACH, Scope.CAMPAIGNS_WRITE}

RIGHTS: Mapping[PersonRole, frozenset[Scope]] = {
    PersonRole.CITIZEN: frozenset({Scope.REPORTS_WRITE, Scope.JUDGE}),
    PersonRole.ANALYST: frozenset({*_WORKS, Scope.EVIDENCE_READ}),
    PersonRole.OPERATOR: frozenset({*_WORKS, Scope.EVIDENCE_READ, Scope.METRICS}),
    PersonRole.REGULATOR: frozenset({*_READS, Scope.REPORTS_READ, Scope.EVIDENCE_READ}),
    PersonRole.SECRETARIAT: frozenset(_READS),
    # Campaigns' lists hold what people reported only in sums; figures stay as the public sees them.
    PersonRole.RESEARCHER: frozenset({Scope.CAMPAIGNS_READ, Scope.JUDGE}),
    PersonRole.ADMINISTRATOR: frozenset(Scope),
}
EVERYTHING = frozenset(Scope)


def rights_of(roles: Iterable[PersonRole]) -> frozenset[Scope]:
    """What somebody with these roles may: each adds to the others."""
    return frozenset().union(*(RIGHTS[role] for role in roles))
