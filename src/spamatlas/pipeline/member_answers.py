"""What a face may ask of a node about those who take part."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spamatlas.pipeline.accounts import Accounts
    from spamatlas.pipeline.node import Node

READ = frozenset({"evidence", "package", "quarantine_show", "snapshot"})
CHANGED = frozenset(
    {
        "campaigns_apart",
        "campaigns_counter",
        "campaigns_label",
        "campaigns_merge",
        "campaigns_split",
        "campaigns_undo",
        "erase",
        "erase_again",
        "quarantine_drop",
        "quarantine_replay",
        "samples_load",
        "samples_remove",
    }
)
"""What commands do that stands in the audit trail; the pages' and interfaces' doings are noted by address."""


class MemberAnswers:
    """Part of ``Answers``; the questions are the public methods."""

    node: "Node"

    @property
    def accounts(self) -> "Accounts":
        """Members, people, keys and sessions."""
        return self.node.accounts

    def membership(self, asked: str, arguments: Mapping[str, Any]) -> Any:
        """A question of ``Membership``, by its name."""
        from spamatlas.pipeline.membership import Membership  # noqa: PLC0415  as above

        return Membership(self.accounts).questions()[asked](**arguments)

    def outbox(self, asked: str, arguments: Mapping[str, Any]) -> Any:
        """A question of ``Posting``, by its name."""
        from spamatlas.pipeline.posting import Posting  # noqa: PLC0415  as above

        return Posting(self.accounts).questions()[asked](**arguments)

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
