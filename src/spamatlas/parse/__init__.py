"""Submission in, message out: texts, links, numbers, attachments, identities, hops."""

from functools import cache

from spamatlas.model import Message, Rejected, Submission
from spamatlas.parse import formats
from spamatlas.parse.parser import Parser
from spamatlas.plugins import pieces

__all__ = ["Parser", "parse", "parsers"]


def parse(submission: Submission, home_country: str = "") -> Message:
    """The message that was filed, read by the format that takes its media type.

    ``home_country`` (ISO 3166-1 alpha-2) is the numbering plan in which national numbers are read.

    Raises:
        Rejected: ``unknown-media-type``, or what the format's ``rejections`` name.
        ImportError: a format does not load, or two take one media type.
    """
    media_type = submission.media_type.partition(";")[0].strip().lower()
    parser = parsers().get(media_type)
    if parser is None:
        raise Rejected("unknown-media-type", "no format reads this media type; see docs for those that are read")
    return parser.parse(submission, home_country)


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
