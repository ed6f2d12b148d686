"""What a face may ask of a node about those who take part."""

from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any

from spamatlas.pipeline.folder import Folder
from spamatlas.settings import Settings

if TYPE_CHECKING:
    from spamatlas.pipeline.accounts import Accounts


class MemberAnswers:
    """Part of ``Answers``; the records are opened when first asked for."""

    def __init__(self, folder: Folder, settings: Settings) -> None:
        self._folder, self._records_dsn = folder, settings.records_dsn
        self._accounts: Accounts | None = None
        self._opening = Lock()

    @property
    def accounts(self) -> "Accounts":
        """Members, people, keys and sessions."""
        from spamatlas.pipeline.accounts import Accounts  # noqa: PLC0415  SQLAlchemy: loaded with the first question

        with self._opening:
            if self._accounts is None:
                self._accounts = Accounts(self._folder, self._records_dsn)
            return self._accounts

    def membership(self, question: str, arguments: Mapping[str, Any]) -> Any:
        """A question of ``Membership``, by its name."""
        from spamatlas.pipeline.membership import Membership  # noqa: PLC0415  as above

        return Membership(self.accounts).questions()[question](**arguments)
