"""To the abuse desk of a network."""

from spamatlas.locale import marked as _
from spamatlas.model import Role
from spamatlas.notice.demand import Demand

DEMAND = Demand(
    name="network_abuse",
    role=Role.NETWORK_ABUSE,
    seen=_("These messages were handed over from addresses in your network:"),
    asked=(
        _("find the customer or machine that held these addresses at these times, and stop it from sending more;"),
        _("tell us whether it was a customer of yours who sent them, or a machine that was hijacked."),
    ),
)
