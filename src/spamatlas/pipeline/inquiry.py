"""Questions about messages that nobody files: nothing of them is kept, and nothing of them is logged."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

import msgspec

from spamatlas import intake, parse
from spamatlas.intake.report_line import MEDIA_TYPE
from spamatlas.judge import AROUND, Profile
from spamatlas.judge.careful import reconsidered
from spamatlas.locale import Language
from spamatlas.model import Channel, Rejected, Submission, campaign_name
from spamatlas.pipeline.checking import Checked, Pasted, Thing, crowd, crowd_of, line_of, thing_in
from spamatlas.pipeline.manner import Manner
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.outcome import Examined, Failure, Item, Outcome, unfiled
from spamatlas.pipeline.verdict_line import verdict_line
from spamatlas.trace import Directory

Found = Submission | intake.Refusal

MOST_LOOKED_THROUGH = 1_000
"""Of a file with many messages the first is looked at, and so many are counted."""


class Inquiry:
    """``sightings`` tells how often reports named a thing (see ``store.reports.sightings``)."""

    def __init__(self, node: Node, sightings: Callable[[str, str], Mapping[str, Any]]) -> None:
        self._node = node
        self._sightings = sightings

    def judge(self, found: Iterable[Found], public: bool, manner: Manner) -> list[dict[str, Any]]:
        """A verdict line for each message, in order; a part that can't be read says why.

        Only one alone is read for its meaning, whatever the ``manner``.
        """
        every = list(found)
        items = [unfiled(each) for each in every if isinstance(each, Submission)]
        outcomes = iter(self._node.ask("examine", items).outcomes)
        if manner.careful and len(items) == 1:
            outcomes = iter([self._reconsidered(items[0], next(outcomes))])
        return [
            _refused(each.path, each.code, each.reason)
            if isinstance(each, intake.Refusal)
            else self._line(each, next(outcomes), public, manner.language)
            for each in every
        ]

    def check(
        self,
        pasted: Pasted,
        read: Callable[[bytes, str, Channel | None], Iterator[Found]],
        profiles: Sequence[Profile] = (),
    ) -> Checked:
        """What one pasted or chosen thing is, and what these profiles make of it.

        Raises:
            Rejected: it can't be read; the code says why.
        """
        thing = thing_in(pasted.text, self._directory) if not pasted.file else Thing("message")
        if pasted.file:
            found = read(pasted.file, pasted.media_type, pasted.channel)
        else:
            line = line_of(thing, pasted.text, pasted.sender, pasted.channel, "check")
            found = read(line, MEDIA_TYPE, pasted.channel)
        submissions = islice(_readable(found), MOST_LOOKED_THROUGH)
        examined = self._examined(next(submissions), is_message=thing.kind in ("message", "link"))
        assignment, verdict = self._node.conclude(examined, public=True)
        veil = self._node.veil()
        others = crowd_of(thing, self._sightings, veil)
        if assignment is not None:
            seen = {"reports": assignment.size, "reporters": assignment.reporters}
            like = crowd(seen, campaign_name(assignment.campaign), veil)
            others = max(others, like, key=lambda each: each.reports)
        return Checked(
            thing=thing,
            message=examined.message,
            origin=examined.origin,
            verdict=verdict,
            crowd=others,
            more=sum(1 for _ in submissions),
            under=tuple(self._node.conclude(examined, public=True, profile=each)[1] for each in profiles),
        )

    @cached_property
    def _directory(self) -> Directory:
        return Directory.open()

    def _examined(self, submission: Submission, *, is_message: bool) -> Examined:
        item = unfiled(submission)
        outcome = self._reconsidered(item, self._node.ask("examine", [item]).outcomes[0])
        if isinstance(outcome, Failure):
            raise Rejected(outcome.code, outcome.detail)
        if not isinstance(outcome, Examined):
            raise TypeError(type(outcome).__name__)
        # A number or an address alone is a sender without a text.
        if is_message and (code := parse.refusal_of(outcome.message)):
            raise Rejected(code, "nothing of it could be read")
        return outcome

    def _reconsidered(self, item: Item, outcome: Outcome) -> Outcome:
        """With what the message means counted in, where that is read here."""
        if isinstance(outcome, Examined) and any(each.code == AROUND for each in outcome.opinion.reasons):
            return outcome  # what is read for its meaning is the message that is carried
        meaning = self._node.meaning.asked(item) if isinstance(outcome, Examined) else None
        if not isinstance(outcome, Examined) or meaning is None:
            return outcome
        return msgspec.structs.replace(outcome, opinion=reconsidered(outcome.opinion, meaning))

    def _line(self, submission: Submission, outcome: object, public: bool, language: Language | None) -> dict[str, Any]:
        if isinstance(outcome, Examined):
            _, verdict = self._node.conclude(outcome, public)
            line = verdict_line(submission, outcome.message, outcome.origin, (verdict,), language)
            return dict(msgspec.json.decode(line))
        failure = outcome if isinstance(outcome, Failure) else Failure("crashed", "no stage gave an outcome")
        return _refused(submission.caller_id or submission.id, failure.code, failure.detail)


def _readable(found: Iterator[Found]) -> Iterator[Submission]:
    """The submissions among what was found; the first thing that is none, where there is none before it, is said."""
    refusal, any_read = None, False
    for each in found:
        if isinstance(each, Submission):
            any_read = True
            yield each
        else:
            refusal = refusal or each
    if not any_read:
        raise Rejected(refusal.code if refusal else "empty", refusal.reason if refusal else "there is nothing in it")


def _refused(name: str, code: str, detail: str) -> dict[str, Any]:
    return {"id": name, "error": code, "detail": detail}
