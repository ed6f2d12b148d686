"""What leaves the node by mail and webhook: list, send again, take back, try, sign, take in what came back."""

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.mailing import outbox
from spamatlas.cli.naming import is_language
from spamatlas.cli.output import print_json, print_table, say

Action = Literal["list", "show", "retry", "cancel", "test", "dkim", "bounce", "lift"]
MOST_REPORT_BYTES = 5_000_000


def outbox_command(
    action: Annotated[Action, Parameter(name="ACTION")] = "list",
    word: Annotated[str, Parameter(name="WORD")] = "",
    /,
    *,
    state: str = "",
    limit: int = 100,
    recipient: str = "",
    language: Annotated[str, Parameter(validator=is_language)] = "en",
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Say what waits, was sent, failed or came back; letters are sent while the node is up.

    | ACTION | WORD |
    |---|---|
    | list | nothing; `--state` narrows it |
    | show, retry, cancel | its number |
    | test | a mail address: a letter goes there that says that mail arrives |
    | dkim | nothing: prints the records for the DNS with which others verify our mail |
    | bounce | a file, or `-`: a report that a letter could not be delivered, as a mail server pipes it |
    | lift | a mail address that came back or was unsubscribed: letters go there again |

    Examples:

        spamatlas outbox list --state failed

        spamatlas outbox show 12

        spamatlas outbox retry 12

        spamatlas outbox cancel 12

        spamatlas outbox lift ada@example.org

        spamatlas outbox test ada@example.org

        spamatlas outbox dkim

        spamatlas outbox bounce - --recipient "$ORIGINAL_RECIPIENT"

    Parameters
    ----------
    action
        What to do.
    word
        To what.
    state
        With `list`: `waiting`, `sent`, `bounced`, `failed`, `unwanted` or `cancelled`.
    limit
        With `list`: so many lines.
    recipient
        With `bounce`: where the report was sent, as the mail server says.
    language
        With `test`: the letter's language.
    json
        Print JSON.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    if bool(word) != (action not in {"list", "dkim"}):
        say(f"spamatlas: outbox {action} wants {'no word' if word else 'a word'}; see --help", error=True)
        return 2
    if action in {"show", "retry", "cancel"} and not (word.isascii() and word.isdecimal() and len(word) < 19):
        say(f"spamatlas: outbox {action} wants a number", error=True)
        return 2
    question, arguments = _question(action, word)
    options: dict[str, dict[str, Any]] = {
        "list": {"limit": limit, "state": state},
        "test": {"language": language},
        "bounce": {"recipient": recipient},
    }
    arguments |= options.get(action, {})
    # Records for the DNS are wanted before a node first starts.
    with outbox(settings.load(data), begins=action == "dkim") as ask:
        found = ask(question, arguments)
    print_json(found) if json else _tell(action, found)
    return 0


def _question(action: Action, word: str) -> tuple[str, dict[str, Any]]:
    """The question of an action, with what its word means."""
    match action:
        case "show" | "retry" | "cancel":
            return "shown" if action == "show" else action, {"number": int(word)}
        case "test":
            return "trial", {"address": word}
        case "bounce":
            return "bounced", {"report": _read(word)}
        case "lift":
            return "lift", {"address": word}
        case _:
            return "listed" if action == "list" else action, {}


def _read(name: str) -> bytes:
    """A report, no more of it than is looked at."""
    if name in {"-", "./-"}:
        return sys.stdin.buffer.read(MOST_REPORT_BYTES)
    with Path(name).open("rb") as file:
        return file.read(MOST_REPORT_BYTES)


def _tell(action: str, found: Any) -> None:
    if action == "dkim":
        say("Put these records into the DNS of your domain; until they are there, others can't verify our mail.")
        for each in found:
            say("")
            say(each["line"])
    elif action == "list":
        print_table("Outbox", [_row(each) for each in found["rows"]], _caption(found))
    elif action in {"bounce", "lift"}:
        print_table("Done", [found])
    else:
        print_table("Outbox", [_row(found)])


def _caption(found: Any) -> str:
    counts = ", ".join(f"{state}: {many:,}" for state, many in sorted(found["counts"].items()))
    return counts if found["sends_mail"] else f"{counts} (no mail is sent: set smtp_host and mail_from)".strip()


def _row(each: dict[str, Any]) -> dict[str, Any]:
    shown = {**each, "to": each["address"] or each["domain"], "next_or_end_at": each["done_at"] or each["due_at"]}
    names = ("id", "kind", "to", "state", "attempts", "code", "next_or_end_at")
    return {name: _shown(name, shown[name]) for name in names}


def _shown(name: str, value: Any) -> Any:
    """Times to the minute, in UTC."""
    return str(value)[:16].replace("T", " ") if name.endswith("at") and value else value
