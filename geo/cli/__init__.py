"""The command ``drawdown``: every answer of the program, from a shell.

Exit codes: 0 fine; 1 faults found in an input; 2 wrong usage, or no such site, layer or
option; 3 a file that cannot be read or written, or a port that is taken; 70 a fault of the
program itself. Errors are one clean line on stderr. docs/formats.md tells them in full.
"""

import os
import sys
from pathlib import Path

import click

from geo.cli.ask import changes, snapshot, status
from geo.cli.bring import COMMANDS as BRING
from geo.cli.desk import COMMANDS as DESK
from geo.cli.keep import build, check
from geo.cli.pictures import film, plate, plates
from geo.cli.publish import COMMANDS as PUBLISH
from geo.cli.share import export
from geo.cli.show import app
from geo.errors import (
    CannotListen,
    CannotRead,
    CannotWrite,
    DrawdownError,
    InputFault,
    NoSuchThing,
    printable,
)

FAULTS, USAGE, FILES, OURS = 1, 2, 3, 70


COMMANDS: tuple[click.Command, ...] = (
    app, build, check, status, snapshot, changes, plate, plates, film, export, *DESK, *BRING,
    *PUBLISH,
)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="drawdown")
def drawdown() -> None:
    """Answer which bases are still occupied on a date, as known on a date, and who says so."""


for command in COMMANDS:
    drawdown.add_command(command)


def main() -> None:
    """Run the command and end the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command with some arguments and give its exit code.

    Parameters
    ----------
    arguments
        What stands behind ``drawdown`` on the command line.
    """
    _have_an_output()
    try:
        code = drawdown.main(arguments, prog_name="drawdown", standalone_mode=False)
        sys.stdout.flush()
    except (click.ClickException, click.Abort) as error:
        return _misused(error)
    except DrawdownError as error:
        return _complain(_one_line(error), _code(error))
    except (BrokenPipeError, SystemExit):
        # The reader (head, less) has seen enough; click ends the process where it sees that.
        _give_up_output()
        return 0
    except OSError as error:
        return _refused(error)
    except Exception as error:
        # A fault of ours: nobody should meet a traceback who did not ask for it.
        if _debugged():
            raise
        found = f"{type(error).__name__}: {error}"
        return _complain(f"unexpected {found} (DRAWDOWN_DEBUG=1 shows where)", OURS)
    return code if isinstance(code, int) else 0


def _have_an_output() -> None:
    """Let what is told go nowhere where the output was closed beforehand, as with ``>&-``.

    The interpreter then has none, and the first file that is opened would take its number.
    """
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end


def _misused(error: click.ClickException | click.Abort) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)  # the help, in its lines
        return USAGE
    told = error.format_message() if isinstance(error, click.ClickException) else "stopped"
    return _complain(told, USAGE)


def _debugged() -> bool:
    return bool(os.environ.get("DRAWDOWN_DEBUG"))


def _refused(error: OSError) -> int:
    """Tell what no command has told: most likely that the output goes to a full disk."""
    if _debugged():
        raise error
    why = (error.strerror or type(error).__name__).lower()
    if error.filename is not None:
        return _complain(
            f"cannot read or write {printable(str(error.filename), 500)}: {why}", FILES
        )
    _give_up_output()
    return _complain(f"cannot write the output: {why}", FILES)


def _give_up_output() -> None:
    """Let go of what is not yet written: it would be tried once more at the end, and told of."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _code(error: DrawdownError) -> int:
    if isinstance(error, CannotListen | CannotRead | CannotWrite):
        return FILES
    return USAGE if isinstance(error, NoSuchThing) else FAULTS


def _one_line(error: DrawdownError) -> str:
    if not isinstance(error, InputFault):
        return " ".join(str(error).split())
    found = [fault for fault in error.faults if not fault.warning]
    more = f" (and {len(found) - 1} more; `drawdown check` lists all)" if len(found) > 1 else ""
    return f"{found[0]}{more}"


def _complain(text: str, code: int) -> int:
    first = " ".join(text.split())
    click.echo(f"drawdown: {first}", err=True)
    return code
