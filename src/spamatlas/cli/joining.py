"""What ``spamatlas member`` does: each action asks one question of the membership and says what came of it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from spamatlas.cli.naming import nearest
from spamatlas.cli.output import print_json, print_table, say, shortened
from spamatlas.cli.records import Question, Questions, asking
from spamatlas.model import Rejected
from spamatlas.model.rights import RIGHTS
from spamatlas.pipeline.invitation import address_of
from spamatlas.settings import Settings

if TYPE_CHECKING:
    from spamatlas.pipeline.accounts import Accounts


class Asked(Struct, frozen=True):
    """The words and options of a command."""

    words: Sequence[str]
    kind: str
    country: str
    roles: Sequence[str]
    scopes: Sequence[str]
    days: int
    tlp: str
    groups: Sequence[str]
    people: Sequence[str]
    as_json: bool


class Act(Struct, frozen=True):
    """An action: its question, the names of the words that it takes, of the options, and how it is told.

    Some may be asked for before there is a node: who sets one up says who takes part.
    """

    question: str
    words: tuple[str, ...]
    options: tuple[str, ...] = ()
    tell: Callable[[Any], None] = lambda found: print_table("Done", [shortened(found, [*found])])
    begins: bool = False

    def fits(self, count: int) -> bool:
        return count == len(self.words)


def do(name: str, asked: Asked, settings: Settings) -> int:
    """Ask, and print the answer.

    Raises:
        Rejected, Unavailable: as the membership says.
        ValueError: nobody is called so; the text says where to look.
    """
    act = ACTIONS[name]
    arguments = dict(zip(act.words, asked.words, strict=True))
    arguments |= {option: getattr(asked, option) for option in act.options}
    if act.question == "matrix":
        found: Any = {role: sorted(scopes) for role, scopes in RIGHTS.items()}
    else:
        with membership(settings, begins=act.begins) as question:
            found = _answer(question, name, act, arguments)
    print_json(found) if asked.as_json else act.tell(found)
    return 0


def _answer(question: Question, name: str, act: Act, arguments: dict[str, Any]) -> Any:
    """What comes back; who is not known by what was written is told where to look."""
    try:
        return question(act.question, arguments)
    except Rejected as why:
        if why.code != "no-such-account":
            raise
        kind, _, what = name.rpartition(" ")
        lists = {"": ["list"], "group": ["group list", "list"]}.get(kind, ["list" if what == "add" else f"{kind} list"])
        said = " and ".join(f"'spamatlas member {each}'" for each in lists)
        raise ValueError(f"{why.detail}; {said} names what there is") from why


def membership(settings: Settings, *, begins: bool = False) -> AbstractContextManager[Question]:
    """Something to ask, by the names of the questions of ``pipeline.membership.Membership``."""
    return asking(settings, "membership", _questions, begins=begins)


def _questions(accounts: "Accounts") -> Questions:
    from spamatlas.pipeline.membership import Membership  # noqa: PLC0415  SQLAlchemy: only where no node is up

    return Membership(accounts).questions()


def usage(name: str) -> str:
    """What an action wants, or which actions there are."""
    if name not in ACTIONS:
        near = nearest(name, ACTIONS, {})
        return f"does one of: {', '.join(ACTIONS)}{f'; did you mean {near[0]}?' if near else ''}"
    wants = " ".join(word.upper() for word in ACTIONS[name].words)
    return f"{name} wants {wants or 'no words'}; names of several words stand in quotes"


def _tell_members(found: Sequence[Mapping[str, Any]]) -> None:
    columns = ("id", "name", "kind", "country", "people", "keys", "ended_at")
    print_table("Members", [shortened(row, columns) for row in found])


def _tell_member(found: Mapping[str, Any]) -> None:
    _tell_members([{**found, "people": len(found["people"]), "keys": len(found["keys"])}])
    _tell_people(found["people"])
    _tell_keys(found["keys"])


def _tell_people(found: Sequence[Mapping[str, Any]]) -> None:
    columns = ("id", "member", "name", "address", "roles", "has_password", "has_second_factor", "ended_at")
    print_table("People", [shortened(row, columns) for row in found])


def _tell_keys(found: Sequence[Mapping[str, Any]]) -> None:
    columns = ("prefix", "member", "name", "scopes", "expires_at", "used_at", "ended_at")
    print_table("Keys", [shortened(row, columns) for row in found])


def _tell_invited(found: Mapping[str, Any]) -> None:
    _tell_people([found["person"]])
    say("Give them this address of the node's; it works once, within seven days:")
    say(address_of(found["invitation"]))
    if found.get("mailed"):
        say("It goes to them by mail as well.")


def _tell_key(found: Mapping[str, Any]) -> None:
    _tell_keys([found["key"]])
    say("The key, which is shown this once: send 'Authorization: Bearer' and it.")
    say(found["secret"])


def _tell_sessions(found: Sequence[Mapping[str, Any]]) -> None:
    columns = ("id", "person", "agent", "at", "seen_at", "expires_at")
    print_table("Sessions", [shortened(row, columns) for row in found])


def _tell_passkeys(found: Sequence[Mapping[str, Any]]) -> None:
    columns = ("id", "person", "name", "site", "at", "used_at", "ended_at")
    print_table("Passkeys", [shortened(row, columns) for row in found])


def _tell_merged(found: Mapping[str, Any]) -> None:
    print_table("Merged", [{"member": found["member"]["name"], "into": found["into"]["name"], **found["moved"]}])


def _tell_default(found: Mapping[str, Any]) -> None:
    print_table("Reports from now on", [found])


def _tell_groups(found: Sequence[Mapping[str, Any]]) -> None:
    columns = ("id", "name", "members", "ended_at")
    print_table("Sharing groups", [shortened(row, columns) for row in found])


def _tell_roles(found: Mapping[str, Sequence[str]]) -> None:
    print_table("Roles", [{"role": role, "scopes": scopes} for role, scopes in found.items()])


ACTIONS: Mapping[str, Act] = {
    "list": Act("members", (), tell=_tell_members),
    "add": Act("add_member", ("name",), ("kind", "country"), begins=True),
    "show": Act("member", ("named",), tell=_tell_member),
    "end": Act("end_member", ("named",)),
    "merge": Act("merge_member", ("member", "into"), tell=_tell_merged),
    "label": Act("set_default", ("named",), ("tlp", "groups", "people"), _tell_default, begins=True),
    "group list": Act("groups", (), tell=_tell_groups),
    "group add": Act("add_group", ("name",), tell=lambda found: _tell_groups([found]), begins=True),
    "group end": Act("end_group", ("named",), tell=lambda found: _tell_groups([found])),
    "group join": Act("join_group", ("named", "member"), tell=lambda found: _tell_groups([found])),
    "group leave": Act("leave_group", ("named", "member"), tell=lambda found: _tell_groups([found])),
    "person list": Act("people", (), tell=_tell_people),
    "person add": Act("add_person", ("member", "name", "address"), ("roles",), _tell_invited, begins=True),
    "person invite": Act("invite", ("named",), tell=_tell_invited),
    "person roles": Act("set_roles", ("named",), ("roles",), lambda found: _tell_people([found])),
    "person end": Act("end_person", ("named",), tell=lambda found: _tell_people([found])),
    "key list": Act("all_keys", (), tell=_tell_keys),
    "key add": Act("add_key", ("member", "name"), ("scopes", "days"), _tell_key, begins=True),
    "key end": Act("end_key", ("named",), tell=lambda found: _tell_keys([found])),
    "session list": Act("sessions", (), tell=_tell_sessions),
    "session end": Act("end_session", ("named",)),
    "passkey list": Act("passkeys", (), tell=_tell_passkeys),
    "passkey end": Act("end_passkey", ("named",)),
    "roles": Act("matrix", (), tell=_tell_roles),
}
