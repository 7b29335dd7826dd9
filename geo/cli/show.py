"""Commands that show: the page in a browser, and plates for a report."""

import errno
import os
import socket
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import click

from geo.cli.options import data_option
from geo.errors import CannotListen
from geo.layers import load_ledger

_HERE = Path(__file__).resolve().parent
_REPOSITORY = _HERE.parents[1]
_HOST = "localhost"  # as in config.toml
_WHY = {errno.EADDRINUSE: "is taken", errno.EACCES: "is not allowed to this user"}


@click.command()
@data_option
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--browser/--no-browser", default=True, help="Open a browser window, or do not.")
def app(data: Path | None, port: int, browser: bool) -> int:
    """Open the time map in a browser; it listens on this machine only."""
    if data is not None and not data.exists():
        load_ledger(data)  # says what is wrong
    _check_port(port)
    command = [sys.executable, "-m", "geo.app.serve", "run", str(_page()), *_flags()]
    command += [f"--server.port={port}", f"--server.headless={str(not browser).lower()}"]
    click.echo(f"The time map is at http://{_HOST}:{port} until you press Ctrl+C.")
    sys.stdout.flush()  # this process is about to be another
    environment = dict(os.environ)
    if data is not None:
        environment["DRAWDOWN_DATA"] = str(data.resolve())
    if os.name == "posix":
        # In the place of this process, so that a signal to it reaches the server.
        os.execve(sys.executable, command, environment)  # noqa: S606 - our own
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - our own


def _check_port(port: int) -> None:
    """Try the port first: the server would say in its log, and with no word of ours, why it ends.

    Another program may still take it in between; then the server's own words are all there is.
    """
    for family, _, _, _, place in socket.getaddrinfo(_HOST, port, type=socket.SOCK_STREAM):
        try:
            _try(family, place)
        except OSError as error:
            # Anything else, such as a machine without IPv6, is not the port's fault.
            if error.errno in _WHY:
                msg = f"port {port} {_WHY[error.errno]}; choose another with --port"
                raise CannotListen(msg) from error


def _try(family: int, place: Any) -> None:  # noqa: ANN401 - its form depends on the family
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        if os.name == "posix":
            # A port that was left a moment ago is free, as the server sees it too.
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        tried.bind(place)


def _page() -> Path:
    shipped = _HERE.parent / "app" / "streamlit_app.py"
    return shipped if shipped.exists() else _REPOSITORY / "streamlit_app.py"


def _flags() -> list[str]:
    """Give the page's settings as flags, so that they hold from any folder."""
    shipped = _HERE.parent / "app" / "config.toml"
    path = shipped if shipped.exists() else _REPOSITORY / ".streamlit" / "config.toml"
    return [f"--{key}={value}" for key, value in _flat(tomllib.loads(path.read_text("utf-8")))]


def _flat(table: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{key}.")
        elif not isinstance(value, list):
            text = str(value).lower() if isinstance(value, bool) else str(value)
            found.append((f"{prefix}{key}", text))
    return found
