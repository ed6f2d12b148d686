import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from types import ModuleType
from typing import Any

from spamatlas.trace.facts import NumberFacts

# The order is libphonenumber's own: the first type whose ranges hold the number is its type.
_KINDS = (
    ("premium", "premium_rate"),
    ("toll_free", "toll_free"),
    ("shared_cost", "shared_cost"),
    ("voip", "voip"),
    ("personal", "personal_number"),
    ("pager", "pager"),
    ("uan", "uan"),
    ("voicemail", "voicemail"),
)
_DIGITS = re.compile(r"\+?([0-9]{1,30})\Z")
_Ranges = tuple[frozenset[int], re.Pattern[str]]


class Numbers:
    """What the numbering plans say: libphonenumber's tables, read range by range.

    The library's own call chain costs some 75 µs a number, this one a tenth: E.164 needs no parsing.
    """

    def __init__(self) -> None:
        self.find = lru_cache(maxsize=65_536)(_find)


def _find(number: str) -> NumberFacts:
    match = _DIGITS.match(number)
    if not match:
        return NumberFacts(number)
    digits = match[1]
    code, regions = _calling_code(digits)
    if not code:
        return NumberFacts(number, state="no_such_code")
    national = digits[len(str(code)) :]
    cost, why = _cost(digits)
    plan = _first(regions, code, national)
    if plan is None:
        # The code still says whose plan the number pretends to be of, save where many countries share it (+1, +7).
        claimed = regions[0] if code not in (1, 7) and regions[0] != "001" else ""
        fault = _fault(regions[0], code, national)
        return NumberFacts(number, fault, claimed, calling_code=code, cost=cost, why=why)
    region, kind = plan
    return NumberFacts(
        number,
        "assigned",
        "" if region == "001" else region,
        kind,
        _carrier(digits) if kind in ("mobile", "fixed_or_mobile", "pager") else "",
        code,
        region == "001",
        "premium" if kind == "premium" else cost,
        "its numbering plan says so" if kind == "premium" else why,
    )


def _calling_code(digits: str) -> tuple[int, tuple[str, ...]]:
    codes = _library().phonenumberutil.COUNTRY_CODE_TO_REGION_CODE
    for length in (1, 2, 3):
        code = int(digits[:length])
        if code in codes and digits[0] != "0":
            return code, codes[code]
    return 0, ()


def _first(regions: tuple[str, ...], code: int, national: str) -> tuple[str, str] | None:
    """The region that assigns the number, and its type; None where no range holds it."""
    for region in regions:
        plan = _plan(region, code)
        if plan.leading and not plan.leading.match(national):
            continue
        kind = plan.kind(national)
        if kind:
            return region, kind
    return None


def _fault(region: str, code: int, national: str) -> str:
    lengths = _plan(region, code).lengths
    if len(national) < min(lengths):
        return "too_short"
    return "too_long" if len(national) > max(lengths) else "unassigned"


class _Plan:
    """The ranges of one region (ITU-T E.164 national significant numbers)."""

    def __init__(self, metadata: Any) -> None:
        general = metadata.general_desc
        self.lengths: frozenset[int] = frozenset(general.possible_length)
        self.leading = re.compile(metadata.leading_digits) if metadata.leading_digits else None
        self._general = re.compile(general.national_number_pattern)
        self._special = [(kind, *found) for kind, name in _KINDS if (found := self._ranges(getattr(metadata, name)))]
        self._fixed = self._ranges(metadata.fixed_line)
        self._mobile = self._fixed if metadata.same_mobile_and_fixed_line_pattern else self._ranges(metadata.mobile)

    def kind(self, national: str) -> str:
        """The type; empty where no range holds the number."""
        if len(national) not in self.lengths or not self._general.fullmatch(national):
            return ""
        for kind, lengths, pattern in self._special:
            if len(national) in lengths and pattern.fullmatch(national):
                return kind
        fixed, mobile = _holds(self._fixed, national), _holds(self._mobile, national)
        if fixed and mobile:
            return "fixed_or_mobile"
        return "fixed" if fixed else "mobile" if mobile else ""

    def _ranges(self, description: Any) -> _Ranges | None:
        if description is None or not description.national_number_pattern:
            return None
        lengths = frozenset(description.possible_length) or self.lengths
        return lengths, re.compile(description.national_number_pattern)


def _holds(ranges: _Ranges | None, national: str) -> bool:
    return ranges is not None and len(national) in ranges[0] and ranges[1].fullmatch(national) is not None


@cache
def _plan(region: str, code: int) -> _Plan:
    metadata = _library().PhoneMetadata
    found = metadata.metadata_for_nongeo_region(code) if region == "001" else metadata.metadata_for_region(region)
    return _Plan(found)


def _carrier(digits: str) -> str:
    table, longest = _carriers()
    for length in range(min(longest, len(digits)), 0, -1):
        names = table.get(digits[:length])
        if names:
            return str(names.get("en", ""))
    return ""


def _cost(digits: str) -> tuple[str, str]:
    table = _costs()
    for length in range(min(7, len(digits)), 2, -1):
        found = table.get(digits[:length])
        if found:
            return found
    return "", ""


@cache
def _costs() -> dict[str, tuple[str, str]]:
    return {prefix: (cost, why) for prefix, cost, why in _rows("high_cost.tsv")}


def _rows(name: str) -> Iterator[list[str]]:
    for line in files(__package__).joinpath(name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def _carriers() -> tuple[dict[str, dict[str, str]], int]:
    # 0.07 s, paid by the first number and by no command that sees none.
    from phonenumbers import carrierdata  # noqa: PLC0415

    return carrierdata.CARRIER_DATA, carrierdata.CARRIER_LONGEST_PREFIX


@cache
def _library() -> ModuleType:
    import phonenumbers  # noqa: PLC0415

    return phonenumbers
