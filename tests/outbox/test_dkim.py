"""What we sign is verified by others: dkimpy."""

from collections.abc import Sequence
from pathlib import Path

import dkim as dkimpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spamatlas.outbox import dkim
from spamatlas.outbox.dkim import Signer, sign, signers

HEAD = (
    b"From: Desk <reports@node.example>\r\nTo: ada@example.org\r\nSubject: a  long\r\n\t subject \r\n"
    b"Date: Thu, 26 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@node.example>\r\nX-Own: no\r\n"
    b"List-Unsubscribe: <https://node.example/u>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\n"
)
BODY = b"Hello  \t world \r\n\r\n  second\r\n\r\n\r\n"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Signer, Signer]:
    return signers(tmp_path_factory.mktemp("keys"), "sel")


def verified(mail: bytes, keys: Sequence[Signer]) -> list[bool]:
    records = {each.selector.encode(): each.record.encode() for each in keys}
    read = dkimpy.DKIM(mail)

    def holds(place: int) -> bool:
        try:
            return bool(read.verify(place, dnsfunc=lambda name, **_: records[name.partition(b"._domainkey.")[0]]))
        except dkimpy.ValidationError:
            return False

    return [holds(place) for place in range(len(keys))]


def test_both_signatures_hold_and_break(keys: tuple[Signer, Signer]) -> None:
    mail = sign(HEAD + BODY, "node.example", keys, 1_795_700_000)
    assert verified(mail, keys) == [True, True]
    assert all(len(line) <= 78 for line in mail.split(b"\r\n"))
    for was, is_now in [
        (b"world", b"earth"),
        (b"a  long", b"a short"),
        (b"One-Click", b"Two-Click"),
        (b"ada@", b"bo@"),
    ]:
        assert verified(mail.replace(was, is_now), keys) == [False, False], was
    for added in (b"Subject: another\r\n", b"From: other@x.example\r\n", b"List-Unsubscribe: <https://x.example>\r\n"):
        assert verified(added + mail, keys) == [False, False], added
    relayed = mail.replace(b"a  long\r\n\t subject ", b"a long subject").replace(b"world \r\n", b"world\r\n")
    assert verified(b"Received: by a.example\r\n" + relayed, keys) == [True, True], "what relays do breaks nothing"


@settings(max_examples=40)
@given(st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=90) | st.just(" \t "), max_size=6))
def test_any_body_holds(keys: tuple[Signer, Signer], lines: list[str]) -> None:
    body = "".join(f"{each}\r\n" for each in lines).encode()
    assert verified(sign(HEAD + body, "node.example", keys, 1), keys) == [True, True]


def test_keys_are_made_once_and_kept_for_their_owner(tmp_path: Path) -> None:
    first, again = signers(tmp_path / "dkim", "s"), signers(tmp_path / "dkim", "s")
    assert [each.record for each in first] == [each.record for each in again]
    assert [each.selector for each in first] == ["s", "s-ed25519"]
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "dkim").iterdir()} == {0o600}
    line = first[0].zone_line("node.example")
    assert line.startswith("s._domainkey.node.example. IN TXT ( ")
    strings = line.split('"')[1::2]
    assert "".join(strings) == first[0].record
    assert max(map(len, strings)) <= dkim.TXT_OCTETS
