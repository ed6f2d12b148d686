from collections.abc import Callable

from msgspec import Struct

from spamatlas.model import Message, Submission


class Parser(Struct, frozen=True, kw_only=True):
    """A format that can be read: how it is called, what it takes, how it may refuse.

    ``accepts`` are media types in lower case, without parameters. ``parse`` takes the submission and the
    home country (ISO 3166-1 alpha-2, or empty) and gives the message; every code that it may raise in a
    ``Rejected`` is in ``rejections``. ``parse_around``, of a format in which one message may carry another, does the
    same and fills a list with what the carrying ones say themselves, the outermost first.
    """

    name: str
    summary: str
    accepts: tuple[str, ...]
    parse: Callable[[Submission, str], Message]
    rejections: frozenset[str] = frozenset()
    parse_around: Callable[[Submission, str, list[Message]], Message] | None = None
