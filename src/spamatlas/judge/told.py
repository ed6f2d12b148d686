"""What a person's word makes of a verdict."""

from math import log

import msgspec

from spamatlas.model import CallToAction, Category, Lure, Reason, Ruling, Verdict

SURE = {"spam": 0.999, "ham": 0.001}
"""A person's word is no certainty either: the odds that it brings a verdict to are 999 to 1."""
CODE = "feedback"
_SAID = {
    "spam": "Somebody who works here said that it is spam.",
    "ham": "Somebody who works here said that it is wanted.",
}


_COPY = {
    "spam": "Somebody who works here said of an exact copy that it is spam.",
    "ham": "Somebody who works here said of an exact copy that it is wanted.",
}


def copied(verdict: Verdict, label: str) -> Verdict:
    """The verdict of an exact copy of a message of which a person said *spam* or *ham*."""
    said = told(verdict, label)
    first = Reason("feedback-copy", said.reasons[0].weight, _COPY[label])
    return msgspec.structs.replace(said, reasons=(first, *said.reasons[1:]), inherited=True)


def told(verdict: Verdict, label: str) -> Verdict:
    """The verdict after a person said *spam* or *ham*: the judges' reasons stay, the person's weighs what is missing.

    The weights still add up to the log-odds. What kind of spam it would be is kept where it was known.
    """
    reasons = tuple(each for each in verdict.reasons if each.code not in (CODE, "feedback-copy"))
    spam = SURE[label]
    weight = log(spam / (1 - spam)) - sum(each.weight for each in reasons)
    is_ham = label == "ham"
    named = Category.OTHER if verdict.category is Category.NOT_SPAM else verdict.category
    return msgspec.structs.replace(
        verdict,
        spam=spam,
        ruling=Ruling.HAM if is_ham else Ruling.SPAM,
        category=Category.NOT_SPAM if is_ham else named,
        lure=Lure.NONE if is_ham else verdict.lure,
        call_to_action=CallToAction.NONE if is_ham else verdict.call_to_action,
        reasons=(Reason(CODE, round(weight, 3), _SAID[label]), *reasons),
        inherited=False,
    )
