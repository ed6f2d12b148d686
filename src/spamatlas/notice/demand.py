"""What a piece says that asks one kind of recipient for something."""

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from spamatlas.model import Role
from spamatlas.notice import demands
from spamatlas.plugins import pieces


class Demand(Struct, frozen=True, kw_only=True):
    """``seen`` says what the things have to do with the messages, ``asked`` what the recipient is asked to do: English
    message ids.
    """

    name: str
    role: Role
    seen: str
    asked: tuple[str, ...]


def demand(role: Role) -> Demand:
    """What is asked in a role.

    Raises:
        KeyError: there is no file for it, which a test rules out.
    """
    return _by_role()[role]


@cache
def _by_role() -> Mapping[Role, Demand]:
    return {each.role: each for each in pieces(demands, Demand).values()}
