"""Names that a command takes from a list: what is said of one that is not on it, the same by all commands."""

from collections.abc import Collection, Mapping
from datetime import datetime
from difflib import get_close_matches

FEW = 8
"""So many names are all told; of more the nearest, and what lists them."""
NEAREST = 3
_LIKE = 0.6


class WrongName(ValueError):  # noqa: N818  a fact about the input, as Rejected is
    """A name that is on no list: a wrong usage (exit code 2)."""


def on_list(
    what: str, name: str, known: Collection[str], lists: str = "", called: Mapping[str, str] | None = None
) -> None:
    """Refuse a name that is not among those known.

    ``what`` is what it should name, ``lists`` the command that lists them all; ``called`` says how each is called in
    English, so that a code is found by that as well (``uk`` and ``Britain`` for ``gb``).

    Raises:
        WrongName: with the nearest names, and how to see all.
    """
    if name in known:
        return
    near = nearest(name, known, called or {})
    told = [f"no {what} is called {name[:60]!r}"]
    if len(known) > FEW:
        told += [f"the nearest: {', '.join(near)}"] if near else []
        told += [f"'{lists}' lists them all" if lists else f"there are: {', '.join(sorted(known))}"]
    else:
        told += [f"did you mean {near[0]}?"] if near else []
        told += [f"there are: {', '.join(known)}"]
    raise WrongName("; ".join(told).replace("?; ", "? "))


def nearest(name: str, known: Collection[str], called: Mapping[str, str]) -> list[str]:
    """The names that were most likely meant, at most three, the likeliest first.

    What one is called counts by its words and its initials; of what is spelt, the ratio of what both share is asked
    (``difflib``).
    """
    wanted = name.casefold()[:60]
    words = {each: called.get(each, "").casefold().replace("-", " ").split() for each in known}
    told = [each for each, of in words.items() if of and wanted in (*of, " ".join(of), "".join(word[0] for word in of))]
    begun = [each for each in known if len(each) > 1 and wanted.startswith((f"{each}-", f"{each}_"))]
    folded = {each.casefold(): each for each in known}
    spelt = [folded[each] for each in get_close_matches(wanted, folded, NEAREST, _LIKE)]
    full = {" ".join(of): each for each, of in words.items() if of}
    meant = [full[each] for each in get_close_matches(wanted, full, 1, 0.8)]
    return list(dict.fromkeys([*told, *begun, *spelt, *meant]))[:NEAREST]


def is_language(_: type, code: str | None) -> None:
    """Refuse a language that there is not.

    Raises:
        WrongName: which ones there are.
    """
    if code is None:
        return
    from spamatlas.locale import languages  # noqa: PLC0415  names and formats: only where words are

    spoken = languages()
    on_list("language", code, spoken, called={each: spoken["en"].language(each) for each in spoken})


def is_profile(_: type, name: str | None) -> None:
    """Refuse a national profile that there is not; of several, with commas between, each.

    Raises:
        WrongName: the nearest ones.
    """
    names = [each.strip().lower() for each in (name or "").split(",")]
    if not set(names) - {"", "neutral"}:
        return
    from spamatlas.judge.profile import profiles  # noqa: PLC0415  loads the scorers; there surely is a neutral one
    from spamatlas.locale import languages  # noqa: PLC0415  only where a name is wrong or foreign

    known = profiles()
    if set(names) - {"", *known}:
        called = {each: languages()["en"].country(each.upper()) for each in known if len(each) == len("gb")}
        for each in filter(None, names):
            on_list("profile", each, known, "spamatlas profiles", called)


def is_month(_: type, written: str) -> None:
    """Refuse what is no month, before anything is opened; nothing is the present one.

    Raises:
        WrongName: how one is written.
    """
    try:
        if written:
            datetime.strptime(written, "%Y-%m")  # noqa: DTZ007  only whether it is one
    except ValueError:
        raise WrongName(f"a month is written as 2026-11, not {written[:60]!r}") from None


def is_label(_: type, written: str) -> None:
    """Refuse what is no label of the Traffic Light Protocol; nothing is the node's own choice.

    Raises:
        WrongName: which ones there are.
    """
    from spamatlas.model import Tlp  # noqa: PLC0415  --help is quick

    if written:
        on_list("label", written.strip().lower().removeprefix("tlp:"), [each.value for each in Tlp])
