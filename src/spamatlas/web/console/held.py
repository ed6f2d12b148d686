"""Why something is in quarantine, and what to do about it, in words."""

from spamatlas.locale import Language
from spamatlas.web.api.codes import HELD, REQUESTS, SUBMISSIONS

_EXPLAINED = {**REQUESTS, **SUBMISSIONS, **HELD}


def reason(language: Language, code: str) -> str:
    """What was wrong; a code of an outsider's piece, which nobody explained, stays as it is."""
    return language.gettext(_EXPLAINED.get(code, code))


def advice(language: Language, code: str) -> str:
    """What to do next."""
    if code in {"crashed", "timed-out"}:
        return language.gettext("Replay it after an update; tell us if it stays.")
    if code == "unavailable":
        return language.gettext("Replay it.")
    if code in {"too-large", "too-many-parts", "nested-too-deep"}:
        return language.gettext("Look at its bytes. Where it is honest, raise the limit in the settings and replay it.")
    if code in {"evidence-damaged", "evidence-missing"}:
        return language.gettext("Restore a backup and replay it, or drop it.")
    if code == "evidence-erased":
        return language.gettext("Drop it.")
    return language.gettext("Look at its bytes. Ask whoever sends such reports to mend them, then drop it.")
