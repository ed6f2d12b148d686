"""What rewording does not change: where the links, numbers, accounts and files of a message lead."""

import re
from collections.abc import Iterator

from spamatlas.campaign.dialled import forms_of
from spamatlas.campaign.shared_hosts import page_of, place_of
from spamatlas.campaign.spoken import spoken_numbers
from spamatlas.model import Attachment, Channel, Message, PartyKind
from spamatlas.model.check_digits import passes_luhn, passes_mod_97

# A message that leads to more places than these is a digest, a newsletter or a discussion: no one place is its purpose.
MOST_DOMAINS = 4
MOST_NUMBERS = 3
MOST_ACCOUNTS = 2
# Accounts are looked for in this many characters: what is asked for stands early, and the work must stay bounded.
SEARCHED_CHARACTERS = 2_000

_ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}+@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
_WALLET = re.compile(
    r"\b(?:bc1[ac-hj-np-z02-9]{11,71}|0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33}|[13][1-9A-HJ-NP-Za-km-z]{25,34})\b"
)
# Letters and digits made one letter: so long a run of it is rare, and found faster than by a pattern.
_ALIKE = bytes(ord("a") if chr(code).isalnum() and code < 128 else 0 for code in range(256))
_WALLET_RUN = b"a" * 26
# ISO 13616: country, two check digits, up to 30 signs; written in groups of four or without blanks.
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
# A page there is the account of who is called so; the rest are commands (core.telegram.org/api/links, November 2026).
_ACCOUNT_PAGES = frozenset(("t.me", "telegram.me", "telegram.dog"))
_COMMANDS = frozenset(("joinchat", "share", "addstickers", "addemoji", "addlist", "addtheme", "proxy", "socks",
                       "setlanguage", "login", "invoice", "boost", "confirmphone", "contact"))  # fmt: skip
_ACCOUNT_NAME = re.compile(r"[a-z][a-z0-9_]{4,31}")
_HANDLE = re.compile(r"(?<![\w.@/])@([A-Za-z][A-Za-z0-9_]{4,31})(?![\w@])")
_PLUS_NUMBER = re.compile(r"\+[0-9](?:[ ().-]{0,2}[0-9]){7,14}(?![0-9])")
# As it is dialled at home: a nought and eight to twelve digits more, no part of a longer number, sum or date.
_HOME_NUMBER = re.compile(r"0(?<![\w+.,/:-].)[0-9](?:[ .()-]{0,2}[0-9]){7,11}(?![0-9]|[.,/:-][0-9])")
_CARD = re.compile(r"[2-6](?<![0-9+].)[0-9]{3}(?:([ -]?)[0-9]{4}){3}(?![0-9])")
# Digits made one digit, blanks and hyphens blanks: the first half of any card is eight digits, or four and four.
_FIGURES = bytes(ord("0") if 48 <= code < 58 else 32 if chr(code) in " -" else 0 for code in range(256))
_NOT_DIGITS = re.compile(r"[^0-9+]")


def anchors(message: Message, is_comparable: bool) -> tuple[str, ...]:
    """The anchors of a message, sorted, each ``kind:value``; ``is_comparable`` says whether its words can be compared.

    - ``domain:`` the one place of its own that it leads to; ``domains:`` where there are several, the set of them,
      because a phishing mail also shows links of whom it imitates. Shared hosts never count (``shared_hosts``).
    - ``link:`` a page on a shared host, and ``number:`` a telephone number, only where there is no place of its own:
      beside one they are the footer, which imitators copy.
    - ``account:`` a payment card, a bank account, a wallet, or the mail address or messenger handle that answers shall
      go to, whether it is written as a handle or as a link.
    - ``file:`` an attachment by its SHA-256; a picture only where there are no words, else it is a logo.
    - ``caller:`` the number that called, where nothing was said.
    """
    lists = list_fields(message) if message.headers else []
    found = set(_links(message, lists)) if message.links else set()
    led = any(anchor.startswith("domain") for anchor in found)
    if not led:
        found.update(_numbers(message))
    found.update(_accounts(message, bool(lists)))
    found.update([f"file:{file.sha256}" for file in message.attachments if _is_telling(file, is_comparable)])
    sender = message.sender
    if message.channel is Channel.VOICE and not is_comparable and sender and sender.kind is PartyKind.PHONE:
        found.add(f"caller:{sender.value}")
    return tuple(sorted(found))


def list_fields(message: Message) -> list[str]:
    """What the mailing list that passed the message on says of itself (RFC 2369, RFC 2919)."""
    return [value.lower() for name, value in message.fields.items() if name[:5] == "list-"]


def _links(message: Message, lists: list[str]) -> Iterator[str]:
    own: set[str] = set()
    pages: set[str] = set()
    for link in message.links:
        kind, name = place_of(link.host, link.domain)
        if kind == "own":
            if name not in own and not _is_way_there(name, message, lists):
                own.add(name)
        elif kind == "page" and (page := page_of(link)):
            pages.add(page)
    if len(own) == 1:
        yield f"domain:{own.pop()}"
    elif 1 < len(own) <= MOST_DOMAINS:
        yield f"domains:{'+'.join(sorted(own))}"
    elif not own and len(pages) <= MOST_DOMAINS:
        yield from (f"link:{page}" for page in pages)
        yield from (f"account:{handle}" for page in pages if (handle := _handle_of(page)))


def _handle_of(page: str) -> str:
    """The handle whose own page it is; empty where it is none's."""
    host, _, name = page.partition("?")[0].lower().partition("/")
    is_account = host in _ACCOUNT_PAGES and name not in _COMMANDS and _ACCOUNT_NAME.fullmatch(name)
    return f"@{name}" if is_account else ""


def _is_way_there(domain: str, message: Message, lists: list[str]) -> bool:
    """Whether a domain is the receiver's own, or that of the mailing list that passed the message on.

    A list puts a link to itself under everything, and a phishing mail names the reader's own
    organisation; neither says anything about the sender.
    """
    if any(recipient.value.endswith((f"@{domain}", f".{domain}")) for recipient in message.recipients):
        return True
    return any(domain in value for value in lists)


def _numbers(message: Message) -> Iterator[str]:
    values = {number.value for number in message.numbers}
    text = _searched(message)
    if message.channel is Channel.VOICE:
        values |= spoken_numbers(text)
    if "+" in text:  # numbers of no known plan, as in samples, are not among message.numbers
        values.update(_NOT_DIGITS.sub("", found[0]) for found in _PLUS_NUMBER.finditer(text))
    if not values and "0" in text:  # of a country that was not told
        values.update(_NOT_DIGITS.sub("", found[0]) for found in _HOME_NUMBER.finditer(_IBAN.sub(" ", text)))
    if len(values) <= MOST_NUMBERS:
        forms = {form for value in values for form in (forms_of(value, message) if value[0] != "+" else (value,))}
        yield from (f"number:{value}" for value in forms)


def _searched(message: Message) -> str:
    text = f"{message.subject}\n{message.text}" if message.subject else message.text
    return text[:SEARCHED_CHARACTERS]


def _accounts(message: Message, is_listed: bool) -> Iterator[str]:
    text = _searched(message)
    plain = text.encode("ascii", "replace")
    figures = plain.translate(_FIGURES)
    if b"00000000" in figures or b"0000 0000" in figures:
        cards = [_NOT_DIGITS.sub("", found[0]) for found in _CARD.finditer(text)]
        yield from (f"account:{card}" for card in cards if passes_luhn(card))
        ibans = [found.replace(" ", "") for found in _IBAN.findall(text)]
        yield from (f"account:{iban}" for iban in ibans if passes_mod_97(iban))
    if _WALLET_RUN in plain.translate(_ALIKE):
        yield from (f"account:{found}" for found in set(_WALLET.findall(text)))
    if is_listed:
        return  # a mailing list's own addresses
    written = _addresses(text) if "@" in text else set()
    if "@" in text and message.channel is not Channel.SOCIAL:  # there everybody is called by a handle
        written.update(f"@{handle.lower()}" for handle in _HANDLE.findall(text))
    reply = message.reply_to.value if message.reply_to else ""
    if reply and message.sender and reply != message.sender.value:
        written.add(reply)
    if len(written) <= MOST_ACCOUNTS:
        yield from (f"account:{address}" for address in written)


def _addresses(text: str) -> set[str]:
    words = [word for line in text.split("\n") if "@" in line for word in line.split() if "@" in word]
    return {address.lower() for address in _ADDRESS.findall(" ".join(words))}


def _is_telling(file: Attachment, is_comparable: bool) -> bool:
    return file.body_bytes > 0 and not (is_comparable and file.media_type.startswith("image/"))
