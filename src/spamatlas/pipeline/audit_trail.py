"""Who changed what, and who read what is restricted: a chain of lines that shows whether any was touched."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy.orm import Session as Moment

from spamatlas.custody import chain
from spamatlas.model import Deed, Rejected
from spamatlas.model.digest import NO_DIGEST
from spamatlas.store.records import audit
from spamatlas.store.records.records import Records

_decode = msgspec.json.Decoder(Deed).decode


class AuditTrail:
    """Lines of the records; each is durable together with the change that it tells of."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        self._records, self._clock = records, clock

    def add(self, change: Moment, who: str, what: str, about: str = "", why: str = "") -> None:
        """Note a deed within the change that it is; where the clock jumped back, under the time of the line before."""
        newest = audit.last(change)
        number, at = (newest[0] + 1, max(self._clock(), _decode(newest[1]).at)) if newest else (1, self._clock())
        deed = Deed(number=number, at=at, who=who, what=what, about=about, why=why)
        line = chain.line(deed, number, newest[2] if newest else NO_DIGEST)
        audit.append(change, number, line, sha256(line).hexdigest())

    def note(self, who: str, what: str, about: str = "", why: str = "") -> None:
        """Note a deed that changes no record: something was read, or changed elsewhere."""
        with self._records.change() as change:
            self.add(change, who, what, about, why)

    def newest(self, limit: int = 100, before: int = 0) -> list[Deed]:
        """The newest deeds before a number (0: of all), the newest first."""
        with self._records.read() as moment:
            return [_decode(line) for line in audit.newest(moment, limit, before)]

    def verified(self, until: str = "") -> dict[str, Any]:
        """Whether every line follows the one before: ``{"holds", "entries", "head", "broken"}``.

        Who noted down an earlier ``head`` gives it as ``until``: then nothing was cut off before it either.
        """
        entries, head, met = 0, NO_DIGEST, not until
        with self._records.read() as moment:
            lines: list[bytes] = []

            def kept() -> Any:
                for line in audit.lines(moment):
                    lines[:] = [line]
                    yield line

            try:
                for deed in chain.followed(kept(), Deed):
                    entries, head = deed.number, sha256(lines[0]).hexdigest()
                    met = met or head == until
            except Rejected as error:
                return {"holds": False, "entries": entries, "head": head, "broken": error.detail}
        broken = "" if met else "no line has the hash that was given: lines were cut off, or it is another node's"
        return {"holds": met, "entries": entries, "head": head, "broken": broken}
