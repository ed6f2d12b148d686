from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.pipeline.acting import ADA, PASSWORD, Clock

from spamatlas.model import MemberKind
from spamatlas.pipeline import recognition
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.new_session import SignedIn
from spamatlas.pipeline.sign_in import FirstPerson, SignIn


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Accounts]:
    monkeypatch.setattr(recognition, "FRESH_SECONDS", 0.0)  # the records are asked each time, so that the clock counts
    made = Accounts(Folder(tmp_path), clock=clock)
    yield made
    made.close()


@pytest.fixture
def ada(accounts: Accounts) -> SignedIn:
    first = FirstPerson("Regulator", MemberKind.STATE, "KE", "Ada Otieno", ADA, PASSWORD)
    return SignIn(accounts).set_up(first, "Firefox Linux")
