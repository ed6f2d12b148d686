"""Services that send mail for many customers, by their relays and by the fields that they write."""

from functools import cache
from importlib.resources import files


@cache
def relays() -> dict[str, str]:
    """Whose relays have names under a registrable domain."""
    return _rows("relay")


@cache
def fields() -> dict[str, str]:
    """Who writes a header field, by its lower-case name."""
    return _rows("field")


def _rows(kind: str) -> dict[str, str]:
    lines = files(__package__).joinpath("bulk_services.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {name: whose for what, name, whose in rows if what == kind}
