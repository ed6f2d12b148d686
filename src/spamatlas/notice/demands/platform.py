"""To whoever runs a platform, a shared host or a mail service."""

from spamatlas.locale import marked as _
from spamatlas.model import Role
from spamatlas.notice.demand import Demand

DEMAND = Demand(
    name="platform",
    role=Role.PLATFORM,
    seen=_("These messages use pages or accounts on your service:"),
    asked=(
        _("look at the pages or accounts, and take down what breaks your terms;"),
        _("look for others of the same holder, and keep what you know of them, so that an authority can ask for it."),
    ),
)
