"""The wheel, installed into an empty environment and used from an unrelated folder."""

import json
import os
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it alone, and give the environment's folder of programs."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
            "--disable-pip-version-check", "--no-index", "--wheel-dir", str(folder), str(ROOT),
        ],
        check=True,
    )  # fmt: skip
    wheel = next(folder.glob("drawdown-*.whl"))
    home = folder / "venv"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    site = next((home / "lib").glob("python*")) / "site-packages"
    subprocess.run(
        [
            sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps",
            "--disable-pip-version-check", "--no-index", str(wheel),
        ],
        check=True,
    )  # fmt: skip
    # The dependencies are lent by path, for a test may not fetch them anew.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin"


def call(programs: Path, folder: Path, *arguments: str) -> str:
    """Run the installed command in an unrelated folder and give what it printed."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [str(programs / "drawdown"), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_wheel_brings_its_own_package(installed: Path, tmp_path: Path) -> None:
    code = "import geo; print(geo.__file__)"
    done = subprocess.run(
        [str(installed / "python"), "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(installed.parent) in done.stdout


def test_status_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    out = call(installed, tmp_path, "status", "ain-al-asad", "--on", "2026-02-01", "--json")
    assert json.loads(out)["possible"] == ["withdrawn"]


def test_plate_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    call(installed, tmp_path, "plate", "--on", "2025-10-15", "-o", "plate.png")
    assert (tmp_path / "plate.png").read_bytes().startswith(b"\x89PNG")


def test_app_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    environment = {**os.environ, "HOME": str(tmp_path)}
    environment.pop("PYTHONPATH", None)
    with subprocess.Popen(
        [str(installed / "drawdown"), "app", "--no-browser", "--port", str(port)],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as server:
        try:
            assert _answers(f"http://localhost:{port}/_stcore/health")
        finally:
            os.killpg(server.pid, signal.SIGKILL)


def _answers(url: str) -> bool:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=1) as page:  # noqa: S310 - our own server
                return bool(page.status == 200)
        except OSError:
            time.sleep(0.1)
    return False
