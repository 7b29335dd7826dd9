"""Writes that the system refuses: one clean line, exit code 3, and nothing touched."""

import errno
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from geo import outgoing
from geo.cli import run

Capture = pytest.CaptureFixture[str]
Refused = Callable[[str, str], str]
PUBLISH = "publish --no-plates"
PICTURES = (
    "plate -o X.png",
    "plates --panels 2025-01-01,2025-06-01 -o X.png",
    "film --from 2025-10-01 --to 2025-10-02 --every month -o X.gif",
    "timeline -o X.svg",
)
WRITES = (
    *(f"export -o X.{form}" for form in outgoing.FORMATS),
    "export --all-dates -o X.gpkg",
    "page --known now -o X.html",
    f"{PUBLISH} X",
    "plate --caption X.txt",
    *PICTURES,
    "init X",
    "import FILE -o X",
)


@pytest.fixture(scope="session")
def plain_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a spreadsheet that can be imported."""
    path = tmp_path_factory.mktemp("plain") / "sites.csv"
    path.write_text("name,lat,lon,until\nOne,52.0,13.1,1994-08-31\n")
    return path


@pytest.fixture
def refused(capfd: Capture, plain_file: Path) -> Refused:
    """Give what runs a command that writes, and says why it could not."""

    def refused(command: str, target: str) -> str:
        command = command.replace("FILE", str(plain_file))
        name = next(word for word in command.split() if word.startswith("X")).replace("X", target)
        code = run([name if word.startswith("X") else word for word in command.split()])
        out, err = capfd.readouterr()
        assert (code, out) == (3, ""), err
        # Of a folder the first file that could not be written into it is named.
        inside = "(/[a-zA-Z./]+)?" if command.startswith(("init", "import", "publish")) else ""
        match = re.fullmatch(f"drawdown: cannot write {re.escape(name)}{inside}: (.*)\n", err)
        assert match, err
        assert ".tmp" not in err
        return match[match.lastindex or 1].lower()

    return refused


@pytest.mark.parametrize("command", WRITES)
def test_under_a_file(
    refused: Refused, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "afile").write_text("kept")
    assert refused(command, "afile/x") in {"afile is not a folder", "not a directory"}
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("afile", "kept")]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc")
@pytest.mark.parametrize("command", WRITES)
def test_in_a_folder_of_the_system(refused: Refused, command: str) -> None:
    assert refused(command, "/proc/x") in {"no such file or directory", "permission denied"}


@pytest.mark.parametrize("command", WRITES)
def test_in_a_folder_that_may_not_be_written(
    refused: Refused, tmp_path: Path, command: str
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    if os.access(closed, os.W_OK):
        pytest.skip("this user may write anywhere")
    assert refused(command, f"{closed}/x") == "permission denied"


@pytest.mark.parametrize("form", outgoing.FORMATS)
def test_a_disk_that_fills_up(
    refused: Refused, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
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
    assert refused(f"export -o X.{form}", str(tmp_path / "x")) == words
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [(path.name, "kept")]


@pytest.mark.parametrize("command", PICTURES)
def test_a_disk_that_a_picture_fills(
    refused: Refused, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def half(path: Path, content: bytes) -> None:
        with path.open("wb") as file:
            file.write(content[:10])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a draft")

    path = tmp_path / f"x.{command[-3:]}"
    path.write_text("kept")
    monkeypatch.setattr(Path, "write_bytes", half)
    assert refused(command, str(tmp_path / "x")) == "no space left on device"
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [(path.name, "kept")]


@pytest.mark.parametrize("command", ["build --data P", "import FILE -o P"])
def test_a_project_whose_data_cannot_be_written(
    capfd: Capture, tmp_path: Path, plain_file: Path, command: str
) -> None:
    project = tmp_path / "p"
    assert run(["init", str(project)]) == 0
    shutil.rmtree(project / "data")
    (project / "data").write_text("kept")
    capfd.readouterr()
    names = {"P": str(project), "FILE": str(plain_file)}
    assert run([names.get(word, word) for word in command.split()]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(f"drawdown: cannot write {project}/data/layers/")
    assert err.endswith(f".geojson: {project}/data is not a folder\n")
    assert (project / "data").read_text() == "kept"


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
        ("film --from 2025-10-01 --to 2025-10-02 -o X.gif", "it is a folder"),
        ("plate -o X.png", "it is a folder"),
        ("init X", "it is a file"),
        ("import FILE -o X", "x is not a folder"),
    ],
)
def test_a_file_for_a_folder_and_a_folder_for_a_file(
    refused: Refused, tmp_path: Path, command: str, why: str
) -> None:
    (tmp_path / "x").write_text("kept")
    for name in ("x.csv", "x.html", "x.gif", "x.png"):
        (tmp_path / name).mkdir()
    assert refused(command, str(tmp_path / "x")).replace(f"{tmp_path}/", "") == why
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
