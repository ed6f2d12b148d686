"""To a bank, card issuer or payment service."""

from spamatlas.locale import marked as _
from spamatlas.model import Role
from spamatlas.notice.demand import Demand

DEMAND = Demand(
    name="payment",
    role=Role.PAYMENT,
    seen=_("These messages ask for money to an account that you keep:"),
    asked=(
        _("look at what came into the account, and hold it where the law lets you;"),
        _("warn those who paid in, and keep what you know of the holder, so that an authority can ask for it."),
    ),
)
