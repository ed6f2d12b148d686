"""Which lists and people are believed to have passed a mail on, and which fields are mere words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge.evidence import unsolicited
from spamatlas.judge.passing_on import is_passed_on
from spamatlas.model import Authentication, Channel, Hop, Message, Party, PartyKind

MX = "mx.home.example"


def mail(
    headers: dict[str, str],
    *hops: Hop,
    envelope: str = "",
    checks: tuple[Authentication, ...] = (),
    carried: bool = True,
) -> Message:
    received = (("Received", "from there by here"),) if carried else ()
    return Message(
        submission_id="x",
        channel=Channel.EMAIL,
        sender=Party(PartyKind.EMAIL, "anna@gmail.com"),
        envelope_from=Party(PartyKind.EMAIL, envelope) if envelope else None,
        hops=hops,
        authentication=checks,
        headers=(*received, *headers.items()),
    )


def from_host(name: str, helo: str = "") -> Hop:
    return Hop(by=MX, from_name=name, helo=helo or name)


EVIL = from_host("vps7.evil.example")
SPF_FAILS = Authentication(MX, "spf", "softfail", "lists.club.example")


@pytest.mark.parametrize(
    "message",
    [
        # Mailman, its own host
        mail({"List-Id": "Talk <talk.lists.club.example>"}, from_host("lists.club.example")),
        # Mailman whose host has another name than the list: the bounces go to the list's domain
        mail(
            {"List-Id": "<ilug.linux.example>"},
            from_host("lugh.tuatha.example"),
            envelope="ilug-admin@linux.example",
        ),
        # Google Groups, public and of a firm
        mail({"List-ID": "<team.googlegroups.com>"}, from_host("mail-ej1-f54.google.com")),
        mail(
            {"Mailing-list": "list team@firm.example; contact team+owners@firm.example"},
            from_host("mail-ej1-f54.google.com"),
            envelope="team+bncBAABAAAA@firm.example",
            checks=(Authentication(MX, "spf", "pass", "firm.example"),),
        ),
        # Yahoo's groups of old
        mail(
            {"Mailing-List": "list zzz@yahoogroups.com; contact zzz-owner@yahoogroups.com"},
            from_host("n12.grp.scd.yahoo.com"),
        ),
        # Sympa, signed for the list's domain
        mail(
            {"List-Id": "<amis.listes.univ.example>"},
            from_host("relais.renater.example"),
            checks=(Authentication(MX, "dkim", "pass", "listes.univ.example"),),
        ),
        # ezmlm, which has no List-Id
        mail(
            {"Mailing-List": "contact dev-help@project.example; run by ezmlm"},
            from_host("", "mail.project.example"),
        ),
        # A list's mail forwarded once more
        mail(
            {"List-Id": "<talk.club.example>"},
            from_host("fwd.univ.example"),
            Hop(by="fwd.univ.example", from_name="lists.club.example"),
        ),
        # A list of the receiver's own organisation
        mail(
            {"List-Id": "<staff.home.example>"},
            from_host("lists.home.example"),
            envelope="staff-bounces@home.example",
        ),
        # The return path was not kept, the list says who sends
        mail(
            {"List-Id": "<talk.club.example>", "Sender": "Talk <talk-bounces@club.example>"},
            from_host("smtp.hoster.example"),
        ),
        # Passed on by hand at a university, and by a rule at Office 365 with a rewritten sender
        mail({"Resent-From": "Eve <eve@cs.univ.example>"}, from_host("smtp.univ.example")),
        mail(
            {"Resent-From": "<eve@firm.example>"},
            from_host("mail-am6eur05on2084.outbound.protection.outlook.com"),
            envelope="eve+SRS=aB3dE=7Q=gmail.com=anna@firm.example",
        ),
        # The same without what servers wrote
        mail({"List-Id": "<talk.club.example>"}, carried=False),
    ],
)  # fmt: skip
def test_what_a_list_or_a_person_passed_on_is(message: Message) -> None:
    assert is_passed_on(message)


@pytest.mark.parametrize(
    "message",
    [
        mail({}, EVIL),
        mail({"List-Id": "<talk.lists.club.example>"}, EVIL),
        mail({"List-Id": "club"}, EVIL),
        mail({"List-Id": ""}, EVIL),
        mail({"List-Id": "<com>"}, from_host("com")),
        mail({"List-Id": "<talk.club.example>", "List-Post": "<mailto:talk@club.example>"}, EVIL),
        # It greets as the list's host; its address has a name of its own
        mail({"List-Id": "<talk.club.example>"}, from_host("vps7.evil.example", "lists.club.example")),
        # It bounces to the list, whose domain does not know it
        mail({"List-Id": "<talk.lists.club.example>"}, EVIL, envelope="b@lists.club.example", checks=(SPF_FAILS,)),
        # The return path was kept and is another
        mail({"List-Id": "<t.club.example>", "Sender": "t@club.example"}, EVIL, envelope="x@evil.example"),
        mail({"List-Id": "<t.club.example>", "Sender": "t@club.example", "Return-Path": "<>"}, EVIL),
        # A result that the receiver cannot have stated
        mail(
            {"List-Id": "<t.club.example>"},
            EVIL,
            checks=(Authentication("x", "dkim", "pass", "club.example", is_believed=False),),
        ),
        # The receiver's own domain, as every mail there passes it
        mail({"List-Id": "<staff.home.example>"}, Hop(by="store.home.example", from_name=MX), EVIL),
        mail(
            {"List-Id": "<team.googlegroups.com>"},
            Hop(by="2002:a05:6214:3c8f::1"),
            Hop(by="mx.google.com", from_name="vps7.evil.example"),
            envelope="x@evil.example",
        ),
        mail({"Resent-From": "eve@univ.example"}, EVIL),
        mail({"Resent-From": "eve"}, EVIL),
        mail({"Resent-From": "eve@gmail.com"}, EVIL),
    ],
)  # fmt: skip
def test_a_field_that_nothing_bears_out_is_none(message: Message) -> None:
    assert not is_passed_on(message)


@pytest.mark.parametrize(
    ("host", "codes"), [("lists.club.example", ["reported", "list-post"]), ("a.evil.example", ["reported"])]
)
def test_only_a_list_that_had_it_speaks_against_unsolicited(host: str, codes: list[str]) -> None:
    found = unsolicited(mail({"List-Post": "<mailto:talk@club.example>"}, from_host(host)), 0.0)
    assert [each.code for each in found.reasons] == codes


_TEXT = st.text(st.sampled_from("<>@. ,;abc\u0430\x00\udcff-"), max_size=60)


@given(
    st.dictionaries(
        st.sampled_from(("List-Id", "List-Post", "Mailing-List", "Resent-From", "Sender", "Return-Path")), _TEXT
    ),
    _TEXT,
    _TEXT,
)
def test_any_field_is_read(headers: dict[str, str], host: str, envelope: str) -> None:
    is_passed_on(mail(headers, from_host(host), from_host("mail.gmail.com"), envelope=envelope))


@pytest.mark.parametrize("name", ["List-Id", "List-Post", "Mailing-List", "Resent-From"])
@pytest.mark.parametrize("piece", ["<a.b>", "<", "@a.b", "@", " ", "a.b, "])
def test_a_long_field_names_few(name: str, piece: str) -> None:
    assert not is_passed_on(mail({name: piece * 200_000}, *[EVIL] * 100))
