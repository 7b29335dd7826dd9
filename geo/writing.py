"""Files safely written: whole or not at all, and never over what somebody else has written."""

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from geo.errors import CannotWrite
from geo.files import plain


def write_text(path: Path, text: str) -> bool:
    """Write a whole file or nothing; a file with this very content is left alone.

    Parameters
    ----------
    path
        The file; its folder is made where it is missing.
    text
        The content.

    Returns
    -------
    True when the file has changed.

    Raises
    ------
    CannotWrite
        When it cannot be written; what was there before is untouched.
    """
    content = text.encode()
    with refusals(path):
        if path.is_file() and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
    write_with(path, lambda draft: write_bytes(draft, content))
    return True


def write_bytes(path: Path, content: bytes) -> None:
    """Write a draft, and wait until the disk has it.

    Parameters
    ----------
    path
        The draft.
    content
        Its content.
    """
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_with(path: Path, make: Callable[[Path], object]) -> None:
    """Let a library write a file under another name, and put it in place when it is whole.

    Parameters
    ----------
    path
        The file.
    make
        Writes it; is given the name of a file in the same folder, with the same ending.

    Raises
    ------
    CannotWrite
        When it cannot be written; what was there before is untouched.
    """
    with refusals(path):
        if path.is_dir():
            raise IsADirectoryError
        draft = path.with_name(f".{os.getpid()}.{_digest(path.name.encode())}.tmp{path.suffix}")
        try:
            # What forbids the file is asked of the system: libraries answer in their own words.
            draft.open("wb").close()
            draft.unlink()
            make(draft)
            draft.replace(path)
        finally:
            for left in path.parent.glob(f"{draft.name}*"):  # SQLite may leave a journal
                left.unlink(missing_ok=True)


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a lock beside a file or folder: of two programs that change it, one must try again.

    Parameters
    ----------
    path
        The file or folder; where the folder that it stands in is missing, that is made, and taken
        away again when what is done under the lock fails.

    Raises
    ------
    CannotWrite
        When somebody else holds the lock, or it cannot be made.
    """
    lock = path.with_name(f".{path.name}.lock")
    missing = [above for above in lock.parents if not os.path.lexists(above)]
    try:
        with refusals(path):
            lock.parent.mkdir(parents=True, exist_ok=True)
            _make_lock(path, lock)
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)
    except BaseException:
        for above in missing:
            with contextlib.suppress(OSError):  # somebody else may use it by now
                above.rmdir()
        raise


def _make_lock(path: Path, lock: Path) -> None:
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError as error:
        msg = (
            f"cannot write {_name(path)}: somebody else is writing it; "
            f"if nobody is, remove {_name(lock)}"
        )
        raise CannotWrite(msg) from error


@contextlib.contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Turn what the system says against a write into the one line that names the user's path.

    Parameters
    ----------
    path
        The file or folder, as the user named it.

    Raises
    ------
    CannotWrite
        For any `OSError`.
    """
    try:
        yield
    except OSError as error:
        msg = f"cannot write {_name(path)}: {reason(error, path)}"
        raise CannotWrite(msg) from error


def reason(error: OSError, path: Path) -> str:
    """Say why the system refused, without the names under which drafts are written.

    Parameters
    ----------
    error
        What the system said.
    path
        What was to be written.
    """
    if isinstance(error, IsADirectoryError):
        return "it is a folder"
    if isinstance(error, FileExistsError | NotADirectoryError):
        for above in reversed(path.parents):
            if above.exists() and not above.is_dir():
                return f"{_name(above)} is not a folder"
        if path.exists() and not path.is_dir():
            return "it is not a folder"
    # A library may put its own text, with the draft's name in it, where the number says it all.
    said = os.strerror(error.errno) if error.errno else error.strerror
    return (said or "the system refuses it").lower()


def _name(path: Path) -> str:
    return plain(str(path), 500)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
