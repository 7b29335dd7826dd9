"""What stops a program that writes: broken calls, other disks, folders that may not be written."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

State = dict[str, bytes | str | None]
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a draft")
CALLS = ("replace", "unlink", "mkdir", "rmdir")


class Breaker:
    """Stops the n-th call that changes a folder, before it is done or after; locks are spared."""

    def __init__(self, patch: pytest.MonkeyPatch, error: BaseException, *, after: bool) -> None:
        self.error, self.after = error, after
        self.left = self.times = 0
        for owner, name in (*((Path, name) for name in CALLS), (os, "link")):
            patch.setattr(owner, name, self._breaking(getattr(owner, name)))

    def _breaking(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            if str(args[0]).endswith(".lock"):  # it is taken away when all is done
                return real(*args, **kwargs)
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


def mount(patch: pytest.MonkeyPatch, folder: Path, *, bound: bool = False) -> None:
    """Make a folder seem a disk of its own; a part of the same disk bound there with `bound`."""
    folder = folder.resolve()
    real = Path.stat

    def stat(path: Path, **kwargs: bool) -> os.stat_result:
        found = real(path, **kwargs)
        inside = folder in (path.absolute(), *path.absolute().parents)
        return os.stat_result((*found[:2], -1, *found[3:])) if inside and not bound else found

    def refuse(one: Path | str, other: Path | str, **_: object) -> None:
        if len({folder in Path(path).absolute().parents for path in (one, other)}) > 1:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    patch.setattr(Path, "stat", stat)
    for name in ("replace", "rename", "link"):
        patch.setattr(os, name, _after(refuse, getattr(os, name)))


def seal(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let nothing be made or renamed in a folder itself, not even by root."""
    folder = folder.resolve()

    def refuse(*paths: Path | str | int, **_: object) -> None:
        if any(isinstance(p, Path | str) and Path(p).absolute().parent == folder for p in paths):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    for name in ("replace", "rename", "link", "mkdir", "open"):
        patch.setattr(os, name, _after(refuse, getattr(os, name)))


def _after(first: Callable[..., None], real: Callable[..., object]) -> Callable[..., object]:
    def call(*args: object, **kwargs: object) -> object:
        first(*args, **kwargs)
        return real(*args, **kwargs)

    return call
