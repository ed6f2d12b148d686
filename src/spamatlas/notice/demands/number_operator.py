"""To the operator of a telephone number."""

from spamatlas.locale import marked as _
from spamatlas.model import Role
from spamatlas.notice.demand import Demand

DEMAND = Demand(
    name="number_operator",
    role=Role.NUMBER_OPERATOR,
    seen=_("These messages or calls name or come from a number in your ranges, or came through your network:"),
    asked=(
        _("check who uses the number and how, and bar it where your terms or the law say so;"),
        _("tell us whether the number was forged by somebody else, or was ported to another operator."),
    ),
)
