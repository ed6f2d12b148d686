"""What was done and by whom, in words: for the notice after it and for the history."""

from collections.abc import Collection, Mapping

from spamatlas.locale import Language
from spamatlas.model import CountermeasureKind, PersonRole
from spamatlas.model.terms import term
from spamatlas.pipeline.actions import COUNTERMEASURE, LABELLED, MEANING, NODE, OPERATOR, Action
from spamatlas.pipeline.holds import REFUSED
from spamatlas.pipeline.withdrawal import REPORTER
from spamatlas.web.office import Call, office


def said(language: Language, action: Action) -> str:
    """An action as one sentence."""
    number, count = action.reports, language.count
    sentences = {
        "spam": count("{n} report was called spam.", "{n} reports were called spam.", number),
        "ham": count("{n} report was called wanted.", "{n} reports were called wanted.", number),
        "forget": count(
            "What was said of {n} report was taken back.", "What was said of {n} reports was taken back.", number
        ),
        "erase": count("What {n} report said was destroyed.", "What {n} reports said was destroyed.", number),
        REFUSED: count(
            "A deletion was refused: a legal hold is on {n} report.",
            "A deletion was refused: a legal hold is on {n} reports.",
            number,
        ),
        "quarantine-drop": count(
            "{n} report was dropped from quarantine.", "{n} reports were dropped from quarantine.", number
        ),
        "quarantine-replay": count(
            "{n} report in quarantine was analysed again.",
            "{n} reports in quarantine were analysed again.",
            number,
        ),
        LABELLED: count(
            "{n} report was labelled {label}.", "{n} reports were labelled {label}.", number, label=action.note
        ),
        "export": count("{n} report was exported.", "{n} reports were exported.", number),
        "evidence": count("{n} report was packed as evidence.", "{n} reports were packed as evidence.", number),
        "campaign-merge": language.say("Campaigns were made one: {names}", names=action.note),
        "campaign-split": language.say("A campaign was taken apart: {names}", names=action.note),
        "campaign-apart": language.say("Campaigns were said to be two: {names}", names=action.note),
        "campaign-regroup": language.say("Campaigns were grouped anew: {names}", names=action.note),
        "campaign-name": _named(language, action.note),
        COUNTERMEASURE: _countered(language, action.note),
        "campaign-pin": language.say("Campaign {name} is left alone from now on.", name=action.note),
        "campaign-unpin": language.say("Campaign {name} is looked at again from now on.", name=action.note),
        "view-saved": language.say("The view “{name}” was saved.", name=action.note),
        "view-renamed": language.say("A view was renamed to “{name}”.", name=action.note),
        "view-deleted": language.say("The view “{name}” was deleted.", name=action.note),
    }
    passed = int(action.note) if action.kind == "quarantine-replay" and action.note.isdecimal() else 0
    more = " " + count("{n} passed.", "{n} passed.", passed) if action.kind == "quarantine-replay" else ""
    return sentences.get(action.kind, action.kind) + more


def _countered(language: Language, note: str) -> str:
    campaign, kind, target = (*note.split("\n"), "", "")[:3]
    if kind not in set(CountermeasureKind):
        return note
    what = language.gettext(term(CountermeasureKind(kind)).name)
    if target:
        return language.say(
            "Noted against campaign {campaign}: {what}, {target}.", campaign=campaign, what=what, target=target
        )
    return language.say("Noted against campaign {campaign}: {what}.", campaign=campaign, what=what)


def _named(language: Language, note: str) -> str:
    campaign, _, names = note.partition("\n")
    after = names.partition("\n")[2]
    if not after:
        return language.say("The name of campaign {campaign} was taken away.", campaign=campaign)
    return language.say("Campaign {campaign} was named “{name}”.", campaign=campaign, name=after)


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
