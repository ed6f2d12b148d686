"""Who holds a number or an account, and the way from a bank or an operator to whose campaigns lead there."""

import json
from collections.abc import Iterator

import pytest

from spamatlas.model import EdgeKind, Graph, Rejected, Role, Vertex, VertexKind
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.attribution import MOST_VERTICES
from spamatlas.pipeline.holders import with_holders
from spamatlas.pipeline.opening import opened
from spamatlas.settings import Settings
from spamatlas.trace import Directory

RENT = "The landlord wants the rent today, send it to GB29 NWBK 6016 1331 9268 19 and I give it back on Monday"
FINE = "Your cousin is held at the border; his lawyer takes the fee at GB29NWBK60161331926819, nobody else may know"
DIRECTORY = Directory.open()


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    with opened(Settings(data=tmp_path_factory.mktemp("node"), workers=1)) as answers:
        for place, text in enumerate((RENT, FINE)):
            line = {"id": f"{place}", "channel": "sms", "text": text, "sender": "+447400123456"}
            answers.accept(list(answers.read(json.dumps(line).encode(), "application/x-ndjson", f"r{place}", None)))
        answers.drain()
        yield answers


def test_an_account_leads_to_its_bank_and_the_bank_back(node: Answers) -> None:
    around = node.graph("GB29 NWBK 6016 1331 9268 19")
    by_id = {each.id: each for each in around.vertices}
    assert by_id["account:GB29NWBK60161331926819"].note == "GB"
    (stated,) = [each for each in around.edges if each.target == "institution:GB NWBK"]
    assert (stated.source, stated.kind) == ("account:GB29NWBK60161331926819", EdgeKind.STATED)
    back = node.graph("institution:GB NWBK")
    assert back.start == "institution:GB NWBK"
    assert {each.kind for each in back.vertices} >= {VertexKind.ACCOUNT, VertexKind.CAMPAIGN}
    assert [each.role for each in node.contacts("institution:GB NWBK")] == [Role.PAYMENT]
    with pytest.raises(Rejected):
        node.graph("institution:GB BARC")


def test_a_number_leads_to_its_operator(node: Answers) -> None:
    carrier = DIRECTORY.numbers.find("+447400123456").carrier
    around = node.graph("+447400123456")
    assert carrier
    assert around.vertices[0].note == "GB"
    assert f"operator:{carrier}" in {each.id for each in around.vertices}
    assert node.graph(f"operator:{carrier}").start == f"operator:{carrier}"
    assert [each.role for each in node.contacts("+447400123456")] == [Role.NUMBER_OPERATOR]


def test_holders_are_left_out_where_there_is_no_room_and_counted() -> None:
    full = [
        Vertex(id=f"campaign:{place}", kind=VertexKind.CAMPAIGN, name=str(place)) for place in range(MOST_VERTICES - 1)
    ]
    account = Vertex(id="account:GB29NWBK60161331926819", kind=VertexKind.ACCOUNT, name="GB29NWBK60161331926819")
    found = with_holders(Graph(start=account.id, vertices=(account, *full), edges=()), DIRECTORY)
    assert len(found.vertices) == MOST_VERTICES
    assert (found.left_out, found.edges) == (1, ())


def test_wallets_tell_their_coin_and_nobody_who_holds_them() -> None:
    wallet = Vertex(id="account:0x" + "ab" * 20, kind=VertexKind.ACCOUNT, name="0x" + "ab" * 20)
    found = with_holders(Graph(start=wallet.id, vertices=(wallet,), edges=()), DIRECTORY)
    assert [each.note for each in found.vertices] == ["ethereum"]
