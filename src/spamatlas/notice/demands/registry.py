"""To the registrar or registry of a domain."""

from spamatlas.locale import marked as _
from spamatlas.model import Role
from spamatlas.notice.demand import Demand

DEMAND = Demand(
    name="registry",
    role=Role.REGISTRY,
    seen=_("These messages lead their readers to a domain that is registered with you:"),
    asked=(
        _("check the registration, and suspend the domain where your terms or the law say so;"),
        _("where it belongs to somebody who was hijacked, tell its owner instead;"),
        _("keep what you know of the registration, so that an authority can ask for it."),
    ),
)
