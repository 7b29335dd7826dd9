"""Files of a folder exchanged together: whatever stops it, and where, nothing has changed."""

import errno
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.errors import CannotWrite
from geo.exchange import Step, drafts_for, exchange
from tests.obstacles import FULL, Breaker, mount, seal, state


def each_call(
    breaker: Breaker, tmp_path: Path, times: int = 1
) -> Iterator[tuple[Path, list[Step]]]:
    """Give a folder and steps anew, the first call broken, then the second, to the last."""
    for number in range(1, 500):
        breaker.times = 0
        target, steps = old_and_new(tmp_path)
        breaker.left, breaker.times = number, times
        yield target, steps
        if breaker.times == times:
            return


def stopped_by(target: Path, steps: list[Step]) -> BaseException | None:
    """Exchange, and give what it ended with."""
    try:
        exchange(target, steps)
    except (CannotWrite, KeyboardInterrupt, RuntimeError) as error:
        return error
    return None


def old_and_new(tmp_path: Path) -> tuple[Path, list[Step]]:
    """Make a folder, and steps that change it in every way."""
    shutil.rmtree(tmp_path)
    target, draft = tmp_path / "site", tmp_path / "draft"
    for name in ("a.txt", "b.txt", "sub/c.txt", "old/gone.txt", "wall", "mine.txt"):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(f"old {name}")
    (target / "link.txt").symlink_to("mine.txt")
    names = ("a.txt", "sub/c.txt", "wall/d.txt", "new/deep/e.txt", "link.txt", "b.txt")
    for name in names:
        (draft / name).parent.mkdir(parents=True, exist_ok=True)
        (draft / name).write_text(f"new {name}")
    (draft / "twice.txt").write_text("new again")
    put: list[Step] = [(name, draft / name) for name in names]
    return target, [
        ("wall", None),
        *put,
        ("old/gone.txt", None),
        ("a.txt", draft / "twice.txt"),
    ]


def test_all_of_it(tmp_path: Path) -> None:
    target, steps = old_and_new(tmp_path)
    exchange(target, steps)
    found = {name: text for name, text in state(target).items() if text is not None}
    assert found == {
        "a.txt": b"new again",
        "b.txt": b"new b.txt",
        "link.txt": b"new link.txt",
        "sub/c.txt": b"new sub/c.txt",
        "wall/d.txt": b"new wall/d.txt",
        "new/deep/e.txt": b"new new/deep/e.txt",
        "mine.txt": b"old mine.txt",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["draft", "site"]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt(), RuntimeError("a fault of ours")])
@pytest.mark.parametrize("times", [1, 2])
def test_or_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    times: int,
    *,
    after: bool,
) -> None:
    breaker = Breaker(monkeypatch, error, after=after)
    broken = 0
    for target, steps in each_call(breaker, tmp_path, times):
        before = state(target)
        told = stopped_by(target, steps)
        if told:
            broken += 1
            assert type(told) is (CannotWrite if error is FULL else type(error))
            assert state(target) == before
            assert [*tmp_path.glob(".*")] == []
    assert broken > 15


def test_a_link_that_is_refused_is_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    target, steps = old_and_new(tmp_path)
    before = state(target)
    (target / "b.txt").unlink()
    (target / "b.txt").mkdir()
    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(CannotWrite, match=r"b\.txt: it is a folder"):
        exchange(target, steps)
    assert state(target) == before | {"b.txt": None}


def test_where_even_putting_back_is_refused_the_old_files_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaker = Breaker(monkeypatch, FULL, after=False)
    mixed = 0
    for target, steps in each_call(breaker, tmp_path, 10**6):
        before = state(target)
        told = str(stopped_by(target, steps))
        match = re.search(r"nor could .+ \(no space left on device\): .+ kept in (.+)", told)
        if not match:
            assert told == "None" or state(target) == before
            continue
        mixed += 1
        now = state(target)
        kept = {name: text for name, text in state(Path(match[1])).items() if text}
        assert {name for name, text in before.items() if now.get(name) != text} <= {*kept}
        assert kept.items() <= before.items()
    assert mixed > 5


def test_a_new_file_that_cannot_be_taken_away_again_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for target, steps in each_call(Breaker(monkeypatch, FULL, after=True), tmp_path):
        shutil.rmtree(target)
        with monkeypatch.context() as patch:
            patch.setattr(Path, "unlink", lambda _: (_ for _ in ()).throw(FULL))
            told = str(stopped_by(target, [step for step in steps if step[1]]))
        if "nor could" in told:
            assert told.endswith("new and old files are mixed in it")
            assert [*tmp_path.glob(".*")] == []
            return
    pytest.fail("no step was stopped")


def test_into_a_folder_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for target, steps in each_call(Breaker(monkeypatch, FULL, after=False), tmp_path):
        shutil.rmtree(target)
        if stopped_by(target, [step for step in steps if step[1]]):
            assert [path.name for path in tmp_path.iterdir()] == ["draft"]
    assert (target / "a.txt").read_text() == "new again"


def test_a_part_on_another_disk(tmp_path: Path) -> None:
    """Nothing is put in by a test: the system itself refuses a rename between two disks."""
    other = Path("/dev/shm")  # noqa: S108 - the one other file system that most machines have
    if not os.access(other, os.W_OK) or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system")
    target, steps = old_and_new(tmp_path)
    far = other / f"drawdown-test-{os.getpid()}"
    shutil.copytree(target / "sub", far)
    try:
        shutil.rmtree(target / "sub")
        (target / "sub").symlink_to(far)
        (far / "gone.txt").write_text("old")
        (target / "wrong").mkdir()
        before, there = state(target), state(far)
        steps = [("sub/gone.txt", None), *steps]
        with pytest.raises(CannotWrite, match=r"wrong: it is a folder$"):
            exchange(target, [*steps[:-1], ("wrong", steps[-1][1])])
        assert (state(target), state(far)) == (before, there)
        assert [*tmp_path.glob(".*")] == []
        (tmp_path / "again").mkdir()
        exchange(target, old_and_new(tmp_path / "again")[1])
        assert state(far) == {"c.txt": b"new sub/c.txt", "gone.txt": b"old"}
    finally:
        shutil.rmtree(far)


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()])
def test_a_folder_that_is_a_disk_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, *, bound: bool
) -> None:
    mount(monkeypatch, tmp_path / "site", bound=bound)
    for target, steps in each_call(Breaker(monkeypatch, error, after=False), tmp_path):
        before = state(target)
        told = stopped_by(target, steps)
        if told:
            assert state(target) == before
        assert [*tmp_path.rglob(".*")] == []
    assert (told, (target / "a.txt").read_text()) == (None, "new again")
    assert (target / "wall" / "d.txt").read_text() == "new wall/d.txt"


def test_drafts_stand_on_the_disk_of_their_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "sub" / "site"
    with drafts_for(target) as drafts:
        assert drafts.parent == tmp_path, "the folder is not there yet"
    target.mkdir(parents=True)
    with drafts_for(target) as drafts:
        assert drafts.parent == target.parent
    with monkeypatch.context() as patch:
        seal(patch, target.parent)
        with drafts_for(target) as drafts:
            assert drafts.parent == target
        seal(patch, target)
        with pytest.raises(CannotWrite, match=r"sub/site: permission denied$"), drafts_for(target):
            pass
    mount(monkeypatch, target)
    with drafts_for(target) as drafts:
        assert drafts.parent == target
    assert [*tmp_path.rglob("*")] == [target.parent, target]
