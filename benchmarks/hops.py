"""Whether the trace finds the hop by which a mail was injected, as labelled in ``injecting_hops.tsv``.

``injecting_hops.md`` says how. The chain is mended while looking at one half of the table alone; halves are by hash.
What is traced is the mail as it was delivered: some were sent to the honeypot as forwards, of which the parser takes
the inner mail, so the header is read without its content. Intervals: Wilson, 95 %.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from benchmarks.hop_sample import sample
from spamatlas.judge.interval import wilson
from spamatlas.model import Message, Origin, Submission, submission_id
from spamatlas.parse.formats.mail import parse
from spamatlas.trace import Directory, questions, trace
from spamatlas.trace.chain import relays, walk

_HEADER_END = re.compile(rb"\r?\n\r?\n")
TABLE = Path(__file__).parent / "injecting_hops.tsv"
OWNERS_RELAYS = {
    "spamassassin": ("213.105.180.140", "193.120.211.219", "212.17.35.15"),
    "list-2019-2021": ("vger.kernel.org", "23.128.96.19"),
    "discussion-2019-2021": ("mm2.emwd.com",),
}
"""What the owner of each mailbox would configure, as the guideline says; of a honeypot nothing."""


SINCE_2022 = frozenset({"phishing-pot-to-2024-06"})
"""The sets of mails for which today's address data can be right."""


class Labelled(Struct, frozen=True):
    """One mail's row: what two readers said, each with a reason, and what was settled where they differ.

    Labels are ``hop@address``: with nothing configured, and with what the mailbox's owner would configure.
    """

    corpus: str
    name: str
    sha256: str
    alone: str
    configured: str
    reason: str
    second_alone: str
    second_configured: str
    second_reason: str
    settled_alone: str
    settled_configured: str
    settled_reason: str

    @property
    def half(self) -> str:
        return "looked at" if int(self.sha256[:8], 16) % 2 else "not looked at"


class Outcome(Struct, frozen=True):
    """What the trace said of one mail under one of the two labels."""

    row: Labelled
    label: str
    said: str
    origin: Origin
    network: str
    """The network on record for the address of the label."""

    @property
    def is_right(self) -> bool:
        """Hop and address are as labelled, and so is the address that the whole trace concludes."""
        address = self.label.partition("@")[2]
        return self.said == self.label and (not address or self.origin.source_address == address)

    @property
    def names_network(self) -> bool:
        return bool(self.network) and self.origin.network == self.network


def labelled() -> list[Labelled]:
    lines = TABLE.read_text("utf-8").splitlines()[1:]
    return [Labelled(*line.split("\t")) for line in lines]


def outcomes(folder: Path, label: str) -> Iterator[Outcome]:
    """The outcome of each row; ``label`` is alone or configured."""
    directory, bodies = Directory.open(), {one.digest: one.body for one in sample(folder)}
    for row in labelled():
        trusted = OWNERS_RELAYS.get(row.corpus, ()) if label == "configured" else ()
        message = _message(bodies[row.sha256])
        facts = directory.answer(questions(message))
        chain = walk(message, facts, relays(trusted))
        inside = chain.trusted == len(chain.hops) and not chain.source
        said = f"{-1 if inside else chain.trusted - 1}@{chain.source}"
        wanted: str = getattr(row, f"settled_{label}")
        network = directory.addresses.find(wanted.partition("@")[2]).network
        yield Outcome(row, wanted, said, trace(message, facts, trusted_relays=trusted), network)


def _message(body: bytes) -> Message:
    header = _HEADER_END.split(body, 1)[0] + b"\n\n"
    submission = Submission(
        id=submission_id("bench", "", body),
        media_type="message/rfc822",
        body=header,
        received_at=datetime(2026, 11, 26, tzinfo=UTC),
        reporter="bench",
    )
    return parse(submission)


def main(folder: Path) -> None:
    for label in ("alone", "configured"):
        found = list(outcomes(folder, label))
        print(f"{label}: {_share(found)}")
        for title, groups in (("half", _by(found, "half")), ("set", _by(found, "corpus"))):
            for name, group in sorted(groups.items()):
                print(f"  {title} {name}: {_share(group)}")
        late = [one for one in found if one.row.corpus in SINCE_2022]
        print(f"  network named, mails of 2022 and later: {sum(one.names_network for one in late)} of {len(late)}")
        agreed = sum(getattr(one.row, label) == getattr(one.row, f"second_{label}") for one in found)
        print(f"  the two readers agreed on {agreed} of {len(found)} (injecting_hops.md)")


def _by(found: Iterable[Outcome], attribute: str) -> dict[str, list[Outcome]]:
    groups = defaultdict(list)
    for one in found:
        groups[getattr(one.row, attribute)].append(one)
    return groups


def _share(found: list[Outcome]) -> str:
    right = sum(one.is_right for one in found)
    low, high = wilson(right, len(found))
    return f"{right} of {len(found)} right, {right / len(found):.1%} ({low:.1%}-{high:.1%})"
