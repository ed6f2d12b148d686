"""Everything that a face may ask of a node; commands, pages and the HTTP API ask the same questions."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from spamatlas import __version__, statistics
from spamatlas.log import Entry, Held
from spamatlas.model import Rejected
from spamatlas.pipeline.door import bundles
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.outcome import Failure, Item, Judged, Shown
from spamatlas.pipeline.samples import load_samples, remove_samples
from spamatlas.store import campaigns, reports

REPLAY_REPORTS = 256


class Answers:
    """The questions are the public methods; each gives plain values or records of them."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def questions(self) -> Mapping[str, Callable[..., Any]]:
        """Every question by its name."""
        return {name: getattr(self, name) for name in dir(self) if not name.startswith("_") and name != "questions"}

    def status(self) -> dict[str, Any]:
        """How the node is: what it holds, what waits, what is wrong."""
        log = self._node.log
        return {
            "version": __version__,
            "name": self._node.settings.node_name,
            "accepted": log.end(),
            "waiting": log.end() - log.cursor(),
            "quarantined": sum(log.held_counts().values()),
            "broken": self._node.broken,
            "samples": self._node.store.has_only_samples(),
        }

    def statistics(self) -> list[statistics.Statistic]:
        """Every statistic there is."""
        return list(statistics.catalogue().values())

    def statistic(
        self, name: str, parameters: Mapping[str, Any] | None = None, public: bool = False
    ) -> statistics.Table:
        """One statistic; cells of too few reporters are left out in ``public``."""
        floor = self._node.settings.min_reporters if public else 0
        return statistics.run(self._node.store.query, name, {**(parameters or {}), "min_reporters": floor})

    def reports(
        self, filters: Mapping[str, str] | None = None, limit: int = 50, before: int = 0
    ) -> list[dict[str, Any]]:
        """The newest reports first, without what they say."""
        return reports.recent(self._node.store, filters or {}, limit, before)

    def follow(self, identity: str) -> dict[str, Any]:
        """One report through every stage, as stored."""
        entry = self._entry(identity)
        stored = reports.one(self._node.store, entry.id)
        held = [each for each in self._node.log.held(limit=10_000) if each.entry.id == entry.id]
        evidence = self._node.vault.describe(entry.id)
        return {
            "log": entry,
            "evidence": evidence,
            **({"quarantine": _held_row(held[0])} if held else {}),
            **(stored or ({} if held else {"waiting": "not analysed yet"})),
        }

    def message(self, identity: str) -> Shown:
        """A report's message, read again from its evidence by a worker.

        Raises:
            Rejected: the evidence is erased, expired, or can't be read.
        """
        entry = self._entry(identity)
        outcome = self._node.ask("show", [Item(entry)]).outcomes[0]
        if isinstance(outcome, Shown):
            return outcome
        raise Rejected(outcome.code, outcome.detail) if isinstance(outcome, Failure) else TypeError

    def judge(self, items: Sequence[Item], profile: str = "") -> list[bytes | Failure]:
        """A verdict line for each item, nothing stored."""
        outcomes = self._node.ask("judge", items, profile).outcomes
        return [outcome.line if isinstance(outcome, Judged) else outcome for outcome in outcomes]  # type: ignore[misc]

    def campaigns(self, campaign: str | None = None, members: bool = False, limit: int = 0) -> list[dict[str, Any]]:
        """Campaigns, the largest first."""
        return campaigns.listed(self._node.store, campaign=campaign, members=members, limit=limit)

    def sightings(self, kind: str, value: str) -> dict[str, Any]:
        """How often, when and in which campaigns reports named an address, a network, a domain or a number."""
        return reports.sightings(self._node.store, kind, value)

    def quarantine(self, code: str = "", limit: int = 100) -> list[dict[str, Any]]:
        """What can't be analysed, newest first, and why."""
        return [_held_row(each) for each in self._node.log.held(limit, code)]

    def quarantine_show(self, identity: str) -> dict[str, Any]:
        """One entry in quarantine with its bytes."""
        held = self._held([identity], "")[0]
        return {**_held_row(held), "media_type": held.entry.media_type, "body": self._node.vault.get(held.entry.id)}

    def quarantine_replay(self, identities: Sequence[str] = (), code: str = "") -> dict[str, int]:
        """Analyse again; what passes leaves the quarantine."""
        entries = [each.entry for each in self._held(identities, code)]
        written = [self._node.replay(bundle) for bundle in bundles(entries, REPLAY_REPORTS)]
        return {"passed": sum(each.stored for each in written), "still held": sum(each.held for each in written)}

    def quarantine_drop(self, identities: Sequence[str] = (), code: str = "") -> dict[str, int]:
        """Take entries out for good, bytes and all."""
        held = self._held(identities, code)
        self._node.vault.erase([each.entry.id for each in held])
        self._node.log.drop([each.entry.sequence for each in held])
        return {"dropped": len(held)}

    def samples_load(self) -> dict[str, int]:
        """Load the shipped samples into an empty node."""
        loaded = load_samples(self._node)
        self._node.drain()
        return {"samples": loaded}

    def samples_remove(self) -> dict[str, int]:
        """Take every sample out again."""
        return {"samples": remove_samples(self._node)}

    def erase(self, identities: Sequence[str]) -> dict[str, int]:
        """Destroy the evidence's key and blank the personal columns; counts stay."""
        ids = [self._entry(each).id for each in identities]
        self._node.vault.erase(ids)
        with self._node.pause():
            self._node.store.erase(ids)
        return {"erased": len(ids)}

    def export_rows(self, since: str | None = None, until: str | None = None, after: int = 0) -> list[dict[str, Any]]:
        """Reports in order without personal data, a page at a time."""
        return reports.export(self._node.store, since=since, until=until, after=after)

    def _entry(self, identity: str) -> Entry:
        """Raises Rejected when no report, or more than one, goes by it."""
        found = self._node.log.find(identity) or self._node.log.find(reports.named(self._node.store, identity) or "-")
        if not found:
            raise Rejected(
                "no-such-report", "no report has this id; 'spamatlas quarantine list' and /reports name them"
            )
        if len(found) > 1:
            raise Rejected("ambiguous-id", "more than one report's id starts so; give more digits")
        return found[0]

    def _held(self, identities: Sequence[str], code: str) -> list[Held]:
        held = self._node.log.held(limit=1_000_000, code=code)
        if not identities:
            return held
        chosen = [each for each in held if any(each.entry.id.startswith(identity) for identity in identities)]
        if not chosen:
            raise Rejected(
                "not-in-quarantine", "nothing in quarantine has this id; 'spamatlas quarantine list' names them"
            )
        return chosen


def _held_row(held: Held) -> dict[str, Any]:
    return {
        "id": held.entry.id,
        "code": held.code,
        "detail": held.detail,
        "at": held.at,
        "attempts": held.attempts,
        "bytes": held.entry.body_bytes,
        "channel": held.entry.channel,
        "sample": held.entry.sample,
    }
