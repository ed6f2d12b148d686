"""Mail as people paste it: its subject and its text, without header, page and files.

What a citizen asks about and what is forwarded by hand comes so. No public set of it may train; these are copies of the
mails that do.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from spamatlas.model import Message
from spamatlas.parse.links import links_in
from spamatlas.parse.numbers import numbers_in
from training.examples import Example


def pasted(message: Message) -> Message:
    """The mail with nothing but what a person who read it can copy out of it."""
    return Message(
        submission_id=message.submission_id,
        channel=message.channel,
        subject=message.subject,
        text=message.text,
        links=links_in(message.text),
        numbers=numbers_in(message.text),
    )


def with_pasted(examples: Iterable[Example], share: float) -> Iterator[Example]:
    """Every example, and behind each mail a copy as it is pasted, which has ``share`` of its weight."""
    for each in examples:
        if each.message.channel == "email" and share:
            yield replace(each, share=each.share * (1 - share))
            yield replace(each, message=pasted(each.message), share=each.share * share, is_pasted=True)
        else:
            yield each
