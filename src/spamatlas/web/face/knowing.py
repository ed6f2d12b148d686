"""How an origin is known, and what a sighting is of, in words."""

from spamatlas.locale import Language
from spamatlas.model import PartyKind, RouteClass
from spamatlas.model.terms import term

_WORDS = {"sender_kind": PartyKind, "route_class": RouteClass}
_COUNTRIES = frozenset({"country", "sender_country", "domain_country", "transit_country", "destination"})


def known_by(language: Language, value: str) -> str:
    """The way of knowing, as part of a sentence; one that we have no words for stays as it is."""
    said = {
        "header": language.gettext("the message's own trace"),
        "authentication": language.gettext("a receiver's check"),
        "network": language.gettext("the network of its address"),
        "number_plan": language.gettext("the numbering plan"),
        "signature": language.gettext("a signature"),
        "statement": language.gettext("what the reporter stated"),
        "text": language.gettext("the text of the messages"),
        "name": language.gettext("its own name"),
        "unknown": language.gettext("Not known"),
        "": language.gettext("Not known"),
    }
    return said.get(value, value)


def sighted(language: Language, of: str, value: str) -> str:
    """What was sighted: a word of ours in the reader's language, a country by its name, all else as it is."""
    if of in _COUNTRIES:
        return language.country(value)
    if of in _WORDS and value in set(_WORDS[of]):
        return language.gettext(term(_WORDS[of](value)).name)
    return value


def subject(language: Language, value: str) -> str:
    """What a sighting is of."""
    said = {
        "source_address": language.gettext("Source address"),
        "network": language.gettext("Network"),
        "country": language.gettext("Country"),
        "operator": language.gettext("Operator"),
        "number": language.gettext("Number"),
        "domain": language.gettext("Domain"),
        "route_class": language.gettext("Route"),
        "sender_kind": language.gettext("Kind of sender"),
        "attestation": language.gettext("Attestation"),
        "authenticated_domain": language.gettext("Authenticated domain"),
        "authentication": language.gettext("Authentication"),
        "call_back": language.gettext("Number to call back"),
        "carrier": language.gettext("Carrier"),
        "destination": language.gettext("Destination"),
        "destination_operator": language.gettext("Operator of the recipient"),
        "domain_country": language.gettext("Country of the domain"),
        "forged_chain": language.gettext("Forged part of the trace"),
        "number_kind": language.gettext("Kind of number"),
        "number_state": language.gettext("State of the number"),
        "origid": language.gettext("Origin identifier"),
        "sender_country": language.gettext("Country of the sender's number"),
        "spoof": language.gettext("Sign of a forged number"),
        "stated_source": language.gettext("Stated source"),
        "trunk": language.gettext("Trunk"),
        "wangiri": language.gettext("Sign of a one-ring call"),
    }
    return said.get(value, value.replace("_", " "))
