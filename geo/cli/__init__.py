"""The command ``drawdown``: every answer of the program, from a shell.

Exit codes: 0 fine; 1 faults found in an input; 2 wrong usage, or no such site, layer or
option; 3 a file that cannot be read or written; 70 a fault of the program itself. Errors are
one clean line on stderr.
"""

import os
import sys

import click

from geo.cli.ask import changes, snapshot, status
from geo.cli.bring import COMMANDS as BRING
from geo.cli.desk import COMMANDS as DESK
from geo.cli.keep import build, check
from geo.cli.pictures import film, plate, plates
from geo.cli.publish import COMMANDS as PUBLISH
from geo.cli.share import export
from geo.cli.show import app
from geo.errors import CannotRead, CannotWrite, DrawdownError, InputFault, NoSuchThing

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
    try:
        code = drawdown.main(arguments, prog_name="drawdown", standalone_mode=False)
    except click.ClickException as error:
        return _complain(error.format_message(), USAGE)
    except click.Abort:
        return _complain("stopped", USAGE)
    except DrawdownError as error:
        return _complain(_one_line(error), _code(error))
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        sys.stderr.close()
        return 0
    except Exception as error:
        # A fault of ours: nobody should meet a traceback who did not ask for it.
        if os.environ.get("DRAWDOWN_DEBUG"):
            raise
        found = f"{type(error).__name__}: {error}"
        return _complain(f"unexpected {found} (DRAWDOWN_DEBUG=1 shows where)", OURS)
    return code if isinstance(code, int) else 0


def _code(error: DrawdownError) -> int:
    if isinstance(error, CannotRead | CannotWrite):
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
