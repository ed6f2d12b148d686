from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from spamatlas.web import create_app

_spec = spec_from_file_location("fake_node", Path(__file__).with_name("fake_node.py"))
assert _spec and _spec.loader
fake_node = module_from_spec(_spec)
_spec.loader.exec_module(fake_node)


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
    spec = spec_from_file_location("hostile_messages", Path(__file__).parent / "hostile" / "messages.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
