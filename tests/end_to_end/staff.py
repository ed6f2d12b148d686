"""A node that more than one person uses: its administrator, another member, and something on every page."""

import re
from typing import Any

import httpx
from msgspec import Struct
from tests.end_to_end.running import Running

from spamatlas.web.office import SESSION, session_of

ADDRESS, PASSWORD = "admin@regulator.example", "correct horse battery"
PARCEL = "Your parcel is held at customs. Pay the fee of 1.99 today at https://parcel-fee.example/pay or it goes back."

LOAN = "Loan of 9000 without papers, write to us today at https://quick-loan.example/go and get it in an hour."
PEOPLE = 12
"""As many as must have named a thing before a draft names it to others, and some more."""


class Staffed(Struct, frozen=True):
    """A running node with accounts; ``session`` is that of its administrator.

    ``hidden`` are addresses to which no page leads unless somebody asks for it by a form.
    """

    node: Running
    session: str
    hidden: tuple[str, ...]

    def sign_in(self, context: Any) -> None:
        """Let a browser's pages be the administrator's."""
        context.add_cookies([{"name": SESSION, "value": self.session, "url": self.node.address}])

    def client(self) -> httpx.Client:
        """Requests as the administrator's browser makes them, without following where they lead."""
        cookies, asked = {SESSION: self.session}, {"accept": "text/html"}
        return httpx.Client(base_url=self.node.address, cookies=cookies, headers=asked, timeout=30)


def staffed(node: Running) -> Staffed:
    """Set up accounts, and leave on every page something to be looked at."""
    for number in range(PEOPLE):
        text = f"{PARCEL} Your number is {number * 7919}." if number % 2 else PARCEL
        report = {"id": f"staffed-{number}", "channel": "sms", "text": text, "reporter": f"person {number}"}
        filed = node.post(report | {"sender": "+447700900123"}).json()
    other = node.file(id="staffed-other", channel="im", text=LOAN, sender="+447700900456")
    held = node.file(id="staffed-held", channel="email", raw="AAAA")
    assert node.settled(held)["quarantine"]
    loans = node.settled(other)["assignment"]["campaign"]
    campaign = node.settled(filed["ids"][0])["assignment"]["campaign"]
    first = {
        "member": "Regulator of Example", "kind": "member_state", "country": "KE", "name": "Amina Example",
        "address": ADDRESS, "password": PASSWORD, "again": PASSWORD,
    }  # fmt: skip
    token = {SESSION: session_of(node.token)}
    session = httpx.post(f"{node.address}/console/set-up", data=first, cookies=token, timeout=30).cookies[SESSION]
    here = f"/console/campaigns/{campaign}"
    elsewhere = ("/console/sign-in/with/nobody", "/console/sign-in/with/nobody/back", "/unsubscribe/word")
    hidden = (f"/receipts/{filed['receipts'][0]}", here, f"{here}/compare/{loans}", *elsewhere)
    made = Staffed(node, session, hidden)
    with made.client() as client:
        organisation = {"action": "add-member", "name": "Operator of Example", "kind": "sector_member", "country": "FR"}
        member = client.post("/console/people", data=organisation).headers["location"].partition("?")[0]
        invited = {"action": "add-person", "name": "Ben Example", "address": "ben@operator.example"}
        assert "invitation?word=" in client.post(member, data=invited | {"granted": "analyst"}).text
        key = {"action": "add-key", "name": "gateway", "days": "90", "granted": "reports:write"}
        assert re.search(r"spamatlas_\w{8}_", client.post(member, data=key).text)
        measure = {"campaign": campaign, "kind": "host_down", "target": "parcel-fee.example", "taken_on": "2026-11-01"}
        assert client.post("/console/campaigns/countermeasures", data=measure).status_code == 303
    return made
