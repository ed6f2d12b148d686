"""One suite on SQLite and on PostgreSQL, which is started here where it is installed."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from spamatlas.store.records.records import Records


def _why_not() -> str:
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "no PostgreSQL driver here (pip install spamatlas[postgresql])"
    if not _programs():
        return "no PostgreSQL here (Debian: apt-get install postgresql)"
    return ""


def _programs() -> Path | None:
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((each for each in places if (each / "initdb").exists()), None)


def _run(command: Sequence[str | Path]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that listens at a socket of its own."""
    if why := _why_not():
        pytest.skip(why)
    programs, root = _programs(), tmp_path_factory.mktemp("pg")
    assert programs
    # PostgreSQL does not run for root: there it runs for the user that Debian made for it.
    as_other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    if as_other:
        for each in (root, *root.parents):
            if str(each).startswith("/tmp/"):
                each.chmod(0o755)
        shutil.chown(root, "postgres", "postgres")
    data = str(root / "data")
    _run([*as_other, programs / "initdb", "-A", "trust", "-U", "spamatlas", "-D", data])
    options = f"-c listen_addresses='' -c unix_socket_directories={root} -c fsync=off"
    start = [*as_other, programs / "pg_ctl", "-D", data, "-w", "-l", str(root / "log"), "-o", options, "start"]
    _run(start)
    try:
        yield f"postgresql://spamatlas@/postgres?host={root}"
    finally:
        _run([*as_other, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"])


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def dsn(request: pytest.FixtureRequest) -> str:
    """Where the records of a test are: empty for the file in its folder, else an empty database."""
    if request.param == "sqlite":
        return ""
    address: str = request.getfixturevalue("postgresql")
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return address


@pytest.fixture
def records(dsn: str, tmp_path: Path) -> Iterator[Records]:
    made = Records(tmp_path / "records.sqlite", dsn)
    yield made
    made.close()
