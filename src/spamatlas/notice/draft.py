"""A notice in words, in a reader's language."""

from collections.abc import Iterator
from hashlib import blake2b
from textwrap import wrap

from spamatlas.locale import Language
from spamatlas.locale import marked as _
from spamatlas.model import LINKED, Charge, Grounds, Lure, Notice
from spamatlas.model.terms import term
from spamatlas.notice.demand import demand
from spamatlas.notice.machine import machine

WIDTH = 76
WHERE = {
    "look_up": _("Whom to write to must be looked up: {address}"),
    "rule": _("The address is by the rule of RFC 2142; nobody checked that it is read."),
    "plan": _("The address is not known here."),
    "register": "",
}


def draft(grounds: Grounds, language: Language) -> Notice:
    """The notice. It holds nothing of who reported, and nothing of what the messages say."""
    things = tuple(each.name for each in grounds.charges)
    reference = _reference(grounds)
    media_type, for_machines = machine(grounds, reference)
    shown = language.listing([_shown(each) for each in grounds.charges[:3]])
    return Notice(
        reference=reference,
        role=grounds.role,
        contact=grounds.contact,
        things=things,
        subject=language.say("Unwanted messages: {things} ({reference})", things=shown, reference=reference),
        text="\n".join(_lines(grounds, reference, language)) + "\n",
        machine=for_machines,
        media_type=media_type,
        language=language.code,
    )


def _reference(grounds: Grounds) -> str:
    about = "\n".join((grounds.campaign, grounds.role, *(each.name for each in grounds.charges)))
    return f"N-{blake2b(about.encode('utf-8', 'surrogatepass'), digest_size=6).hexdigest()}"


def _lines(grounds: Grounds, reference: str, language: Language) -> Iterator[str]:
    wanted = demand(grounds.role)
    channels = language.listing([language.gettext(term(each).name) for each in grounds.channels])
    kind = language.gettext(term(grounds.category).name)
    if grounds.lure is not Lure.NONE:
        kind = f"{kind}, {language.gettext(term(grounds.lure).name)}"
    yield language.say("To: {role}, {organisation}", role=language.gettext(term(grounds.role).name),
                       organisation=grounds.contact.organisation or language.gettext("Not known"))  # fmt: skip
    yield from _address(grounds, language)
    yield ""
    yield from _wrapped(
        language.say("People reported messages as unwanted ({kind}; {channels}).", kind=kind, channels=channels)
        + " " + language.gettext(wanted.seen)
    )  # fmt: skip
    for each in grounds.charges:
        yield ""
        yield from _charge(each, language)
    yield ""
    yield language.gettext("We ask you to:")
    for asked in wanted.asked:
        yield from _wrapped(language.gettext(asked), "- ")
    yield ""
    yield from _wrapped(
        language.gettext(
            "Counts are of what people chose to report, and no more than that. The original bytes are kept as evidence "
            "with time stamps; a package of them can be had by whoever may see it. Who reported is told to nobody."
        )
    )
    yield ""
    yield from _wrapped(_answer(grounds, reference, language))


def _address(grounds: Grounds, language: Language) -> Iterator[str]:
    said = WHERE[grounds.contact.known_by]
    if grounds.contact.known_by != "look_up" and grounds.contact.address:
        yield grounds.contact.address
    if said:
        yield from _wrapped(language.say(said, address=grounds.contact.address))


def _charge(charge: Charge, language: Language) -> Iterator[str]:
    yield f"* {language.gettext(term(charge.kind).name)}: {_shown(charge)}"
    counted = language.say(
        "{reports} by {people}",
        reports=language.count("{n} report", "{n} reports", charge.reports),
        people=language.count("{n} reporter", "{n} reporters", charge.reporters),
    )
    when = language.say(
        "from {first} to {last}", first=language.moment(charge.first_seen), last=language.moment(charge.last_seen)
    )
    yield f"  {counted}, {when}"
    yield "  " + language.say("Certainty: {share}", share=language.percent(charge.certainty))
    if charge.instances:
        yield "  " + language.gettext("Some of the reports, by time and the SHA-256 of their bytes:")
    for each in charge.instances:
        address = f" {each.address}" if each.address else ""
        yield f"  {each.received_at:%Y-%m-%d %H:%M:%S}Z{address}"
        yield f"    {each.sha256}"


def _answer(grounds: Grounds, reference: str, language: Language) -> str:
    if grounds.answer_to:
        return language.say(
            "Please answer to {address} and name {reference}. If this is a mistake, say so: it is put right.",
            address=grounds.answer_to,
            reference=reference,
        )
    return language.say(
        "Please answer to the sender of this notice and name {reference}. If this is a mistake, say so: it is put "
        "right.",
        reference=reference,
    )


def _shown(charge: Charge) -> str:
    """A name that no mail program makes a link of."""
    name = "".join(each for each in charge.name if each.isprintable())[:200]
    return name.replace(".", "[.]") if charge.kind in LINKED else name


def _wrapped(text: str, mark: str = "") -> list[str]:
    return wrap(text, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark), break_long_words=False)
