"""Teach the judge, and undo it; exchange what was learnt."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli.noting import note_changed
from spamatlas.cli.output import counted, print_json, print_table, say

Label = Literal["spam", "ham", "forget", "list", "export", "import"]


def learn_command(
    label: Annotated[Label, Parameter(name="spam|ham|forget|list|export|import")],
    /,
    *paths: Annotated[Path, Parameter(name="PATH")],
    from_: Annotated[str, Parameter(name="--from")] = "",
    import_: Annotated[str, Parameter(name="--import")] = "",
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Tell the judge what messages are; a running node uses it from its next report on.

    The same message told again changes nothing; told otherwise, the first lesson is undone.

    Examples:

        spamatlas learn spam missed.eml

        spamatlas learn ham newsletters/

        spamatlas learn forget missed.eml

        spamatlas learn list

        spamatlas learn export ours.npz

        spamatlas learn import theirs.npz --from operator-b

        spamatlas learn forget --import operator-b

    Parameters
    ----------
    label
        What the messages are, `forget` to undo what was told of them, `list` to see who taught how much, or `export`
        and `import` to exchange what was learnt with other places.
    paths
        Files and folders; for export and import the one file.
    from_
        With import: the name to keep it under (default: the file's).
    import_
        With forget: the name of an import, which is undone exactly.
    json
        Print one JSON object.
    data
        The data folder whose learned weights change (default: the platform's, or SPAMATLAS_DATA).
    """
    from spamatlas.cli import teaching  # noqa: PLC0415  the model: only here, so that --help is quick

    given, place = list(paths), settings.load(data)
    if label == "list" and not given:
        found = teaching.teachers(place)
        print_json(found) if json else print_table("Lessons", found)
    elif label == "forget" and import_ and not given:
        teaching.give_back(import_, place)
        note_changed("learn forget", place)
        say(f"forgotten: what was imported from {import_}")
    elif label == "export" and len(given) == 1:
        shown = teaching.export(given[0], place)
        print_json(shown) if json else say(f"{_lessons(shown)} in {given[0]}")
    elif label == "import" and len(given) == 1:
        taken = teaching.take_in(given[0], from_ or given[0].stem.lower(), place)
        note_changed("learn import", place)
        print_json(taken) if json else say(f"{_lessons(taken)} taken in")
    elif label in ("spam", "ham", "forget") and given:
        result = teaching.teach(label, given, place, quiet=json)
        if result["learnt"] or result["forgotten"]:
            note_changed(f"learn {label}", place)
        return _told(result, json)
    else:
        say("spamatlas: learn spam, ham and forget want paths; export and import one file; list none", error=True)
        return 2
    return 0


def _told(result: dict, json: bool) -> int:  # type: ignore[type-arg]
    if json:
        print_json(result)
    else:
        for refusal in result["rejected"]:
            say(f"rejected: {refusal['path']}: {refusal['reason']}", error=True)
        say(f"{result['learnt']:,} learnt, {result['forgotten']:,} forgotten, {result['unchanged']:,} unchanged")
        spam, ham, wanted = result["taught"]["spam"], result["taught"]["ham"], result["wanted"]
        if result["learnt"] and min(spam, ham) < wanted:
            say(
                "Exact copies are ruled so at once. What is only like them is half believed from "
                f"{wanted:,} of each kind on; you have {spam:,} of spam and {ham:,} of ham."
            )
    return 1 if result["rejected"] else 0


def _lessons(found: dict) -> str:  # type: ignore[type-arg]
    """How many lessons, of which place, with which content."""
    origin = f"place {found['origin']}" if found["origin"] else "a place that the file does not name"
    return f"{counted(found['lessons'], 'lesson', 'lessons')} of {origin}, content {found['content']},"
