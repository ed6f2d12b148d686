"""Its Message-ID is of a provider that never had it."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.header import is_carried
from spamatlas.judge.passing_on import is_passed_on
from spamatlas.judge.providers import is_named_in, provider_of
from spamatlas.model import Channel, Message, Origin

# The right sides that the providers' servers write themselves, seen in no other program's (mails of 2019 to 2024).
_OWN = ("mail.gmail.com", "mail.yahoo.com", ".prod.outlook.com", ".phx.gbl", "email.amazonses.com", "phx.gbl")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when the Message-ID (RFC 5322, section 3.6.4) is one that a large provider's servers make, and
    no Received field and no result of its receiver names that provider.

    Lists take away the older Received fields, so nothing is said of their mail. Half for Microsoft, whose program on
    telephones writes such ones on mail that other providers send.
    """
    right = message.message_id.strip("<> ").rpartition("@")[2].lower()
    if not right.endswith(_OWN) or not is_carried(message):
        return
    fields = message.fields
    provider = provider_of(right)
    if is_passed_on(message) or not provider:
        return
    if not is_named_in(provider, fields["received"].lower()):
        yield Finding({"provider": provider}, 0.5 if provider == "Microsoft" else 1.0)


DETECTOR = Detector(
    name="forged-message-id",
    summary="the Message-ID is of a large provider that no Received field names",
    reason="Its Message-ID is one that {provider} makes, but no server of {provider} had it.",
    weight=1.0,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
