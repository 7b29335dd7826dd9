"""Files of a folder exchanged together: whatever stops it, and where, nothing has changed."""

import errno
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geo.errors import CannotWrite
from geo.exchange import Step, exchange

State = dict[str, bytes | str | None]
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a draft")
CALLS = ("replace", "unlink", "mkdir", "rmdir")


class Breaker:
    """Stops the n-th call that changes a folder, before it is done or after."""

    def __init__(self, patch: pytest.MonkeyPatch, error: BaseException, *, after: bool) -> None:
        self.error, self.after = error, after
        self.left = self.times = 0
        for owner, name in (*((Path, name) for name in CALLS), (os, "link")):
            patch.setattr(owner, name, self._breaking(getattr(owner, name)))

    def _breaking(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            self.left -= 1
            due = self.left <= 0 < self.times
            if due:
                self.times -= 1
            if due and not self.after:
                raise self.error
            done = real(*args, **kwargs)
            if due:
                raise self.error
            return done

        return call

    def each(self, tmp_path: Path, times: int = 1) -> Iterator[tuple[Path, list[Step]]]:
        """Give a folder and steps anew, the first call broken, then the second, to the last."""
        for number in range(1, 500):
            self.times = 0
            target, steps = old_and_new(tmp_path)
            self.left, self.times = number, times
            yield target, steps
            if self.times == times:
                return


def stopped_by(target: Path, steps: list[Step]) -> BaseException | None:
    """Exchange, and give what it ended with."""
    try:
        exchange(target, steps)
    except (CannotWrite, KeyboardInterrupt, RuntimeError) as error:
        return error
    return None


def state(folder: Path) -> State:
    """Give all that a folder holds: files with their bytes, links, and folders, empty ones too."""
    return {
        path.relative_to(folder).as_posix(): (
            f"-> {path.readlink()}"
            if path.is_symlink()
            else None
            if path.is_dir()
            else path.read_bytes()
        )
        for path in folder.rglob("*")
    }


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
    for target, steps in breaker.each(tmp_path, times):
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
    for target, steps in breaker.each(tmp_path, 10**6):
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
    for target, steps in Breaker(monkeypatch, FULL, after=True).each(tmp_path):
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
    for target, steps in Breaker(monkeypatch, FULL, after=False).each(tmp_path):
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
        before, there = state(target), state(far)
        with pytest.raises(CannotWrite, match=r"sub/c\.txt: [\w -]+$"):
            exchange(target, [("sub/gone.txt", None), *steps])
        assert (state(target), state(far)) == (before, there)
        assert [*tmp_path.glob(".*")] == []
    finally:
        shutil.rmtree(far)
