"""What a command changes itself, without asking the node, stands in the audit trail too."""

from spamatlas.pipeline.folder import Folder
from spamatlas.settings import Settings


def note_changed(about: str, settings: Settings) -> None:
    """Note a change as ``command``, as the node does of what commands ask of it.

    Raises:
        Unavailable: the records are away; what was changed stays changed.
    """
    from spamatlas.pipeline.accounts import Accounts  # noqa: PLC0415  SQLAlchemy: only where something was changed

    accounts = Accounts(Folder(settings.data), settings.records_dsn)
    try:
        accounts.trail.note("command", "changed", about)
    finally:
        accounts.close()
