"""Whether sender and recipient had to do with each other before, as evidence of *unsolicited*."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from spamatlas.judge.evidence import with_more
from spamatlas.model import Opinion, PriorContact, Reason, Standing

# Stated, not fitted: no open set tells who wrote to whom before. An answer to a message of one's own was asked for as
# surely as anything that no register holds; having written once is a relation, having had mail is little of one. Who
# was told to stop and writes again has no leave to, but a word like "cancel" may have meant something else.
_ANSWERS = Reason("answers-own", -3.0, "It answers a message that its recipient wrote, and that was seen here.")
_WRITTEN_TO = Reason("recipient-wrote", -2.0, "Its recipient wrote to this sender before.")
_HAD = Reason("sender-wrote-before", -0.5, "Its recipient had wanted messages of this sender before.")
_OPTED_OUT = Reason("opted-out", 2.0, "Its recipient told this sender before to send no more.")
_NEW = Reason("new-sender", 0.3, "Nothing of this sender was seen here before.")

OF_PEOPLE = frozenset({_ANSWERS.code, _WRITTEN_TO.code, _HAD.code, _OPTED_OUT.code})
"""Codes of reasons that tell who wrote to whom."""


def with_contact(opinion: Opinion, standings: Sequence[Standing], contact: PriorContact | None = None) -> Opinion:
    """The opinion with what is known here of earlier contact; the same where nothing is."""
    reasons = tuple(_reasons(standings, contact))
    return replace(opinion, unsolicited=with_more(opinion.unsolicited, reasons)) if reasons else opinion


def _reasons(standings: Sequence[Standing], contact: PriorContact | None) -> Iterator[Reason]:
    """The strongest tie that shows, as the weaker ones follow from it; else that the sender is new."""
    if contact is not None and contact.answers_own:
        yield _ANSWERS
    elif contact is not None and contact.was_written_to:
        yield _WRITTEN_TO
    elif contact is not None and contact.opted_out:
        yield _OPTED_OUT
    elif contact is not None and contact.had_wanted:
        yield _HAD
    elif any(each.kind == "sender" and not each.messages for each in standings):
        yield _NEW
