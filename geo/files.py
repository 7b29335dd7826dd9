"""Files, strictly read and safely written: JSON and TOML in, whole files out."""

import datetime as dt
import json
import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.errors import CannotRead, CannotWrite, Fault, printable

MAX_BYTES = 50_000_000
MAX_DEPTH = 60
UNREAD = object()  # no JSON value is this; null is None
_CONSTANTS = re.compile(r'"(?:[^"\\]|\\.)*"|(-?Infinity|NaN)')
_TOML_ERROR = re.compile(r"(.*) \(at (line \d+, column \d+|end of document)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in an input: the file as the user named it, and the record in it."""

    file: str
    where: str = ""


@dataclass
class Findings:
    """Faults and warnings, gathered while an input is read.

    Attributes
    ----------
    today
        The present day, against which publications are held.
    """

    today: dt.date = field(default_factory=lambda: dt.datetime.now(dt.UTC).date())
    faults: list[Fault] = field(default_factory=list)

    def add(
        self, spot: Spot, field: str, found: str, allowed: str, *, warning: bool = False
    ) -> None:
        """Note a fault or a warning.

        Parameters
        ----------
        spot
            Where it stands.
        field
            The field, or "" for the whole record.
        found
            What stands there, made printable by the caller.
        allowed
            What may stand there.
        warning
            True for what does no harm.
        """
        file, where = plain(spot.file, 500), plain(spot.where, 200)
        self.faults.append(Fault(file, where, plain(field), found, allowed, warning))

    def warn(self, spot: Spot, field: str, found: str, allowed: str) -> None:
        """Note what is odd but does no harm."""
        self.add(spot, field, found, allowed, warning=True)

    @property
    def broken(self) -> bool:
        """True when there is a fault that is no warning."""
        return any(not fault.warning for fault in self.faults)

    @property
    def ordered(self) -> tuple[Fault, ...]:
        """All of them, each once, in the order of files and records."""
        return tuple(sorted(set(self.faults)))


def plain(text: object, limit: int = 80) -> str:
    """Give a printable form without quotes, for ids and keys inside a message."""
    text = text if isinstance(text, str) else repr(text)
    if len(text) <= limit and text.isprintable():
        return text
    return printable(text, limit)[1:-1]


def shown(value: object) -> str:
    """Give a value as the file has it, short and printable: null, true, a list."""
    if isinstance(value, str):
        return printable(value)
    return plain(json.dumps(value, ensure_ascii=False, default=str), 60)


def read_json(path: Path, findings: Findings, name: str | None = None) -> object:
    """Read a JSON file strictly: no NaN, no key twice, no nesting without end.

    Parameters
    ----------
    path
        The file.
    findings
        Takes the faults.
    name
        The file as the user named it; the path itself when None.

    Returns
    -------
    The content, or `UNREAD` when there is a fault that forbids to read on.
    """
    spot = Spot(name or str(path))
    text = _read_text(path, spot, findings)
    if text is None:
        return UNREAD
    try:
        content, twice = _parse_json(text)
    except json.JSONDecodeError as error:
        at = Spot(spot.file, f"line {error.lineno}, column {error.colno}")
        rest = text[error.pos : error.pos + 20]
        findings.add(at, "", printable(rest) if rest else "the end of the file", "valid JSON")
        return UNREAD
    except _ConstantError as error:
        findings.add(_place_of_constant(text, spot), "", str(error), "a finite number")
        return UNREAD
    except RecursionError:
        allowed = f"at most {MAX_DEPTH} levels of brackets"
        findings.add(spot, "", "more levels of brackets", allowed)
        return UNREAD
    except ValueError:
        findings.add(spot, "", "a number of thousands of digits", "a number that can be read")
        return UNREAD
    for key in twice:
        findings.add(spot, key, "the same key twice", "each key once")
    return content


def _parse_json(text: str) -> tuple[object, list[str]]:
    """Give the content and the keys that stand twice in their object."""
    twice: list[str] = []

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        table = dict(pairs)
        if len(table) < len(pairs):
            keys = [key for key, _ in pairs]
            twice.extend(key for key in table if keys.count(key) > 1)
        return table

    content: object = json.loads(text, object_pairs_hook=unique, parse_constant=_refuse)
    if _is_deep(content):
        raise RecursionError
    return content, twice


class _ConstantError(ValueError):
    """NaN or Infinity, which JSON does not know."""


def _refuse(constant: str) -> None:
    raise _ConstantError(constant)


def _is_deep(content: object) -> bool:
    level = [content]
    for _ in range(MAX_DEPTH + 1):
        inside: list[object] = []
        for value in level:
            if isinstance(value, dict):
                inside += value.values()
            elif isinstance(value, list):
                inside += value
        if not inside:
            return False
        level = inside
    return True


def _place_of_constant(text: str, spot: Spot) -> Spot:
    for match in _CONSTANTS.finditer(text):
        if match[1]:
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            return Spot(spot.file, f"line {line}, column {column}")
    return spot


def read_toml(path: Path, findings: Findings, name: str | None = None) -> dict[str, Any] | None:
    """Read a TOML file.

    Parameters
    ----------
    path
        The file.
    findings
        Takes the faults.
    name
        The file as the user named it; the path itself when None.

    Returns
    -------
    The content, or None when it is no TOML.
    """
    spot = Spot(name or str(path))
    text = _read_text(path, spot, findings)
    if text is None:
        return None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _TOML_ERROR.fullmatch(str(error))
        reason, where = match.groups() if match else (str(error), "")
        found = plain(reason[:1].lower() + reason[1:])
        findings.add(Spot(spot.file, where), "", found, "valid TOML")
    except (RecursionError, ValueError):
        findings.add(spot, "", "more levels of brackets, or a number too long", "plain TOML")
    return None


def _read_text(path: Path, spot: Spot, findings: Findings) -> str | None:
    try:
        if not path.is_file():
            msg = f"cannot read {plain(spot.file, 500)}: no such file"
            raise CannotRead(msg)
        size = path.stat().st_size
        if size > MAX_BYTES:
            allowed = f"at most {MAX_BYTES // 1_000_000} MB"
            findings.add(spot, "", f"{size / 1e6:.0f} MB", allowed)
            return None
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = Spot(spot.file, f"byte {error.start + 1}")
        findings.add(at, "", f"0x{error.object[error.start]:02x}", "text in UTF-8")
        return None
    except OSError as error:
        msg = f"cannot read {plain(spot.file, 500)}: {(error.strerror or str(error)).lower()}"
        raise CannotRead(msg) from error


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
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if path.is_file() and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        msg = f"cannot write {plain(str(path), 500)}: {(error.strerror or str(error)).lower()}"
        raise CannotWrite(msg) from error
    return True


def write_all(texts: Iterable[tuple[Path, str]]) -> list[Path]:
    """Write several files and give those that have changed."""
    return [path for path, text in texts if write_text(path, text)]
