"""Whose authentication results are believed (RFC 8601, section 5)."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from spamatlas.model import Authentication, Message, Submission
from spamatlas.parse import parse
from spamatlas.parse.mail.authentication import authentication_from

OWN = ("Received", "from mail.sender.example (mail.sender.example [203.0.113.7]) by mx.example.org with ESMTP; x")
INNER = ("Received", "from mx.example.org by store with LMTP; x")
FOREIGN = ("Received", "from home by mail.sender.example with ESMTP; x")
FORGED = (
    "Authentication-Results",
    "mx.example.org; dkim=pass header.d=bank.example; dmarc=pass header.from=bank.example",
)
TRUE = (
    "Authentication-Results",
    "mx.example.org; dkim=pass header.d=evil.example; dmarc=fail header.from=bank.example",
)


def believed(*fields: tuple[str, str]) -> set[str]:
    return shown(read(*fields))


def shown(message: Message) -> set[str]:
    return {f"{each.method}={each.result} {each.domain}" for each in message.authentication if each.is_believed}


def read(*fields: tuple[str, str], trusted: tuple[str, ...] = ()) -> Message:
    body = "".join(f"{name}: {value}\r\n" for name, value in fields) + "\r\nhello\r\n"
    filed = Submission(
        id="s", media_type="message/rfc822", body=body.encode(), received_at=datetime.now(UTC), reporter="r"
    )
    return parse(filed, "", trusted)


@pytest.mark.parametrize(
    "fields",
    [
        (INNER, TRUE, OWN, FORGED, FOREIGN),
        (OWN, TRUE, FOREIGN, FORGED),
        (TRUE, OWN, FORGED),
        (OWN, TRUE, ("Authentication-Results", "other.example; dmarc=pass header.from=bank.example")),
        (OWN, TRUE, ("ARC-Authentication-Results", "i=1; mx.example.org; dmarc=pass header.from=bank.example")),
        (("ARC-Authentication-Results", "i=1; mx.example.org; dmarc=pass header.from=bank.example"), TRUE, OWN),
    ],
)
def test_only_the_topmost_fields_of_one_domain_are_believed(fields: tuple[tuple[str, str], ...]) -> None:
    assert believed(*fields) == {"dkim=pass evil.example", "dmarc=fail bank.example"}
    assert "dmarc=pass bank.example" in {f"{e.method}={e.result} {e.domain}" for e in read(*fields).authentication}


@pytest.mark.parametrize("name", ["whatever", "mail.internal", "localhost"])
def test_a_name_that_nobody_registered_is_believed_only_of_a_border_that_bears_one(name: str) -> None:
    stated = ("Authentication-Results", f"{name}; dmarc=pass header.from=bank.example")
    assert believed(OWN, ("From", "a@bank.example"), stated) == set()
    assert believed(OWN, ("Received", "from a by whatever; x"), stated) == set()
    assert believed(INNER, stated, OWN) == {"dmarc=pass bank.example"}


def test_a_second_dmarc_result_beside_the_first_is_not_believed() -> None:
    assert "dmarc=pass bank.example" not in believed(OWN, TRUE, FORGED)


def test_one_border_may_split_its_results_over_hosts_of_its_domain() -> None:
    found = believed(
        ("Authentication-Results", "dmarc.example.org; dmarc=pass header.from=a.example"),
        ("Authentication-Results", "dkim.example.org; dkim=pass header.d=a.example"),
        OWN,
    )
    assert found == {"dmarc=pass a.example", "dkim=pass a.example"}


def test_a_border_that_says_nothing_is_still_the_border() -> None:
    silent = ("Authentication-Results", "mx.example.org; none")
    assert believed(silent, OWN, FORGED) == set()


def test_a_result_that_a_border_repeats_is_kept_once() -> None:
    found = read(("ARC-Authentication-Results", "i=1; mx.example.org; spf=pass smtp.mailfrom=a.example"), OWN, (
        "Authentication-Results", "mx.example.org; spf=pass smtp.mailfrom=a.example"
    )).authentication  # fmt: skip
    assert [(each.method, each.is_believed) for each in found] == [("spf", True)]


@pytest.mark.parametrize(
    "fields",
    [
        (OWN, ("Authentication-Results", "evil.example; dmarc=pass header.from=bank.example")),
        (OWN, ("Authentication-Results", "dmarc=pass header.from=bank.example")),
        (OWN, FOREIGN, FORGED),
        (OWN, FOREIGN, ("Authentication-Results", "mail.sender.example; dmarc=pass header.from=bank.example")),
        (OWN, FOREIGN, ("Received-SPF", "pass receiver=mx.example.org; envelope-from=a@bank.example")),
    ],
)
def test_where_the_border_checks_nothing_nobody_else_is_believed(fields: tuple[tuple[str, str], ...]) -> None:
    assert read(*fields).authentication
    assert believed(*fields) == set()


def test_the_provider_that_leaves_out_its_name_is_believed_by_its_hosts() -> None:
    own = ("Received", "from mail.sender.example (203.0.113.7) by am7.mail.protection.outlook.com with ESMTPS; x")
    inner = ("Received", "from am7.mail.protection.outlook.com by mw4.outlook.office365.com with HTTPS; x")
    assert believed(inner, own, ("Authentication-Results", "spf=pass smtp.mailfrom=a.example")) == {
        "spf=pass a.example"
    }


@pytest.mark.parametrize(
    ("trusted", "fields", "expected"),
    [
        # The own border checks nothing: what is on top came with the mail.
        (
            ("example.org",),
            (OWN, ("Authentication-Results", "evil.example; dmarc=pass header.from=bank.example")),
            set(),
        ),
        (("example.org",), (OWN, FOREIGN, FORGED), set()),
        (("example.org",), (INNER, OWN, TRUE, FOREIGN), {"dkim=pass evil.example", "dmarc=fail bank.example"}),
        # An inner filter writes on top under another name; the border's own field is believed all the same.
        (
            ("example.org",),
            (("Authentication-Results", "scan.vendor.example; dkim=pass header.d=x.example"), INNER, OWN, TRUE),
            {"dkim=pass evil.example", "dmarc=fail bank.example"},
        ),
        # Networks name no server, and a mail that others took in is read by its own top.
        (("192.0.2.0/24",), (OWN, TRUE, FOREIGN), {"dkim=pass evil.example", "dmarc=fail bank.example"}),
        (("example.net",), (OWN, TRUE, FOREIGN), {"dkim=pass evil.example", "dmarc=fail bank.example"}),
    ],
)
def test_configured_domains_are_believed_alone(
    trusted: tuple[str, ...], fields: tuple[tuple[str, str], ...], expected: set[str]
) -> None:
    assert shown(read(*fields, trusted=trusted)) == expected


def test_a_result_that_was_stored_before_is_still_read() -> None:
    stored = b'{"server":"mx.example.org","method":"spf","result":"pass","domain":"a.example"}'
    assert msgspec.json.decode(stored, type=Authentication).is_believed


@given(
    st.lists(st.tuples(st.sampled_from(["Received", "Authentication-Results", "Received-SPF"]), st.text(max_size=60))),
    st.lists(st.sampled_from(["example.org", "", ".", "::1", "10.0.0.0/8", "@x", "\u00e9.example"])),
)
def test_any_mail_is_read_with_any_trusted_relays(fields: list[tuple[str, str]], trusted: list[str]) -> None:
    plain = tuple([(name, " ".join(value.split())) for name, value in fields])
    own = (OWN, TRUE, *plain)
    found = read(*own, trusted=tuple(trusted)).authentication
    assert [replace(each, is_believed=True) for each in found] == [
        replace(each, is_believed=True) for each in read(*own).authentication
    ]


@given(st.lists(st.tuples(st.sampled_from(["Received", "Authentication-Results", "Received-SPF", "X"]), st.text())))
def test_any_fields_are_read(fields: list[tuple[str, str]]) -> None:
    found = authentication_from(tuple(fields))
    assert len(found) <= 10_000
    assert len({(each.server, each.method, each.result, each.domain) for each in found}) == len(found)
