"""What the numbering plans say of a telephone number, in words."""

from spamatlas.locale import Language
from spamatlas.trace.facts import NumberFacts


def number_facts(number: NumberFacts, language: Language) -> list[tuple[str, str]]:
    """Pairs of a heading and what is known; what is not known is left out."""
    say = language.gettext
    kinds = {
        "fixed": say("fixed line"),
        "mobile": say("mobile"),
        "fixed_or_mobile": say("fixed line or mobile"),
        "toll_free": say("free of charge to call"),
        "premium": say("premium rate"),
        "shared_cost": say("shared cost"),
        "voip": say("Internet telephone"),
        "personal": say("personal number"),
        "pager": say("pager"),
        "uan": say("company number"),
        "voicemail": say("voice mail"),
    }
    states = {
        "unassigned": say("Its plan gives this number to nobody: it may be forged."),
        "too_short": say("It is too short to be a number of its plan: it may be forged."),
        "too_long": say("It is too long to be a number of its plan: it may be forged."),
        "no_such_code": say("No country has this code: it may be forged."),
    }
    costs = {
        "premium": say("A call can cost a lot: the number is of premium rate."),
        "high": say("A call can cost a lot: this range is known for it."),
    }
    country = say("No country: an international service") if number.non_geographic else ""
    found = [
        (say("Country"), language.country(number.country) if number.country else country),
        (say("Kind of number"), kinds.get(number.kind, "")),
        (say("Operator that got the range"), number.carrier),
        (say("Cost"), costs.get(number.cost, "")),
        (say("Number plan"), states.get(number.state, "")),
    ]
    return [(heading, value) for heading, value in found if value]
