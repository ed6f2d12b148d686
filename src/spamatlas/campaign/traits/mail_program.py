"""The program that says it wrote the mail."""

from collections.abc import Iterator

from spamatlas.campaign.trait import Trait
from spamatlas.model import Message, Origin


def of(message: Message, _: Origin) -> Iterator[str]:
    """The field User-Agent or X-Mailer, as it stands."""
    fields = message.fields if message.headers else {}
    if program := fields.get("user-agent") or fields.get("x-mailer"):
        yield program[:100].strip().lower()


TRAIT = Trait(
    name="mail_program",
    shared="written by the same program",
    differs="written by other programs",
    weight=0.3,
    of=of,
)
