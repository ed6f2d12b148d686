"""What was done and by whom, in words: for the notice after it and for the history."""

from collections.abc import Callable, Collection, Mapping

from spamatlas.locale import Language
from spamatlas.model import CountermeasureKind, PersonRole
from spamatlas.model.terms import term
from spamatlas.pipeline.actions import COUNTERMEASURE, LABELLED, MEANING, NODE, OPERATOR, Action
from spamatlas.pipeline.holds import REFUSED
from spamatlas.pipeline.withdrawal import REPORTER
from spamatlas.web.office import Call, office


def said(language: Language, action: Action) -> str:
    """An action as one sentence; its kind where there are no words for it."""
    sentence = SENTENCES.get(action.kind)
    return sentence(language, action) if sentence else action.kind


def _replayed(language: Language, action: Action) -> str:
    """How many were analysed again, and how many of them passed, which the note says."""
    again = language.count(
        "{n} report in quarantine was analysed again.",
        "{n} reports in quarantine were analysed again.",
        action.reports,
    )
    number = int(action.note) if action.note.isdecimal() else 0
    passed = language.count("{n} passed.", "{n} passed.", number)
    return f"{again} {passed}"


def _labelled(language: Language, action: Action) -> str:
    return language.count(
        "{n} report was labelled {label}.", "{n} reports were labelled {label}.", action.reports, label=action.note
    )


def _countered(language: Language, action: Action) -> str:
    campaign, kind, target = (*action.note.split("\n"), "", "")[:3]
    if kind not in set(CountermeasureKind):
        return action.note
    what = language.gettext(term(CountermeasureKind(kind)).name)
    if target:
        return language.say(
            "Noted against campaign {campaign}: {what}, {target}.", campaign=campaign, what=what, target=target
        )
    return language.say("Noted against campaign {campaign}: {what}.", campaign=campaign, what=what)


def _named(language: Language, action: Action) -> str:
    campaign, _, names = action.note.partition("\n")
    after = names.partition("\n")[2]
    if not after:
        return language.say("The name of campaign {campaign} was taken away.", campaign=campaign)
    return language.say("Campaign {campaign} was named “{name}”.", campaign=campaign, name=after)


SENTENCES: Mapping[str, Callable[[Language, Action], str]] = {
    "spam": lambda language, action: language.count(
        "{n} report was called spam.", "{n} reports were called spam.", action.reports
    ),
    "ham": lambda language, action: language.count(
        "{n} report was called wanted.", "{n} reports were called wanted.", action.reports
    ),
    "forget": lambda language, action: language.count(
        "What was said of {n} report was taken back.", "What was said of {n} reports was taken back.", action.reports
    ),
    "erase": lambda language, action: language.count(
        "What {n} report said was destroyed.", "What {n} reports said was destroyed.", action.reports
    ),
    REFUSED: lambda language, action: language.count(
        "A deletion was refused: a legal hold is on {n} report.",
        "A deletion was refused: a legal hold is on {n} reports.",
        action.reports,
    ),
    "quarantine-drop": lambda language, action: language.count(
        "{n} report was dropped from quarantine.", "{n} reports were dropped from quarantine.", action.reports
    ),
    "quarantine-replay": _replayed,
    LABELLED: _labelled,
    "export": lambda language, action: language.count(
        "{n} report was exported.", "{n} reports were exported.", action.reports
    ),
    "evidence": lambda language, action: language.count(
        "{n} report was packed as evidence.", "{n} reports were packed as evidence.", action.reports
    ),
    "campaign-merge": lambda language, action: language.say("Campaigns were made one: {names}", names=action.note),
    "campaign-split": lambda language, action: language.say("A campaign was taken apart: {names}", names=action.note),
    "campaign-apart": lambda language, action: language.say(
        "Campaigns were said to be two: {names}", names=action.note
    ),
    "campaign-regroup": lambda language, action: language.say(
        "Campaigns were grouped anew: {names}", names=action.note
    ),
    "campaign-name": _named,
    COUNTERMEASURE: _countered,
    "campaign-pin": lambda language, action: language.say(
        "Campaign {name} is left alone from now on.", name=action.note
    ),
    "campaign-unpin": lambda language, action: language.say(
        "Campaign {name} is looked at again from now on.", name=action.note
    ),
    "view-saved": lambda language, action: language.say("The view “{name}” was saved.", name=action.note),
    "view-renamed": lambda language, action: language.say("A view was renamed to “{name}”.", name=action.note),
    "view-deleted": lambda language, action: language.say("The view “{name}” was deleted.", name=action.note),
}
"""By an action's kind."""


def names_of(request: Call, words: Collection[str]) -> Mapping[str, str]:
    """The names of the people and keys that deeds are noted under; blocks, so it is called in a thread."""
    if not any(" " in each for each in words):
        return {}
    from spamatlas.pipeline.membership import Membership  # noqa: PLC0415  SQLAlchemy: only where there are accounts

    membership = Membership(office(request).node.accounts)
    people = {str(each.id): each.name for each in membership.people()}
    keys = {f"key {each.id}": each.name for each in membership.all_keys()}
    return {word: keys.get(word) or people.get(word.partition(" ")[2], "") for word in words if " " in word}


def doer_in_words(language: Language, word: str, names: Mapping[str, str]) -> str:
    """Who did it: role and name of a person, name of a key, or what the node calls itself."""
    fixed = {
        OPERATOR: language.gettext("the node's operator"),
        NODE: language.gettext("the node"),
        MEANING: language.gettext("the reader of meanings"),
        REPORTER: language.gettext("the reporter"),
    }
    kind, _, number = word.partition(" ")
    if kind == "key" and number:
        return language.say("key “{name}”", name=names.get(word) or number)
    if kind in set(PersonRole) and number:
        role = language.gettext(term(PersonRole(kind)).name)
        return language.say("{name} ({role})", name=names.get(word) or number, role=role)
    return fixed.get(word, word)
