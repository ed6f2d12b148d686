"""Which authentication results are believed where it is known whose servers took a mail in."""

from msgspec.structs import replace

from spamatlas.model import Message
from spamatlas.parse.mail.authentication import NAMELESS, Statement, statements_in, taken
from spamatlas.parse.mail.field import Fields
from spamatlas.parse.mail.received import MOST_HOPS, hop_from


def with_border(message: Message, trusted: tuple[str, ...]) -> Message:
    """The message with its results believed by who took it in (RFC 8601, section 5): where the newest Received field
    is of a configured domain, only results under a configured authserv-id, from fields above all that strangers' hosts
    wrote; whatever else stands on top is the sender's.

    ``trusted`` are ``trusted_relays`` of the settings; networks among them name no authserv-id. A mail that others
    took in (one that was forwarded as a whole) stays as it was read.
    """
    if not trusted or not message.authentication or not message.hops:
        return message
    domains = tuple([name for each in trusted if "/" not in each and (name := each.strip().strip(".@").lower())])
    writers = _writers(message.headers, domains)
    if not any("." in writer for writer in writers):
        return message
    stated = statements_in(message.headers)
    depth, is_nameless = len(writers), any(_is_within(writer, (NAMELESS,)) for writer in writers)
    ours = [each for each in stated if each.below <= depth and _is_ours(each, domains, is_nameless)]
    believed = frozenset(taken(ours))
    read = {replace(each, is_believed=True) for statement in stated for each in statement.results}
    marked = [(each, replace(each, is_believed=True)) for each in message.authentication]
    # What stands in no field was stated by a report that came around the mail, and stays as it is.
    return replace(
        message,
        authentication=tuple(
            [replace(plain, is_believed=plain in believed) if plain in read else each for each, plain in marked]
        ),
    )


def _is_ours(statement: Statement, domains: tuple[str, ...], is_nameless: bool) -> bool:
    if not statement.server:
        return is_nameless or statement.name == "received-spf"
    return _is_within(statement.server, domains)


def _writers(fields: Fields, domains: tuple[str, ...]) -> list[str]:
    """The hosts of these domains that wrote the newest Received fields; a bare name is taken for an inner one."""
    found: list[str] = []
    for name, value in fields:
        if name.lower() != "received":
            continue
        writer = hop_from(value).by
        if len(found) >= MOST_HOPS or ("." in writer and not _is_within(writer, domains)):
            break
        found.append(writer)
    return found


def _is_within(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in domains)
