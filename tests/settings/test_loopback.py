"""Which hosts are this machine: what listens there is reached from it alone, and no wire lies before it."""

import pytest

from spamatlas.settings import is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.0.2.1", "node.example", "localhost.example", "127.0.0.1.example", ""]
)
def test_not_this_machine_alone(host: str) -> None:
    assert not is_loopback(host)
