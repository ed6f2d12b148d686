"""The signs in a mail's header, on anything that a header may hold."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge.findings import findings
from spamatlas.model import Authentication, Channel, Hop, Message, Origin, Party, PartyKind

_NAMES = ("Received", "From", "Date", "Message-ID", "Subject", "To", "List-Id", "received", "X")
_HOSTS = st.sampled_from(
    ("", "mail.gmail.com", "mx.example.org", "..", "[1.2.3.4]", "\u0430.example", "a" * 300, "com")
)
_ADDRESSES = st.sampled_from(("", "1.2.3.4", "10.0.0.1", "::1", "ff02::1", "999.1.1.1", "no address", "0.0.0.0"))
_TIMES = st.one_of(st.none(), st.integers(31_536_000, 4_102_444_800).map(lambda at: datetime.fromtimestamp(at, UTC)))
_HOPS = st.builds(Hop, by=_HOSTS, from_name=_HOSTS, helo=_HOSTS, address=_ADDRESSES, at=_TIMES)
_RESULTS = st.builds(
    Authentication,
    _HOSTS,
    st.sampled_from(("spf", "dkim", "dmarc")),
    st.sampled_from(("pass", "fail")),
    _HOSTS,
    st.booleans(),
)


@given(
    st.lists(st.tuples(st.sampled_from(_NAMES), st.text(max_size=80))), st.lists(_HOPS), st.lists(_RESULTS), _TIMES,
    st.text(max_size=60), _HOSTS,
)  # fmt: skip
def test_any_header_is_judged(
    headers: list[tuple[str, str]],
    hops: list[Hop],
    results: list[Authentication],
    at: datetime | None,
    name: str,
    host: str,
) -> None:
    message = Message(
        submission_id="any",
        channel=Channel.EMAIL,
        sender=Party(PartyKind.EMAIL, f"a@{host}"),
        headers=tuple(headers),
        hops=tuple(hops),
        authentication=tuple(results),
        sent_at=at,
        message_id=name,
    )
    for detector, finding in findings([message], [Origin()])[0]:
        assert "{" not in detector.reason.format(**dict.fromkeys(finding.facts, "x"))
