"""A project changed by several at once, or where it cannot be written: all or nothing."""

import itertools
import multiprocessing
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import geo
from geo.build import build
from geo.check import check
from geo.cli import run
from geo.errors import CannotWrite
from geo.ledger import Ledger
from geo.project import Edit, add_claim, add_source, begin, open_project
from geo.seeds import load_seeds
from tests.obstacles import FULL, Breaker, state
from tests.own_project import CLAIM, SOURCE, TODAY, Capture, contents


def test_what_has_changed_underneath_is_never_overwritten(project: Path) -> None:
    path = project / "seeds" / "sources" / "2025-01-31-agency-handover.toml"
    edit = open_project(project)
    add_claim(edit, "2025-01-31-agency-handover", CLAIM | {"when": "2025-01-30"})
    edited = path.read_text() + "# a remark of somebody else\n"
    path.write_text(edited)
    with pytest.raises(CannotWrite, match="somebody else has changed it"):
        edit.apply()
    assert path.read_text() == edited
    other = open_project(project)
    add_source(other, SOURCE)
    new = project / "seeds" / "sources" / "2025-03-05-an-eye-witness-still-there.toml"
    new.write_text("# not yet\n")
    with pytest.raises(CannotWrite):
        other.apply()
    assert new.read_text() == "# not yet\n"


ADD = ["add-source", "--producer", "P", "--title", "T", "--published", "2025-03-10"]


@pytest.mark.parametrize("name", ["data/layers/the-valley.geojson", "data/schema", "data"])
def test_where_the_data_cannot_be_written_the_seeds_stay(
    project: Path, capsys: Capture, name: str
) -> None:
    """What stands in the way is no matter of permissions, so that root is stopped as well."""
    table = project.parent / "sites.csv"
    table.write_text("name,lat,lon,until\nEast Post,33.1,44.1,2025-03-01\n")
    wall = project / name
    shutil.rmtree(wall) if wall.is_dir() else wall.unlink()
    wall.mkdir() if wall.suffix else wall.write_text("in the way")
    before = state(project)
    commands = [
        ["import", str(table), "--data", str(project), "--published", "2025-03-10"],
        [*ADD, "--reliability", "B", "--data", str(project)],
    ]
    for command in commands:
        assert run(command) == 3
        assert re.search(rf"cannot write \S*my/{name}", capsys.readouterr().err)
        assert state(project) == before
    shutil.rmtree(wall) if wall.is_dir() else wall.unlink()
    for command in commands:
        assert run(command) == 0
    assert build(project) == []


def _change(folder: Path, *, new: bool) -> None:
    if new:
        begin(folder)
        return
    edit = open_project(folder)
    add_claim(edit, add_source(edit, SOURCE), CLAIM)
    add_claim(edit, "2025-01-31-agency-handover", CLAIM | {"when": "2025-01-30"})
    edit.apply()


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("new", [False, True])
def test_a_change_that_is_stopped_changes_nothing(
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    *,
    after: bool,
    new: bool,
) -> None:
    breaker, stopped = Breaker(monkeypatch, error, after=after), 0
    for number in itertools.count(1):
        breaker.times = 0
        folder = tmp_path / "sub" / f"again-{number}"
        if not new:
            shutil.copytree(project, folder)
        before = state(tmp_path)
        breaker.left, breaker.times = number, 1
        try:
            _change(folder, new=new)
        except (CannotWrite, KeyboardInterrupt):
            stopped += 1
            assert state(tmp_path) == before
        if breaker.times:  # there was no such call
            break
        shutil.rmtree(tmp_path / "sub", ignore_errors=True)
    assert stopped > 4
    assert check(folder, TODAY) == ()
    assert build(folder) == []


def test_an_editor_that_saves_while_the_seeds_are_read_is_not_overwritten(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project / "seeds" / "sources" / "2025-01-31-agency-handover.toml"
    edit, real = open_project(project), Edit.read

    def read(edit: Edit) -> Ledger:
        ledger = real(edit)
        path.write_text(path.read_text() + "# saved just now\n")
        return ledger

    add_claim(edit, "2025-01-31-agency-handover", CLAIM | {"when": "2025-01-30"})
    monkeypatch.setattr(Edit, "read", read)
    with pytest.raises(CannotWrite, match="somebody else has changed it"):
        edit.apply()
    assert path.read_text().endswith("# saved just now\n")
    assert build(project) == []


def test_a_lock_is_respected_and_named(project: Path) -> None:
    before = contents(project)
    lock = project / ".seeds.lock"
    lock.touch()
    edit = open_project(project)
    add_source(edit, SOURCE)
    with pytest.raises(
        CannotWrite, match=r"my/seeds: somebody else .* remove .*/my/\.seeds\.lock$"
    ):
        edit.apply()
    lock.unlink()
    assert contents(project) == before
    assert [path.parent.name for path in edit.apply().written] == ["sources"]
    assert [*project.rglob(".*")] == []


def test_a_command_waits_while_another_reads_the_seeds(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else its source, in a file of its own, would be in the seeds and not in the data."""
    one, other, real = open_project(project), open_project(project), Edit.read
    add_claim(one, add_source(one, SOURCE), CLAIM)
    key = add_source(other, SOURCE | {"title": "Gone"})
    add_claim(other, key, CLAIM | {"id": "C-2"})

    def read(edit: Edit) -> Ledger:
        ledger = real(edit)
        with pytest.raises(CannotWrite, match="somebody else is writing it"):
            one.apply()
        return ledger

    with monkeypatch.context() as patch:
        patch.setattr(Edit, "read", read)
        other.apply()
    one.apply()
    assert {"C-1", "C-2"} <= {*geo.load(project).claims}


def _append(project: Path, number: int, turns: int) -> None:
    for turn in range(turns):
        while True:
            edit = open_project(project)
            claim = CLAIM | {"id": f"N-{number}-{turn}", "when": "2025-01-30"}
            add_claim(edit, "2025-01-31-agency-handover", claim)
            try:
                edit.apply()
                break
            except CannotWrite:
                continue


@pytest.mark.long
def test_many_writers_lose_nothing(project: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_append, args=(project, n, 5)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    written = {key for key in load_seeds(project).claims if key.startswith("N-")}
    assert written == {f"N-{n}-{turn}" for n in range(4) for turn in range(5)}
    assert build(project) == []


@pytest.mark.long
def test_two_commands_at_once_lose_no_claim(project: Path) -> None:
    command = [
        *("add-claim", "--data", str(project), "--source", "2025-01-31-agency-handover"),
        *("--place", "south-field", "--kind", "in-use", "--when", "2025-01-30"),
        *("--credibility", "2"),
    ]
    code = "import sys; from geo.cli import run; sys.exit(run(sys.argv[1:]))"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, *command, "--text", f"Said {n}.", "--id", f"N-{n}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for n in range(6)
    ]
    codes = [process.wait(120) for process in started]
    for process in started:
        process.communicate()
    written = {key for key in load_seeds(project).claims if key.startswith("N-")}
    assert {f"N-{n}" for n, code in enumerate(codes) if code == 0} <= written
    assert 0 in codes
    build(project)
    assert check(project, TODAY) == ()
