"""Which countries and territories are called at the price of a call at home, though the number plan tells them apart.

Stated by hand in 2026-11. Prices are the operators' own, and a shared country code (ITU-T E.164) alone says nothing.
Russia and Kazakhstan (+7), Curaçao and the Caribbean Netherlands (+599) and the Caribbean under +1 are calls abroad.
"""

# Countries are ISO 3166-1 alpha-2, as libphonenumber has them.
NORTH_AMERICA = frozenset({"US", "CA", "PR", "VI", "GU", "AS", "MP"})
"""The regions of the North American Numbering Plan that bill each other as domestic or nearly so: the states and
territories of the United States, whose carriers may not charge them apart (rate integration, 47 U.S.C. 254(g)), and
Canada, which American plans hold. All other regions of +1 bill as abroad, and are known for calls of one ring (FCC,
consumer guide "One Ring" Phone Scam)."""
_GROUPS = (
    NORTH_AMERICA,
    frozenset({"GB", "GG", "IM", "JE"}),
    frozenset({"IT", "VA"}),  # +39 06 698 is Rome's exchange
    frozenset({"FI", "AX"}),
    frozenset({"NO", "SJ"}),
    frozenset({"AU", "CC", "CX"}),
    frozenset({"RE", "YT"}),
    frozenset({"GP", "BL", "MF"}),
    frozenset({"MA", "EH"}),
    frozenset({"SH", "TA"}),
)
_GROUP_OF = {country: group for group in _GROUPS for country in group}
# Their landlines cost what Britain's do, their mobiles more (Ofcom, calls to the Channel Islands and the Isle of Man).
_DEAR_MOBILES = frozenset({"GG", "IM", "JE"})


def is_domestic(caller: str, called: str, kind: str = "") -> bool:
    """Whether calling a caller's country back costs what a call at home does; ``kind`` is that of the caller's number
    (``PhoneNumber.kind``).
    """
    if caller == called:
        return True
    if caller in _DEAR_MOBILES and kind not in ("fixed", "toll_free"):
        return False
    return called in _GROUP_OF.get(caller, ())
