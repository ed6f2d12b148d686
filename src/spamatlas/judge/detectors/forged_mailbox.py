"""It names a mailbox at a provider that never had it."""

from collections.abc import Iterator

from spamatlas.judge.alignment import believed, home_of, is_aligned
from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.header import is_carried
from spamatlas.judge.passing_on import is_passed_on
from spamatlas.judge.providers import MAILBOX_PROVIDERS, is_named_in, provider_of
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when From is at a large mailbox provider, the Message-ID is not of it (RFC 5322, section
    3.6.4), no Received field names it, and no check passed for it.

    A program of its own writes its own Message-ID, but hands the mail to the provider's server; a list takes away the
    older Received fields, so nothing is said of its mail.
    """
    home = home_of(message)
    provider = provider_of(home) if home else ""
    if provider not in MAILBOX_PROVIDERS or not is_carried(message):
        return
    fields = message.fields
    right = message.message_id.strip("<> ").rpartition("@")[2].lower()
    if provider_of(right) == provider or is_passed_on(message):
        return
    if is_named_in(provider, fields["received"].lower()):
        return
    if not any(each.result == "pass" and is_aligned(each, home) for each in believed(message)):
        yield Finding({"provider": provider})


DETECTOR = Detector(
    name="forged-mailbox",
    summary="From is at a large provider that neither the Message-ID nor a Received field names",
    reason="It names a sender at {provider}, but neither its Message-ID nor any server on its way is of {provider}.",
    weight=1.0,
    channels=frozenset({Channel.EMAIL}),
    needs="headers",
    judge=judge,
)
