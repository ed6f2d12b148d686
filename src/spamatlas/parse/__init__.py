"""Submission in, message out: texts, links, numbers, attachments, identities, hops."""

from functools import cache

from msgspec.structs import replace

from spamatlas.model import Message, Rejected, Submission
from spamatlas.parse import formats
from spamatlas.parse.blanks import pressed
from spamatlas.parse.mail import charset, code
from spamatlas.parse.mail.border import with_border
from spamatlas.parse.mail.forward import without_forwards
from spamatlas.parse.numbers import number_from
from spamatlas.parse.parser import Parser
from spamatlas.parse.remains import UNREADABLE, refusal_of, remains
from spamatlas.plugins import pieces
from spamatlas.suffixes import registrable

__all__ = ["UNREADABLE", "Parser", "arrived", "parse", "parsers", "refusal_of", "remains", "warm_up"]


def parse(submission: Submission, home_country: str = "", trusted_relays: tuple[str, ...] = ()) -> Message:
    """The message that was filed, read by the format that takes its media type.

    ``home_country`` (ISO 3166-1 alpha-2) is the numbering plan in which national numbers are read.
    ``trusted_relays`` are domains and networks of the own side, whose authentication results are believed.

    Raises:
        Rejected: ``unknown-media-type``, or what the format's ``rejections`` name.
        ImportError: a format does not load, or two take one media type.
    """
    return _finished(_parser(submission).parse(submission, home_country), trusted_relays)


def arrived(
    submission: Submission, home_country: str = "", trusted_relays: tuple[str, ...] = ()
) -> tuple[Message, tuple[Message, ...]]:
    """The message as ``parse`` gives it, and what each message that carried it says itself, the outermost first.

    What says nothing beside the message that it carries is left out; for most there is none.

    Raises:
        Rejected, ImportError: as ``parse``.
    """
    parser = _parser(submission)
    if parser.parse_around is None:
        return _finished(parser.parse(submission, home_country), trusted_relays), ()
    around: list[Message] = []
    message = _finished(parser.parse_around(submission, home_country, around), trusted_relays)
    own = [each for each in around if _says_anything(each, message)]
    return message, tuple([_finished(each, trusted_relays) for each in own])


def _says_anything(carrier: Message, message: Message) -> bool:
    """Whether a message has anything beside the one that it carries: that is one file, and often the subject."""
    if carrier.text.strip() or carrier.links or carrier.page_holds or len(carrier.attachments) > 1:
        return True
    return without_forwards(carrier.subject) not in ("", without_forwards(message.subject))


def _finished(message: Message, trusted_relays: tuple[str, ...]) -> Message:
    message = with_border(message, trusted_relays)
    text = pressed(message.text)
    return message if text is message.text else replace(message, text=text)


def _parser(submission: Submission) -> Parser:
    media_type = submission.media_type.partition(";")[0].strip().lower()
    parser = parsers().get(media_type)
    if parser is None:
        raise Rejected("unknown-media-type", "no format reads this media type; see docs for those that are read")
    return parser


def warm_up(is_for_long: bool = False) -> None:
    """Load what the first messages would load one by one: a worker does it before they come.

    One that lives for long also loads what only some need, 5 to 25 ms each: readers of pictures, charsets to guess
    among, the two dozen numbering plans that share +1.
    """
    parsers()
    number_from("+442079460000")
    registrable("example.com")
    if is_for_long:
        code.warm_up()
        charset.warm_up()
        number_from("+12005550100")  # of no area: every plan is asked


@cache
def parsers() -> dict[str, Parser]:
    """The format that takes each media type.

    Raises:
        ImportError: a format does not load, or two take one media type.
    """
    taken: dict[str, Parser] = {}
    for parser in pieces(formats, Parser).values():
        for media_type in parser.accepts:
            if taken.setdefault(media_type, parser) is not parser:
                raise ImportError(f"{parser.name} and {taken[media_type].name} both take {media_type}")
    return taken
