from msgspec import Struct

from spamatlas.model.vocabulary import CallToAction, Category, Channel, Known, Lure, Ruling


class Reason(Struct, frozen=True, gc=False, omit_defaults=True):
    """One reason for or against, told apart from its words so that it can be said in any language.

    ``weight`` is in log-odds (natural logarithm), positive towards spam. ``text`` is a message id in
    English with ``{named}`` places that ``facts`` fill; facts hold no personal data.
    """

    code: str
    weight: float
    text: str
    facts: dict[str, str] = {}


class Evidence(Struct, frozen=True, gc=False, omit_defaults=True):
    """Yes, no or unknown, how sure (probability 0..1 of *yes*), and why."""

    value: Known = Known.UNKNOWN
    score: float = 0.5
    reasons: tuple[Reason, ...] = ()


class Opinion(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What the judges make of one message by itself, before anything is known of its campaign.

    ``spam`` is a calibrated probability 0..1; ``language`` is BCP 47 or ``und``; ``model`` names the weights.
    Laws differ by ``channel``.
    """

    spam: float
    category: Category = Category.OTHER
    lure: Lure = Lure.NONE
    call_to_action: CallToAction = CallToAction.NONE
    language: str = "und"
    unsolicited: Evidence = Evidence()
    reasons: tuple[Reason, ...] = ()
    model: str = ""
    channel: Channel = Channel.OTHER


class Meaning(Struct, frozen=True, gc=False, array_like=True):
    """What the careful judge reads out of a message's meaning, fused with what its words say.

    ``log_odds`` are what it adds towards spam where the words' judges count ``believed`` of what they say alone
    (1 is all of it); the rest says what kind of spam it is, if it is. Mails and texts are weighed apart, so it holds
    for the ``channel`` that the message came by.
    """

    channel: Channel
    log_odds: float
    believed: float
    category: Category
    lure: Lure
    call_to_action: CallToAction


class Verdict(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What a profile makes of the evidence, and the evidence itself.

    ``profile`` is name and version (``neutral/1``); ``model`` names the weights; ``inherited`` is true
    when a known campaign's settled verdict was taken over.
    """

    spam: float
    ruling: Ruling
    category: Category
    lure: Lure
    call_to_action: CallToAction
    language: str
    unsolicited: Evidence
    bulk: Evidence
    reasons: tuple[Reason, ...] = ()
    profile: str = "neutral/1"
    model: str = ""
    inherited: bool = False
    channel: Channel = Channel.OTHER
