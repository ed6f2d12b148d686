from pathlib import Path

import pytest

from spamatlas.trace import Directory
from spamatlas.trace.directories.addresses import Addresses


@pytest.fixture
def directory() -> Directory:
    return Directory(Addresses(None))


@pytest.fixture(scope="session")
def real_directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    return Directory.open(Path(tmp_path_factory.mktemp("addresses")))
