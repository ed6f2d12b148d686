"""The command ``spamatlas``: a file a subcommand, in ``commands``, loaded when it is called."""

import sys
from importlib.resources import files
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from spamatlas import __version__
from spamatlas.cli import ahead, commands

if TYPE_CHECKING:
    from cyclopts import App

DONE, SOMETHING_REJECTED, WRONG_USAGE = 0, 1, 2


def app() -> "App":
    """The command with all its subcommands, none of them imported yet."""
    from cyclopts import App  # noqa: PLC0415  workers import this file too, and never need it

    spamatlas = App(
        name="spamatlas",
        version=__version__,
        help="Forward your spam to it; see who attacks whom, by which route, right now.",
        help_format="markdown",
        default_parameter=None,
    )
    for module in iter_modules(commands.__path__):
        path = f"{commands.__name__}.{module.name}:{module.name}_command"
        # The one that is called says of itself what it does, with examples; the others are only listed.
        is_called = module.name in sys.argv[1:2]
        spamatlas.command(path, name=module.name, **({} if is_called else {"help": _summary(module.name)}))
    return spamatlas


def _summary(name: str) -> str:
    """The first line of a command's file, read without running it: the list of commands must come at once."""
    first = (files(commands) / f"{name}.py").read_text("utf-8").partition("\n")[0]
    return first.strip('"')


def main() -> None:
    """Run the command line; exit codes: 0 done, 1 something was rejected (said which), 2 wrong usage."""
    ahead.begin(sys.argv[1:])
    from cyclopts import CycloptsError  # noqa: PLC0415  as in app

    from spamatlas.cli.naming import WrongName  # noqa: PLC0415  after what was begun ahead
    from spamatlas.model import Rejected, Unavailable  # noqa: PLC0415  after what was begun ahead

    try:
        # Standard input's name would be taken for an option.
        words = ["./-" if word == "-" else word for word in sys.argv[1:]]
        code = app()(words, exit_on_error=False, result_action="return_value")
    except CycloptsError:
        sys.exit(WRONG_USAGE)
    except WrongName as error:
        sys.exit(_complaint(str(error), WRONG_USAGE))
    except Rejected as error:
        # The node knows these lists, and what it was asked with stood in the command.
        sys.exit(_complaint(error.detail, WRONG_USAGE if error.code == "unknown-word" else SOMETHING_REJECTED))
    except (Unavailable, ValueError) as error:
        sys.exit(_complaint(str(error), SOMETHING_REJECTED))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(DONE)
    except OSError as error:
        if not error.filename:
            raise
        sys.exit(_complaint(f"{_printable(error.filename)}: {error.strerror}{_advice(error)}", SOMETHING_REJECTED))
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(code or DONE)


def _printable(name: object) -> str:
    """A file's name as a terminal may be sent it."""
    return "".join(each if each.isprintable() else "?" for each in str(name))


def _advice(error: OSError) -> str:
    return "; it is another user's, or --data names another folder" if isinstance(error, PermissionError) else ""


def _complaint(text: str, code: int) -> int:
    sys.stderr.write(f"spamatlas: {text}\n")
    return code
