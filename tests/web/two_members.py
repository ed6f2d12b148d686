"""A real node on which two members filed reports of every label, and everybody who may ask it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

from litestar.testing import TestClient
from msgspec import Struct

from spamatlas.model import MemberKind, Person, PersonRole, Scope, Tlp
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.opening import opened
from spamatlas.pipeline.secrets_of_accounts import new_word
from spamatlas.settings import Settings
from spamatlas.store.records import sessions
from spamatlas.web import create_app
from spamatlas.web.office import SESSION

ADDRESS = "http://127.0.0.1:8052"
HOUSE, ALPHA, BETA = "House", "Alpha Telecom", "Beta Bank"
TEXTS = {
    HOUSE: "Your parcel {word} is held at the depot. Pay the fee today at https://{host}/{word} or call {number}",
    ALPHA: "Earn 900 a day from home with {word}, no papers: write to our boss at https://{host}/{word} or {number}",
    BETA: "Your account was locked after a strange payment {word}; confirm who you are: https://{host}/{word} {number}",
}
RED = "Dear {owner} customer, the court of {word} fined you. Settle it quietly at https://{host}/{word}, or {number}"


class Marked(Struct, frozen=True):
    """One report: of whom, under which label, and every word that stands in it alone."""

    owner: str
    tlp: Tlp
    word: str
    host: str
    number: str
    sender: str
    caller_id: str
    id: str = ""
    campaign: str = ""

    @property
    def traces(self) -> tuple[str, ...]:
        """What may be seen nowhere by whom it is not for; without the sign of international numbers."""
        return self.word, self.host, self.number[1:], self.sender[1:], self.caller_id, self.id

    @property
    def line(self) -> dict[str, Any]:
        text = RED if self.tlp is Tlp.RED else TEXTS[self.owner]
        text = text.format(word=self.word, host=self.host, number=self.number, owner=self.owner.split()[0])
        return {
            "id": self.caller_id, "channel": "sms", "text": text, "sender": self.sender, "tlp": self.tlp.value,
        }  # fmt: skip


class Asker(Struct, frozen=True):
    """Somebody with one role, of one member."""

    owner: str
    role: PersonRole
    person: int
    headers: Mapping[str, str]


class Node(Struct, frozen=True):
    """A node with what stands on it."""

    answers: Answers
    client: TestClient[Any]
    reports: tuple[Marked, ...]
    held: tuple[Marked, ...]
    askers: tuple[Asker, ...]
    keys: Mapping[str, Mapping[str, str]]

    def may_see(self, asker: Asker, report: Marked) -> bool:
        """By the words of decision record 16, written down once more and otherwise than in the model."""
        if report.tlp is Tlp.RED:
            return asker.person == 1 + [HOUSE, ALPHA, BETA].index(report.owner)
        if asker.owner == report.owner or report.tlp in {Tlp.CLEAR, Tlp.GREEN}:
            return True
        return report.tlp is Tlp.AMBER and asker.owner == HOUSE


def marked(owner: str, tlp: Tlp, number: int) -> Marked:
    word, host, caller_id = (_token(f"{owner} {tlp} {what}") for what in ("word", "host", "caller"))
    return Marked(owner, tlp, word, f"{host}.example", f"+120255501{number:02d}", f"+4477009006{number:02d}", caller_id)


def _token(what: str) -> str:
    """Twelve letters that stand nowhere by chance."""
    return "".join(chr(ord("b") + each % 20) for each in blake2b(what.encode(), digest_size=12).digest())


@contextmanager
def two_members(folder: Path) -> Iterator[Node]:
    """People come before reports: the first three, one a member, are those whom RED reports are named for."""
    with opened(Settings(data=folder, workers=1, host="0.0.0.0")) as answers:
        membership = Membership(answers.accounts)
        owners = (HOUSE, ALPHA, BETA)
        for owner in owners:
            membership.add_member(owner, MemberKind.SECTOR_MEMBER, "KE")
        people = [_person(membership, owner, PersonRole.ADMINISTRATOR, "first") for owner in owners]
        for member, person in zip(owners, people, strict=True):
            membership.set_default(member, "amber", people=[str(person.id)])
        named = dict(zip(owners, people, strict=True))
        askers = [_asker(answers, owner, named[owner]) for owner in owners]
        every = [(owner, role) for owner in owners for role in PersonRole]
        askers += [_asker(answers, owner, _person(membership, owner, role, role.value)) for owner, role in every]
        keys = {
            owner: {"authorization": f"Bearer {membership.add_key(owner, 'feed', list(Scope))['secret']}"}
            for owner in owners
        }
        with TestClient(create_app(answers), base_url=ADDRESS, raise_server_exceptions=False) as client:
            wanted = [
                marked(owner, tlp, at + 10 * owners.index(owner)) for owner in owners for at, tlp in enumerate(Tlp)
            ]
            reports = [_filed(answers, client, keys, each) for each in wanted]
            held = [_held(answers, client, keys, owner) for owner in owners]
            answers.drain()
            yield Node(answers, client, tuple(map(_settled(answers), reports)), tuple(held), tuple(askers), keys)


def _person(membership: Membership, owner: str, role: PersonRole, name: str) -> Person:
    address = f"{name}@{owner.split(maxsplit=1)[0].lower()}.example"
    person: Person = membership.add_person(owner, name, address, [role])["person"]
    return person


def _asker(answers: Answers, owner: str, person: Person) -> Asker:
    accounts, word = answers.accounts, new_word(answers.accounts.secret)
    now = accounts.clock()
    with accounts.changing("test") as (change, _):
        sessions.begin(change, person.id, sessions.NewSession(word.digest, now + timedelta(hours=1), "test"), now)
    return Asker(owner, person.roles[0], person.id, {"cookie": f"{SESSION}={word.text}", "origin": ADDRESS})


def _filed(answers: Answers, client: Any, keys: Mapping[str, Mapping[str, str]], each: Marked) -> Marked:
    answer = client.post("/api/v1/reports", json=each.line, headers=keys[each.owner])
    assert answer.status_code == 202, answer.text
    return Marked(
        each.owner, each.tlp, each.word, each.host, each.number, each.sender, each.caller_id, answer.json()["ids"][0]
    )


def _held(answers: Answers, client: Any, keys: Mapping[str, Mapping[str, str]], owner: str) -> Marked:
    """Something that can't be analysed, AMBER+STRICT."""
    each = marked(owner, Tlp.AMBER_STRICT, 90)
    word = f"held{each.word}"
    line = {"id": word, "channel": "email", "raw": "AAAA", "tlp": "amber+strict"}
    answer = client.post("/api/v1/reports", json=line, headers=keys[owner])
    assert answer.status_code == 202, answer.text
    nothing = "nothing-of-the-kind"
    return Marked(owner, each.tlp, nothing, nothing, nothing, nothing, word, answer.json()["ids"][0])


def _settled(answers: Answers) -> Any:
    def settled(each: Marked) -> Marked:
        found = answers.report(each.id)
        assert found
        assert found.get("assignment"), found
        campaign = found["assignment"]["campaign"]
        return Marked(
            each.owner, each.tlp, each.word, each.host, each.number, each.sender, each.caller_id, each.id, campaign
        )

    return settled
