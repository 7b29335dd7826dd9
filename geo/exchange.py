"""Several files of one folder exchanged together: all of them, or none.

No system replaces several files at once. So the old ones are kept beside the folder first, then
the new ones take their places one by one, and whatever stops this on the way - a refusal of the
system, an interrupt, a fault - puts everything back. What no program can catch is not undone: a
power cut or a kill between two renames leaves new and old files mixed, each of them whole, and the
old ones in the hidden folder beside. Where the folder is a disk of its own, or nothing may be
written beside it, the hidden folder is in it.
"""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from geo.errors import CannotWrite
from geo.files import plain
from geo.writing import reason, refusals, write_bytes

Step = tuple[str, Path | None]
_Who = tuple[int, int]  # the disk and the number on it
_Undo = list[Callable[[], None]]


def exchange(target: Path, steps: Sequence[Step]) -> None:
    """Put files into a folder and take others away, in this order; all of it or nothing.

    Parameters
    ----------
    target
        The folder; made where it is missing.
    steps
        The name of a file in the folder, and the file that takes its place; None where it is
        taken away.

    Raises
    ------
    CannotWrite
        When a step is refused. The folder then is what it was; where even that is refused, the
        message says where the old files are kept.
    """
    with refusals(target):
        kept = _hidden(target, "kept.")
    undo: _Undo = []
    try:
        was = {name: _keep(target / name, kept / name) for name, _ in steps}
        for name, new in steps:
            with refusals(target / name):
                _make_folders((target / name).parent, undo)
                undo.append(_restorer(target / name, kept / name, was[name]))
                _take(target / name, new)
    except BaseException as error:
        _put_back(undo, target, kept, error)
        raise
    shutil.rmtree(kept, ignore_errors=True)


def write_together(folder: Path, texts: Mapping[str, str | None]) -> list[Path]:
    """Write several texts of one folder, all of them or none; what is there already is left alone.

    Parameters
    ----------
    folder
        The folder; made where it is missing.
    texts
        The text of each file by its name in the folder; None where the file is taken away.

    Returns
    -------
    The files that have changed or are gone.

    Raises
    ------
    CannotWrite
        When one of them cannot be written or taken away; the folder then is what it was.
    """
    changed = {name: text for name, text in texts.items() if _differs(folder / name, text)}
    if changed:
        with drafts_for(folder) as drafts:
            steps = [
                (name, _draft(drafts / str(number), text, folder / name))
                for number, (name, text) in enumerate(changed.items())
            ]
            exchange(folder, steps)
    return [folder / name for name in changed]


@contextlib.contextmanager
def drafts_for(target: Path) -> Iterator[Path]:
    """Give a hidden folder for what is to take its place in a folder; it is gone afterwards.

    Parameters
    ----------
    target
        The folder; it may be missing.

    Raises
    ------
    CannotWrite
        When there is no place for it.
    """
    with refusals(target):
        folder = _hidden(target)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def hidden_prefix(target: Path) -> str:
    """Give the beginning of the names of all hidden folders that are made for a folder."""
    return f".{target.resolve().name[:40]}."


def _hidden(target: Path, word: str = "") -> Path:
    """Make a hidden folder beside the target, or in it where beside is no place for it."""
    place, prefix = target.resolve(), hidden_prefix(target) + word
    beside = next((above for above in place.parents if above.exists()), place)
    inside = place.is_dir()
    # Only from the same disk a file takes its place in one step.
    if not inside or beside.stat().st_dev == place.stat().st_dev:
        try:
            return Path(tempfile.mkdtemp(prefix=prefix, dir=beside))
        except OSError:
            if not inside:
                raise
    return Path(tempfile.mkdtemp(prefix=prefix, dir=place))


def _differs(old: Path, text: str | None) -> bool:
    with refusals(old):
        if text is None:
            return os.path.lexists(old)
        return not (old.is_file() and old.read_bytes() == text.encode())


def _draft(draft: Path, text: str | None, told: Path) -> Path | None:
    if text is None:
        return None
    with refusals(told):
        write_bytes(draft, text.encode())
    return draft


def _keep(old: Path, kept: Path) -> _Who | None:
    """Keep a file under a second name; tell what stands there, None where nothing does."""
    found = _who(old)
    if found and not os.path.lexists(kept) and (old.is_symlink() or not old.is_dir()):
        with refusals(old):
            kept.parent.mkdir(parents=True, exist_ok=True)
            try:
                # A reader is never without the file, and what comes back is the very same.
                os.link(old, kept, follow_symlinks=False)
            except (OSError, NotImplementedError):  # no hard links, or another file system
                shutil.copy2(old, kept, follow_symlinks=False)
    return found


def _who(path: Path) -> _Who | None:
    """Tell one file from another that has its name."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino


def _take(old: Path, new: Path | None) -> None:
    if new is None:
        old.unlink(missing_ok=True)
    else:
        _move(new, old)


def _make_folders(folder: Path, undo: _Undo) -> None:
    missing = [above for above in (folder, *folder.parents) if not os.path.lexists(above)]
    for above in reversed(missing):
        undo.append(_remover(above))
        above.mkdir()
    folder.mkdir(exist_ok=True)  # refused where a file stands in its place


# Each of these may run where its step was not done, and may run twice: an interrupt can come
# between any two lines.


def _remover(folder: Path) -> Callable[[], None]:
    def remove() -> None:
        try:
            folder.rmdir()
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError as error:
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:  # somebody else uses it by now
                raise

    return remove


def _restorer(old: Path, kept: Path, was: _Who | None) -> Callable[[], None]:
    def restore() -> None:
        now = _who(old)
        if now and was is None:
            old.unlink()
        elif now != was and os.path.lexists(kept):
            _move(kept, old)

    return restore


def _move(new: Path, old: Path) -> None:
    """Put a file in the place of another, whole or not at all, even from another disk."""
    try:
        new.replace(old)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        near = old.with_name(f".{os.getpid()}.{new.name[:40]}.tmp")
        try:
            shutil.copy2(new, near, follow_symlinks=False)
            near.replace(old)
        finally:
            near.unlink(missing_ok=True)
        new.unlink()


def _put_back(undo: _Undo, target: Path, kept: Path, error: BaseException) -> None:
    """Undo all steps, the last one first; keep the old files where that is refused."""
    # A second interrupt, at the wrong moment, is no reason to leave the folder half written.
    failed = _undo(undo) and _undo(undo)
    told = _mixed(target, error, failed[0]) if failed else ""
    if failed and any(not path.is_dir() for path in kept.rglob("*")):
        told += f", and the old ones that it lacks are kept in {plain(str(kept), 500)}"
    else:
        shutil.rmtree(kept, ignore_errors=True)
    if told:
        raise CannotWrite(told) from error


def _undo(undo: Iterable[Callable[[], None]]) -> list[BaseException]:
    failed: list[BaseException] = []
    for step in reversed([*undo]):
        try:
            step()
        except BaseException as error:  # noqa: BLE001 - the other steps are undone all the same
            failed.append(error)
    return failed


def _mixed(target: Path, error: BaseException, refused: BaseException) -> str:
    """Say that neither the new state nor the old one could be reached."""
    name = plain(str(target), 500)
    first = str(error) if isinstance(error, CannotWrite) else f"cannot write {name}: stopped"
    why = reason(refused, target) if isinstance(refused, OSError) else "stopped"
    return (
        f"{first}; nor could {name} be put back as it was ({why}): "
        "new and old files are mixed in it"
    )
