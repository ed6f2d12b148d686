"""What a face may ask of a node about those who take part."""

from collections.abc import Callable, Mapping
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from spamatlas.pipeline.folder import Folder
from spamatlas.settings import Settings

if TYPE_CHECKING:
    from spamatlas.pipeline.accounts import Accounts

READ = frozenset({"evidence", "package", "quarantine_show"})
CHANGED = frozenset(
    {
        "campaigns_apart",
        "campaigns_counter",
        "campaigns_label",
        "campaigns_merge",
        "campaigns_split",
        "campaigns_undo",
        "erase",
        "quarantine_drop",
        "quarantine_replay",
        "samples_load",
        "samples_remove",
    }
)
"""What commands do that stands in the audit trail; the pages' and interfaces' doings are noted by address."""


class MemberAnswers:
    """Part of ``Answers``; the records are opened when first asked for."""

    def __init__(self, folder: Folder, settings: Settings) -> None:
        self._folder, self._records_dsn = folder, settings.records_dsn
        self._second_factor_roles = settings.second_factor_roles
        self._accounts: Accounts | None = None
        self._opening = Lock()

    @property
    def accounts(self) -> "Accounts":
        """Members, people, keys and sessions."""
        from spamatlas.pipeline.accounts import Accounts  # noqa: PLC0415  SQLAlchemy: loaded with the first question

        with self._opening:
            if self._accounts is None:
                roles = self._second_factor_roles
                self._accounts = Accounts(self._folder, self._records_dsn, second_factor_roles=roles)
            return self._accounts

    def membership(self, asked: str, arguments: Mapping[str, Any]) -> Any:
        """A question of ``Membership``, by its name."""
        from spamatlas.pipeline.membership import Membership  # noqa: PLC0415  as above

        return Membership(self.accounts).questions()[asked](**arguments)

    def noted(self, questions: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
        """The questions as commands ask them: what they read that is restricted, and what they change, is noted."""
        restricted = {
            name: partial(self._noted, name, each) for name, each in questions.items() if name in READ | CHANGED
        }
        return {**questions, **restricted}

    def _noted(self, asked: str, answer: Callable[..., Any], /, **arguments: Any) -> Any:
        if asked in READ:
            self.accounts.trail.note("command", "read", asked)
            return answer(**arguments)
        done = answer(**arguments)
        self.accounts.trail.note("command", "changed", asked)
        return done
