"""What to do with a message, in plain words: what the page and the interface advise, as message ids."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from spamatlas.judge.running import CODES as PROGRAMS
from spamatlas.locale import marked as _
from spamatlas.model import CallToAction, Category, Channel, Lure, Reason

Outcome = Literal["spam", "suspect", "ham", "reported", "costly", "unsaid"]
"""The finding in a word. A number or an address alone is never judged: enough people reported it, its plan says that
calls there are dear, or there is too little to say."""


class Advice(Struct, frozen=True):
    """One thing to do. ``code`` is stable; ``text`` is a message id."""

    code: str
    text: str


class Advised(Struct, frozen=True):
    """What to do now, and what to do if it was too late already."""

    now: tuple[Advice, ...]
    already: tuple[Advice, ...] = ()


WANTED: Mapping[CallToAction, Advice] = {
    CallToAction.LINK: Advice("no-link", _("Do not open its link.")),
    CallToAction.REPLY: Advice("no-reply", _("Do not answer, not even to say stop.")),
    CallToAction.CALL_BACK: Advice("no-call", _("Do not call its number.")),
    CallToAction.PREMIUM_CALL_BACK: Advice(
        "no-dear-call", _("Do not call back: such a call can cost a lot every minute.")
    ),
    CallToAction.ATTACHMENT: Advice("no-file", _("Do not open its file.")),
    CallToAction.INSTALL: Advice("no-install", _("Do not install what it offers.")),
    CallToAction.PAY: Advice("no-payment", _("Do not pay, and do not send vouchers or gift cards.")),
    CallToAction.ENGAGE: Advice("no-share", _("Do not like, follow or share it.")),
    CallToAction.NONE: Advice("leave-it", _("Do not answer it, and do not open anything in it.")),
}
TOLD: Mapping[Lure, Advice] = {
    Lure.PARCEL: Advice(
        "ask-carrier", _("If you wait for a parcel, look it up in the carrier's own application or site.")
    ),
    Lure.BANK: Advice("ask-bank", _("Ask your bank, by the number on your card.")),
    Lure.TAX: Advice("ask-tax-office", _("Ask the tax office, by an address that you look up yourself.")),
    Lure.FINE: Advice("ask-authority", _("Ask the authority named, by an address that you look up yourself.")),
    Lure.TELECOM: Advice("ask-operator", _("Ask your operator, by the number on your bill.")),
    Lure.FAMILY: Advice("ask-family", _("Call the person by the number that you had before.")),
    Lure.JOB: Advice("no-fee-for-work", _("Real work never begins with a fee that you pay.")),
    Lure.INVESTMENT: Advice("ask-supervisor", _("Ask your country's financial supervisor about the firm.")),
    Lure.LOTTERY: Advice("no-lottery", _("You can't win what you never entered, and no prize costs a fee.")),
    Lure.INSURANCE: Advice("ask-insurer", _("Ask your insurer, by the number on your policy.")),
    Lure.HEALTH: Advice("ask-doctor", _("Ask your doctor or pharmacy before you buy or take anything.")),
    Lure.DATING: Advice("no-money-unmet", _("Send no money and no pictures to somebody you have never met.")),
    Lure.SUBSCRIPTION: Advice("look-up-subscription", _("Look it up in the service's own application.")),
    Lure.CHARITY: Advice("give-elsewhere", _("If you want to give, do it on the charity's own site.")),
    Lure.POLITICAL: Advice("look-before-sharing", _("Look it up in a source that you trust before you pass it on.")),
    Lure.TECH_SUPPORT: Advice("no-support", _("Let nobody into your computer or phone: no firm finds faults unasked.")),
    Lure.EXECUTIVE: Advice("ask-in-person", _("Ask the person named, by a number that you know, first.")),
    Lure.EXTORTION: Advice("no-ransom", _("Do not pay. Such threats go to thousands; mostly nothing is behind them.")),
    Lure.SURVEY: Advice("no-survey", _("Give no names, numbers or card data to a survey.")),
    Lure.ACCOUNT: Advice("type-address", _("Look at your account by typing the service's address yourself.")),
    Lure.DOCUMENT: Advice("ask-for-document", _("Ask the sender by another way whether the document is theirs.")),
}
BLOCKED: Mapping[Channel, Advice] = {
    Channel.EMAIL: Advice("mark-mail", _("Mark it as spam in your mail program, then delete it.")),
    Channel.VOICE: Advice("block-caller", _("Block the number on your phone.")),
    Channel.SOCIAL: Advice("report-account", _("Report the account to the platform, then block it.")),
}
BLOCK = Advice("block-sender", _("Block the sender on your phone, then delete it."))
FORWARD: Mapping[str, Advice] = {
    country: Advice("forward-7726", _("Forward it to 7726, free of charge: your operator can then block the sender."))
    for country in ("CA", "GB", "NZ", "US")
} | {"FR": Advice("forward-33700", _("Forward it to 33700, free of charge: your operator can then block the sender."))}
"""By the node's home country. Ofcom and the NCSC (GB), the FTC (US), the CRTC (CA), the Department of Internal Affairs
(NZ) and the operators' association AF2M (FR) name these numbers."""

CALM: Mapping[Outcome, tuple[Advice, ...]] = {
    "ham": (
        Advice("not-proof", _("This is no proof: a good forgery can look just like it.")),
        Advice("ask-sender", _("If you did not expect it, ask the sender by a way that you already know.")),
    ),
    "unsaid": (
        Advice("look-at-message", _("What it says matters more: paste the whole message to have it looked at.")),
        Advice("ask-sender", _("If you did not expect it, ask the sender by a way that you already know.")),
    ),
}
DEAR = Advice("no-dear-call", _("Do not call back: such a call can cost a lot every minute."))
UNANSWERED = Advice("no-contact", _("Do not answer, call back or open anything from it."))

PASSWORD = Advice("change-password", _("If you gave a password: change it now, everywhere that you use it."))
CARD = Advice("stop-card", _("If you gave card or bank data: call your bank now and have the card stopped."))
PAID = Advice("stop-payment", _("If you paid: call your bank now, it may still stop it. Then tell the police."))
OPENED = Advice("clean-device", _("If you opened or installed something: go offline, and have the device looked at."))
CALLED = Advice("watch-bill", _("If you called: watch your bill, and ask your operator to bar dear numbers."))
ANSWERED = Advice("stop-answering", _("If you answered: stop now, and block the sender. You owe no explanation."))
EVIDENCE = Advice("keep-it", _("If you lost money: keep the message, the police will ask for it."))

MONEY = frozenset({Category.PHISHING, Category.FRAUD, Category.LOAN, Category.PREMIUM})


RISKY = PROGRAMS | {"acts-on-opening", "macros", "name-hides-type", "two-endings", "page-attached"}
"""Codes of reasons that say of an attached file what it does, or hides, when it is opened."""


def advised_by(found: Advised, reasons: Iterable[Reason]) -> Advised:
    """The advice with that about files before all other, where a reason says that one is a risk."""
    if not any(each.code in RISKY and each.weight >= 0 for each in reasons):
        return found
    no_file = WANTED[CallToAction.ATTACHMENT]
    now = (no_file, *(each for each in found.now if each.code != no_file.code))
    already = (OPENED, *(each for each in found.already if each.code != OPENED.code))
    return Advised(now, already)


def advised(  # noqa: PLR0913, PLR0917  each of them changes what is wise
    outcome: Outcome, category: Category, lure: Lure, action: CallToAction, channel: Channel, country: str
) -> Advised:
    """The advice for a finding; ``country`` is the reader's, ISO 3166-1 alpha-2, or empty."""
    if outcome in CALM:
        return Advised(CALM[outcome])
    if outcome in {"reported", "costly"}:
        first = DEAR if outcome == "costly" else UNANSWERED
        return Advised((first, BLOCKED.get(channel, BLOCK)), (CALLED, PAID, EVIDENCE))
    now = [WANTED[action], *([TOLD[lure]] if lure in TOLD else []), BLOCKED.get(channel, BLOCK)]
    if channel in {Channel.SMS, Channel.MMS} and country in FORWARD:
        now.append(FORWARD[country])
    return Advised(tuple(now), tuple(_already(category, action)))


def _already(category: Category, action: CallToAction) -> Iterator[Advice]:
    if action in {CallToAction.LINK, CallToAction.NONE, CallToAction.ENGAGE} or category is Category.PHISHING:
        yield PASSWORD
        yield CARD
    if action in {CallToAction.ATTACHMENT, CallToAction.INSTALL} or category is Category.MALWARE:
        yield OPENED
    if action in {CallToAction.CALL_BACK, CallToAction.PREMIUM_CALL_BACK}:
        yield CALLED
    if action is CallToAction.REPLY:
        yield ANSWERED
    if action is CallToAction.PAY or category in MONEY:
        yield PAID
        yield EVIDENCE
