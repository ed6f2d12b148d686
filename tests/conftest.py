"""What a machine can't test is left out by name; where nothing may be left out, leaving out is a failure."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from spamatlas.settings import Settings
from spamatlas.store import Store

# No test is timed: the machine may be busy, and the first example of many loads tables.
# The same examples each time: no change is refused for a fault that it did not bring. `make fuzz` tries others.
settings.register_profile("untimed", deadline=None, derandomize=os.environ.get("SPAMATLAS_FUZZ_SEED") != "new")
settings.load_profile("untimed")

LEAVE_NOTHING_OUT = os.environ.get("SPAMATLAS_LEAVE_OUT") == "nothing"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reasons = {
        "browser": None if shutil.which("chromium") else "no Chromium here (Debian: apt-get install chromium)",
        "corpora": None if _corpora() else "no shared corpora here (SPAMATLAS_CORPORA names their folder)",
    }
    for item in items:
        for marker, reason in reasons.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    _say_fuzzed(terminalreporter)
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("left out")
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.line(f"{report.nodeid}: {str(reason).removeprefix('Skipped: ')}")


def _say_fuzzed(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [each for kind in ("passed", "failed") for each in terminalreporter.stats.get(kind, [])]
    inputs = [int(value) for each in reports for name, value in each.user_properties if name == "fuzz_inputs"]
    if inputs:
        terminalreporter.section("fuzzed")
        terminalreporter.line(f"{sum(inputs):,} inputs tried over {len(inputs)} kinds")


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    # No package of Debian, PyPI or npm brings a ClickHouse server: its test is named as left out, and waits for a DSN.
    if LEAVE_NOTHING_OUT and any("server" not in report.keywords for report in skipped):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _corpora() -> Path | None:
    folder = Path(os.environ.get("SPAMATLAS_CORPORA", ""))
    return folder if (folder / "INDEX.md").is_file() else None


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the shared corpora; never copied, only read."""
    folder = _corpora()
    assert folder, "mark the test with pytest.mark.corpora"
    return folder


@pytest.fixture(scope="session", autouse=True)
def tables_made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Stores of this process begin as copies of one empty one: to make the tables takes five times as long."""
    opened, made = Store.open, tmp_path_factory.mktemp("tables")
    merged: set[str] = set()

    def make() -> None:
        """The ledger of migrations has a part a statement; what they are merged into is enough."""
        store = opened(Settings(data=made))
        store.command("OPTIMIZE TABLE migration FINAL")
        merged.update(row["name"] for row in store.query("SELECT name FROM system.parts WHERE NOT active"))
        store.close()

    def copied(wanted: Settings, **how: Any) -> Store:
        if wanted.dsn or (wanted.data / "store").exists():
            return opened(wanted, **how)
        if not (made / "store").exists():
            make()
        ignored = shutil.ignore_patterns(*merged)
        shutil.copytree(made / "store", wanted.data / "store", symlinks=True, ignore=ignored)
        return opened(wanted, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "open", staticmethod(copied))
        yield
