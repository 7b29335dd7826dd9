"""Hostile files end in a message, in little time and memory, and leave nothing behind."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from geo.check import check, format_text
from geo.cli import run
from tests.hostile import LARGE, SMALL

# A guard against what never ends; how long each takes is measured by `make bench`.
SECONDS, BYTES = 90, 1_000_000_000
IMPORTED = (".csv", ".xlsx", ".kml", ".kmz", ".shp")
JARGON = ("Traceback", "pydantic", "openpyxl", "sqlite", "0x7f")


def command(path: Path, output: Path) -> list[str]:
    if path.suffix in IMPORTED:
        return ["import", str(path), "-o", str(output)]
    return ["check", str(path)]


@pytest.mark.parametrize("name", SMALL)
def test_a_small_hostile_file(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, words = SMALL[name]
    output = tmp_path / "out"
    run(command(make(tmp_path), output))
    told = "".join(capsys.readouterr())
    assert words in told, told[:500]
    assert not any(word in told for word in JARGON)
    assert told.replace("\n", "").isprintable()
    assert not output.exists()


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


LIMITED = """
import json, sys
from geo.cli import run
code = run(json.loads(sys.argv[1]))
with open("/proc/self/status") as file:
    peak = int(file.read().split("VmHWM:")[1].split()[0]) * 1024
print(json.dumps([code, peak]), file=sys.stderr)
"""


@pytest.mark.long
@pytest.mark.parametrize("name", [*SMALL, *LARGE])
def test_within_a_gigabyte(name: str, tmp_path: Path) -> None:
    make, words = (SMALL | LARGE)[name]
    arguments = json.dumps(command(make(tmp_path), tmp_path / "out"))
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=limit,
    )
    assert done.returncode == 0, done.stderr[-1000:]
    code, memory = json.loads(done.stderr.splitlines()[-1])
    assert code in {0, 1, 2}
    assert memory < BYTES
    assert words in done.stdout + done.stderr
    assert not (tmp_path / "out").exists()


def test_what_is_mended_is_loaded(tmp_path: Path) -> None:
    for name in ("byte order mark", "markup", "future published"):
        make, _ = SMALL[name]
        found = check(make(tmp_path))
        assert all(fault.warning for fault in found), format_text(found)
