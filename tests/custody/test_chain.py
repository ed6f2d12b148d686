from datetime import UTC, datetime, timedelta
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.custody import chain, listing
from spamatlas.model import Handling, Rejected
from spamatlas.model.digest import NO_DIGEST

START = datetime(2026, 11, 26, tzinfo=UTC)


def events(minutes: list[int]) -> list[Handling]:
    return [
        Handling(number=0, at=START + timedelta(minutes=each), kind="exported", who="operator", facts={"n": str(place)})
        for place, each in enumerate(minutes)
    ]


@given(st.lists(st.integers(0, 1000), max_size=30))
def test_events_are_linked_in_the_order_of_time_and_read_again(minutes: list[int]) -> None:
    linked = chain.linked(events(minutes))
    found = chain.read(linked)
    assert [each.at for each in found] == sorted(each.at for each in events(minutes))
    assert [each.number for each in found] == [*range(1, len(minutes) + 1)]
    end = chain.end(linked)
    assert end.entries == len(minutes)
    assert end.head == (sha256(linked.splitlines()[-1]).hexdigest() if minutes else NO_DIGEST)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=8), st.data())
def test_any_other_order_choice_or_doubling_of_the_lines_is_broken(minutes: list[int], data: st.DataObject) -> None:
    linked = chain.linked(events(minutes))
    lines = linked.splitlines(keepends=True)
    chosen = data.draw(st.lists(st.sampled_from(lines), max_size=10))
    try:
        chain.read(b"".join(chosen))
    except Rejected:
        return
    # Only the end may be missing: how long the chain is stands in the manifest.
    assert chosen == lines[: len(chosen)]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_rejected(content: bytes) -> None:
    try:
        chain.read(content)
    except Rejected as why:
        assert why.code == "chain-broken"


def test_lines_that_are_linked_but_not_numbered_are_broken() -> None:
    lines, previous = [], NO_DIGEST
    for each in events([1, 2]):
        lines.append(msgspec.json.encode(msgspec.structs.replace(each, number=1, previous=previous)))
        previous = sha256(lines[-1]).hexdigest()
    with pytest.raises(Rejected, match="line 2"):
        chain.read(b"\n".join(lines) + b"\n")


def test_a_line_that_is_cut_off_is_broken() -> None:
    with pytest.raises(Rejected, match="cut off"):
        chain.read(chain.linked(events([1, 2]))[:-1])


def test_a_field_too_many_is_broken() -> None:
    line = msgspec.json.decode(chain.linked(events([1]))) | {"remark": "x"}
    with pytest.raises(Rejected, match="can't be read"):
        chain.read(msgspec.json.encode(line) + b"\n")


DIGEST = "ab" * 32
PATHS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}(/[a-z0-9][a-z0-9._-]{0,20}){0,2}", fullmatch=True)


@given(st.dictionaries(PATHS, st.just(DIGEST), max_size=20))
def test_a_list_is_written_and_read_again(digests: dict[str, str]) -> None:
    if digests:
        assert listing.read(listing.written(digests)) == digests


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{DIGEST}  a",
        f"{DIGEST} a\n",
        f"{DIGEST}  a\n{DIGEST}  a\n",
        f"{DIGEST}  {'a' * 121}\n",
        f"{DIGEST}  a/b/c/d\n",
        f"{DIGEST}  ../a\n",
        f"{DIGEST}  a\r\n",
        f"{DIGEST[:-1]}  a\n",
        f"{DIGEST}  \u00e4\n",
        f"{DIGEST}  a\n\n",
    ],
)
def test_what_is_no_list_is_rejected(text: str) -> None:
    with pytest.raises(Rejected) as why:
        listing.read(text.encode())
    assert why.value.code == "listing-broken"
