"""A node's accounts, a provider, the signing in between them, and somebody who was invited."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.pipeline.provider.coming import BO
from tests.pipeline.provider_server import CLIENT, SECRET, ProviderServer, running

from spamatlas.model import MemberKind
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.provider_sign_in import Providers, ProviderSignIn
from spamatlas.pipeline.sign_in import FirstPerson, SignIn
from spamatlas.settings import Provider


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Accounts]:
    made = Accounts(Folder(tmp_path_factory.mktemp("accounts")))
    SignIn(made).set_up(FirstPerson("R", MemberKind.STATE, "", "Ada", "ada@example.org", "four plain words go"), "")
    yield made
    made.close()


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    with running() as started:
        yield started


@pytest.fixture
def sign(accounts: Accounts, server: ProviderServer, tmp_path: Path) -> ProviderSignIn:
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    wanted = Provider(name="state", issuer=server.issuer, client_id=CLIENT, secret_file=str(tmp_path / "secret"))
    return ProviderSignIn(accounts, Providers([wanted]))


@pytest.fixture
def bo(accounts: Accounts) -> Iterator[Any]:
    """Somebody who was invited, and nothing else."""
    added = Membership(accounts).add_person("1", "Bo", BO, ["analyst"])["person"]
    yield added
    Membership(accounts).end_person(str(added.id))
