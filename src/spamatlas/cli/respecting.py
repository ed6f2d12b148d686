"""What ``spamatlas privacy`` does: each action asks one question of the node's privacy and says what came of it."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from spamatlas.cli.access import access
from spamatlas.cli.naming import nearest
from spamatlas.cli.output import print_json, print_table, say, shortened
from spamatlas.settings import Settings


class Asked(Struct, frozen=True):
    """The words and options of a command."""

    words: Sequence[str]
    reason: str
    role: Sequence[str]
    days: int
    out: Path | None
    yes: bool
    as_json: bool
    markdown: bool


class Act(Struct, frozen=True):
    """An action: its question, the names of the words that it takes, of the options, and how it is told."""

    question: str
    words: tuple[str, ...] = ()
    options: Mapping[str, str] = {}
    tell: Callable[[Any], None] = lambda found: print_table("Done", [found])


def do(name: str, asked: Asked, settings: Settings) -> int:
    """Ask, and print the answer.

    Raises:
        Rejected, Unavailable: as the node says.
    """
    if name == "map":
        return _map(asked)
    with access(settings) as ask:

        def question(of: str, **arguments: Any) -> Any:
            return ask("privacy", asked=of, arguments=arguments)

        if name == "erase":
            return _erase(question, asked)
        if name == "find" and asked.out is not None:
            return _give(question, asked)
        act = ACTIONS[name]
        arguments = dict(zip(act.words, asked.words, strict=True))
        found = question(act.question, **arguments, **{to: getattr(asked, given) for to, given in act.options.items()})
    print_json(found) if asked.as_json else act.tell(found)
    return 0


def fits(name: str, count: int) -> bool:
    """Whether an action takes so many words."""
    return name in ACTIONS and len(ACTIONS[name].words) == count


def usage(name: str) -> str:
    """What an action wants, or which actions there are."""
    if name not in ACTIONS:
        near = nearest(name, ACTIONS, {})
        return f"does one of: {', '.join(ACTIONS)}{f'; did you mean {near[0]}?' if near else ''}"
    wants = " ".join(word.upper() for word in ACTIONS[name].words)
    return f"{name} wants {wants or 'no words'}"


def _map(asked: Asked) -> int:
    from spamatlas.pipeline import data_map  # noqa: PLC0415  no node is asked: the map is the program's own

    if asked.markdown:
        say(data_map.document().rstrip("\n"))
    elif asked.as_json:
        print_json(data_map.rows())
    else:
        told = [row for row in data_map.rows() if row["data_class"] != "none"]
        columns = ("table", "column", "data_class", "retention")
        print_table("What tells of people", [{name: row[name] for name in columns} for row in told])
    return 0


def _erase(question: Callable[..., Any], asked: Asked) -> int:
    """An address opens a request, a number goes on with one; nothing is erased without ``--yes``."""
    (word,) = asked.words
    if word.isdecimal() and len(word) < 7:
        done = question("erase", number=int(word)) if asked.yes else _preview(question, int(word))
    else:
        done = question("ask_erasure", address=word, reason=asked.reason, roles=list(asked.role))
        done = question("erase", number=done["id"]) if asked.yes else done
    print_json(done) if asked.as_json else _tell_request(done)
    return 0


def _preview(question: Callable[..., Any], number: int) -> Any:
    return next((each for each in question("requests") if each["id"] == number), {"id": number, "outcome": "none"})


def _give(question: Callable[..., Any], asked: Asked) -> int:
    given = question("access", address=asked.words[0], reason=asked.reason or "asked for access")
    assert asked.out is not None
    path = asked.out / given["name"] if asked.out.is_dir() else asked.out
    try:
        shutil.move(given["path"], path)
    except OSError as error:
        raise ValueError(f"the package can't be written to {path}: {error.strerror}") from error
    done = {"request": given["request"]["id"], "path": str(path)}
    print_json(done) if asked.as_json else say(f"request {done['request']}: everything about them is in {path}")
    return 0


def _tell_person(found: Mapping[str, Any]) -> None:
    columns = ("id", "received_at", "channel", "roles", "is_held")
    print_table("Reports", [shortened(row, columns) for row in found["reports"]])
    say(f"on registers: {', '.join(found['registers']) or 'none'}; account: {found['account'] or 'none'}")


def _tell_request(found: Mapping[str, Any]) -> None:
    say(f"request {found['id']}: {found['outcome']}, {len(found.get('reports', ()))} reports")
    if found["outcome"] == "open":
        say(f"nothing is erased yet; to do it: spamatlas privacy erase {found['id']} --yes")
    if found["outcome"] == "approved":
        say("approved; another administrator has to confirm it")


def _tell_requests(found: Sequence[Mapping[str, Any]]) -> None:
    columns = ("id", "kind", "outcome", "at", "due_at", "opened_by", "approved_by", "handled_by", "handled_at")
    print_table("Requests", [{**shortened(row, columns), "reports": len(row["reports"])} for row in found])


def _tell_holds(found: Sequence[Mapping[str, Any]]) -> None:
    columns = ("id", "kind", "about", "reports", "reason", "at", "review_at", "expires_at", "released_at")
    print_table("Legal holds", [shortened(row, columns) for row in found])


def _tell_deletions(found: Sequence[Mapping[str, Any]]) -> None:
    columns = ("id", "at", "retention", "rule", "count", "first_at", "last_at", "digest")
    print_table("Proofs of deletion", [shortened(row, columns) for row in found])


def _tell_retention(found: Sequence[Mapping[str, Any]]) -> None:
    print_table("Retention", [{**row, "days": row["days"] or "as long as the node"} for row in found])


ACTIONS: Mapping[str, Act] = {
    "map": Act("tables"),
    "find": Act("find", ("address",), tell=_tell_person),
    "erase": Act("erase", ("address",)),
    "requests": Act("requests", tell=_tell_requests),
    "decline": Act("decline", ("number",), {"reason": "reason"}, _tell_request),
    "hold": Act("hold", ("kind", "about"), {"reason": "reason", "days": "days"}, lambda found: _tell_holds([found])),
    "release": Act("release", ("number",), {"reason": "reason"}, lambda found: _tell_holds([found])),
    "holds": Act("holds", tell=_tell_holds),
    "retention": Act("retention", tell=_tell_retention),
    "deletions": Act("deletions", tell=_tell_deletions),
    "pseudonyms": Act("pseudonyms", tell=lambda found: print_table("Keys of pseudonyms", found)),
}
