"""Writes that the system refuses: one clean line, exit code 3, and nothing touched."""

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from geo import outgoing
from geo.cli import run

Capture = pytest.CaptureFixture[str]
PUBLISH = "publish --no-plates"
WRITES = (
    *(f"export -o X.{form}" for form in outgoing.FORMATS),
    "export --all-dates -o X.gpkg",
    "page --known now -o X.html",
    f"{PUBLISH} X",
    "plate -o X.png",
    "plate --caption X.txt",
    "timeline -o X.svg",
)


def refused(capfd: Capture, command: str, target: str) -> str:
    """Run a command that writes, and give why it could not."""
    name = next(word for word in command.split() if word.startswith("X")).replace("X", target)
    code = run([name if word.startswith("X") else word for word in command.split()])
    out, err = capfd.readouterr()
    assert (code, out) == (3, ""), err
    assert err.count("\n") == 1, err
    err = err.replace(f'"{name}"', name)
    start = f"drawdown: cannot write {name}: "
    assert err.startswith(start), err
    assert ".tmp" not in err
    return err[len(start) :].strip().lower()


@pytest.mark.parametrize("command", WRITES)
def test_under_a_file(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "afile").write_text("kept")
    assert refused(capfd, command, "afile/x") in {"afile is not a folder", "not a directory"}
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("afile", "kept")]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc")
@pytest.mark.parametrize("command", WRITES)
def test_in_a_folder_of_the_system(capfd: Capture, command: str) -> None:
    assert refused(capfd, command, "/proc/x") in {"no such file or directory", "permission denied"}


@pytest.mark.parametrize("command", WRITES)
def test_in_a_folder_that_may_not_be_written(capfd: Capture, tmp_path: Path, command: str) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    if os.access(closed, os.W_OK):
        pytest.skip("this user may write anywhere")
    assert refused(capfd, command, f"{closed}/x") == "permission denied"


@pytest.mark.parametrize("form", outgoing.FORMATS)
def test_a_disk_that_fills_up(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    def full(*_: object, **__: object) -> None:
        if form == "gpkg":
            msg = "database or disk is full"
            raise sqlite3.OperationalError(msg)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a draft")

    path = tmp_path / f"x.{form}"
    path.write_text("kept")
    for name in ("write_bytes", "write_text"):
        monkeypatch.setattr(Path, name, full)
    monkeypatch.setattr("geo.outgoing.geopackage._put_style", full)
    words = "database or disk is full" if form == "gpkg" else "no space left on device"
    assert refused(capfd, f"export -o X.{form}", str(tmp_path / "x")) == words
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [(path.name, "kept")]


def test_a_table_inside_a_published_folder(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a draft")

    monkeypatch.setattr(Path, "write_text", full)
    assert run([*PUBLISH.split(), str(tmp_path / "site")]) == 3
    where = tmp_path / "site" / "table.csv"
    assert capfd.readouterr().err == (f"drawdown: cannot write {where}: no space left on device\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (f"{PUBLISH} X", "it is not a folder"),
        ("export -o X.csv", "it is a folder"),
        ("page -o X.html", "it is a folder"),
    ],
)
def test_a_file_for_a_folder_and_a_folder_for_a_file(
    capfd: Capture, tmp_path: Path, command: str, why: str
) -> None:
    (tmp_path / "x").write_text("kept")
    for name in ("x.csv", "x.html"):
        (tmp_path / name).mkdir()
    assert refused(capfd, command, str(tmp_path / "x")) == why
    assert (tmp_path / "x").read_text() == "kept"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("command", ["snapshot", "snapshot --csv", "snapshot --json", "check"])
def test_output_to_a_full_disk(command: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from geo.cli import main; main()", *command.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    told = "drawdown: cannot write the output: no space left on device\n"
    assert (done.returncode, done.stderr) == (3, told)


@pytest.mark.skipif(os.name != "posix", reason="pipes of a shell")
@pytest.mark.parametrize("command", ["snapshot", "snapshot --csv"])
def test_a_reader_that_has_seen_enough_is_no_fault(command: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "from geo.cli import main; main()", *command.split()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == ("", 0)
