"""In which order links are looked at."""

import pytest

from spamatlas.judge.findings import findings
from spamatlas.judge.link_order import FEW, MOST, in_turn
from spamatlas.judge.reading import content
from spamatlas.model import Channel, Link, Message, Origin, Party, PartyKind

BAD = "paypal.com.secure-login.paypa1-verify.top"


def link(host: str, domain: str, place: int = 0, userinfo: str = "") -> Link:
    return Link(f"https://{host}/{place}", host, domain, "here", "html", userinfo)


def mail(*links: Link) -> Message:
    sender = Party(PartyKind.EMAIL, "news@mail.shop.example", "Shop")
    return Message(submission_id="x", channel=Channel.EMAIL, text="Hi", links=links, sender=sender)


def own(many: int) -> list[Link]:
    return [link("mail.shop.example", "shop.example", place) for place in range(many)]


@pytest.mark.parametrize("before", [0, 19, 20, 60, 999])
def test_links_to_the_senders_own_domain_hide_no_other(before: int) -> None:
    message = mail(*own(before), link(BAD, "paypa1-verify.top"))
    found = {detector.name for detector, _ in findings([message], [Origin()])[0]}
    assert {"look-alike-host", "deep-host", "cheap-suffix"} <= found
    assert BAD in content(message)


def test_links_to_one_foreign_domain_hide_no_other() -> None:
    others = [link("www.example.org", "example.org", place) for place in range(80)]
    found = {detector.name for detector, _ in findings([mail(*others, link(BAD, "paypa1-verify.top"))], [Origin()])[0]}
    assert "look-alike-host" in found


def test_a_host_as_user_is_seen_behind_links_of_its_own_domain() -> None:
    others = [link("www.evil.example", "evil.example", place) for place in range(80)]
    found = {
        d.name
        for d, _ in findings([mail(*others, link("evil.example", "evil.example", 1, "paypal.com"))], [Origin()])[0]
    }
    assert "host-as-user" in found


def test_each_domain_in_turn_and_the_senders_last() -> None:
    links = (*own(10), *(link("a.example", "a.example", place) for place in range(3)), link("b.example", "b.example"))
    found = in_turn(mail(*links))
    assert [each.domain for each in found[:5]] == [
        "a.example",
        "b.example",
        "shop.example",
        "a.example",
        "shop.example",
    ]
    assert sorted(each.url for each in found) == sorted(each.url for each in links)


def test_few_links_stay_as_they_are() -> None:
    links = (*own(FEW - 1), link("a.example", "a.example"))
    assert in_turn(mail(*links)) == links


def test_a_page_with_one_link_of_its_own_is_not_said_to_lead_elsewhere() -> None:
    others = [link(f"www.p{place}.example", f"p{place}.example") for place in range(MOST + 20)]
    message = mail(*others, *own(1))
    assert "links-elsewhere" not in {detector.name for detector, _ in findings([message], [Origin()])[0]}
