"""Mail as people paste it: its subject and its text, without header, page and files; or in tokens, as old sets keep it.

What a citizen asks about and what is forwarded by hand comes so. No public set of it may train; these are views of the
mails that do.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from spamatlas.model import Message
from spamatlas.parse.links import links_in
from spamatlas.parse.numbers import numbers_in
from training.examples import Example

_TOKEN = re.compile(r"\w+|[^\w\s]")
View = Callable[[Message], Message]


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


def tokenised(message: Message) -> Message:
    """The same in small letters, with blanks between words and signs, which breaks its links."""
    text = "\n".join(map(_tokens, message.text.split("\n")))
    return replace(
        pasted(message), subject=_tokens(message.subject), text=text, links=links_in(text), numbers=numbers_in(text)
    )


def seen_as(view: View, example: Example) -> Example:
    """The example with another view of its mail; all that is known of it stays."""
    return replace(example, message=view(example.message))


def with_pasted(examples: Iterable[Example], share: float) -> Iterator[Example]:
    """Every example, and behind each mail a copy as it is pasted, which has ``share`` of its weight."""
    for each in examples:
        if each.message.channel == "email" and share:
            yield replace(each, share=each.share * (1 - share))
            yield replace(seen_as(pasted, each), share=each.share * share, is_pasted=True)
        else:
            yield each


def _tokens(text: str) -> str:
    return " ".join(_TOKEN.findall(text.lower()))
