from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient
from tests.web import fake_node
from tests.web.hostile import messages
from tests.web.two_members import Node, two_members

from spamatlas.web import create_app


@pytest.fixture
def fake() -> Any:
    """The module of the fake node: what it shows, under which names."""
    return fake_node


@pytest.fixture
def node() -> Any:
    return fake_node.FakeNode()


@pytest.fixture
def client(node: Any) -> Iterator[TestClient[Any]]:
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as client:
        yield client


@pytest.fixture
def key(node: Any) -> dict[str, str]:
    """The header of somebody who has the token."""
    return {"authorization": f"Bearer {node.token}"}


@pytest.fixture(scope="session")
def hostile() -> Any:
    """The module of the hundred hostile messages."""
    return messages


@pytest.fixture(scope="module")
def two_members_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A real node with reports of every label; who changes something puts it back. A process has one engine, so it ends
    before another module's node begins.
    """
    with two_members(tmp_path_factory.mktemp("members")) as ready:
        yield ready
