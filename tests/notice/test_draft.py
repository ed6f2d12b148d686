"""Drafts: what they hold, what they must not, and that machines can read their part."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from spamatlas.intake.xarf_schema import fault
from spamatlas.locale import languages
from spamatlas.model import Category, Channel, Charge, Contact, Grounds, Instance, Lure, Role, VertexKind
from spamatlas.notice import draft
from spamatlas.notice.demand import _by_role, demand

NOON = datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)
OF_ROLE = {
    Role.NETWORK_ABUSE: (VertexKind.NETWORK, "AS64500"),
    Role.REGISTRY: (VertexKind.DOMAIN, "parcel.example"),
    Role.NUMBER_OPERATOR: (VertexKind.NUMBER, "+12025550101"),
    Role.PLATFORM: (VertexKind.PAGE, "bit.ly/3abc"),
    Role.PAYMENT: (VertexKind.ACCOUNT, "GB82WEST12345698765432"),
}


def grounds(role: Role, **changes: Any) -> Grounds:
    kind, name = OF_ROLE[role]
    address = "192.0.2.7" if role is Role.NETWORK_ABUSE else ""
    charge = Charge(
        kind=kind, name=name, reports=12, reporters=5, first_seen=NOON, last_seen=NOON + timedelta(days=2),
        certainty=0.98, known_by="text", instances=(Instance(NOON, "ab" * 32, address),),
    )  # fmt: skip
    values: dict[str, Any] = {
        "role": role, "contact": Contact(role, "abuse@alpha.example", "Alpha"), "campaign": "C-00000000000000aa",
        "channels": (Channel.SMS,), "category": Category.PHISHING, "lure": Lure.PARCEL, "charges": (charge,),
        "node": "Abuse desk", "answer_to": "abuse@node.example",
    }  # fmt: skip
    return Grounds(**(values | changes))


def test_every_role_has_its_demand_in_a_file_of_its_own() -> None:
    assert set(_by_role()) == set(Role)
    assert all(demand(role).asked for role in Role)


@pytest.mark.parametrize("code", sorted(languages()))
@pytest.mark.parametrize("role", Role)
def test_a_draft_says_what_was_seen_in_every_language(role: Role, code: str) -> None:
    made = draft(grounds(role), languages()[code])
    name = OF_ROLE[role][1]
    shown = name.replace(".", "[.]") if role in (Role.REGISTRY, Role.PLATFORM) else name
    assert shown in made.subject
    assert shown in made.text
    for told in ("ab" * 32, "2026-03-01 12:00:30Z", "abuse@node.example", made.reference, "12"):
        assert told in made.text
    assert ("192.0.2.7" in made.text) == (role is Role.NETWORK_ABUSE)
    assert "{" not in made.text
    assert max(map(len, made.text.splitlines())) < 200
    if code != "en":
        assert made.text != draft(grounds(role), languages()["en"]).text


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("category", [Category.PHISHING, Category.FRAUD, Category.ADVERTISING, Category.MALWARE])
def test_the_part_for_machines_fits_the_schema(role: Role, category: Category) -> None:
    made = draft(grounds(role, category=category), languages()["en"])
    assert made.media_type == "application/xarf+json"
    report = msgspec.json.decode(made.machine)
    assert fault(report) == ""
    assert report["source_identifier"] == ("192.0.2.7" if role is Role.NETWORK_ABUSE else OF_ROLE[role][1])
    assert made.machine == draft(grounds(role, category=category), languages()["fr"]).machine


@pytest.mark.parametrize("changes", [{"answer_to": ""}, {"channels": (Channel.EMAIL,), "category": Category.LOAN}])
def test_what_xarf_cannot_say_becomes_a_feedback_report(changes: dict[str, Any]) -> None:
    made = draft(grounds(Role.NETWORK_ABUSE, **changes), languages()["en"])
    assert made.media_type == "message/feedback-report"
    fields = dict(line.split(": ", 1) for line in made.machine.strip().split("\n"))
    assert fields["Version"] == "1"
    assert fields["Incidents"] == "12"
    assert fields["Source-IP"] == "192.0.2.7"
    assert fields["Feedback-Type"] in {"fraud", "abuse"}


def test_a_hostile_name_breaks_no_line() -> None:
    evil = "x\r\nBcc: all@victim.example\u202e.example"
    charge = msgspec.structs.replace(grounds(Role.REGISTRY).charges[0], name=evil)
    made = draft(grounds(Role.REGISTRY, charges=(charge,), answer_to=""), languages()["en"])
    for text in (made.subject, made.text, made.machine):
        assert "\nBcc" not in text.replace("\r", "\n")
        assert "\u202e" not in text


def test_a_reference_follows_from_what_it_is_about() -> None:
    english, french = (draft(grounds(Role.REGISTRY), languages()[code]) for code in ("en", "fr"))
    assert english.reference == french.reference
    assert english.reference != draft(grounds(Role.PLATFORM), languages()["en"]).reference
    other = draft(grounds(Role.REGISTRY, campaign="C-00000000000000ab"), languages()["en"])
    assert other.reference != english.reference
