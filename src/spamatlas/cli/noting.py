"""What a command changes itself, without asking the node, stands in the audit trail too."""

from spamatlas.cli.records import opened_accounts
from spamatlas.settings import Settings


def note_changed(about: str, settings: Settings, why: str = "") -> None:
    """Note a change as ``command``, as the node does of what commands ask of it; ``why`` where somebody gave a reason.

    Raises:
        Unavailable: the records are away; what was changed stays changed.
    """
    with opened_accounts(settings) as accounts:
        accounts.trail.note("command", "changed", about, why)
