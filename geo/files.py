"""Files strictly read, TOML and text, and the faults found while anything is read."""

import datetime as dt
import itertools
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.clock import today
from geo.errors import CannotRead, Fault, printable

MAX_BYTES = 50_000_000
MAX_TOML = 2_000_000  # its reader is slow
_LONGEST_LINE, _MOST_DOTS = 20_000, 50  # of TOML; its reader slows down beyond
_LONGEST_SHOWN = 60  # letters of a value in a message
_NUMBERED = re.compile(r"\[(\d+)\]")
_TOML_ERROR = re.compile(r"(.*) \(at (line \d+, column \d+|end of document)\)", re.DOTALL)


Drafts = Mapping[Path, str]  # texts to be read in the place of what stands on the disk
NO_DRAFTS: Drafts = {}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in an input: the file as the user named it, and the record in it.

    Attributes
    ----------
    pointer
        The record's JSON pointer (RFC 6901); "" for the whole file.
    """

    file: str
    where: str = ""
    pointer: str = ""

    def inside(self, *parts: str | int) -> "Spot":
        """Give the same record with a pointer to something inside it."""
        return Spot(self.file, self.where, self.pointer + _pointer(parts))

    def beside(self, *parts: str | int) -> "Spot":
        """Give the same record with a pointer to something beside what it points to."""
        pointer = self.pointer.rpartition("/")[0] + _pointer(parts)
        return Spot(self.file, self.where, pointer)


def _pointer(parts: Iterable[str | int]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _parts(field: str) -> tuple[str, ...]:
    """Take a field such as ``places[1]`` apart."""
    name, *numbers = _NUMBERED.split(field)
    return (name, *(number for number in numbers if number)) if name else ()


@dataclass(frozen=True, order=True)
class Finding(Fault):
    """A fault with what a program wants to know of it.

    Attributes
    ----------
    pointer
        The JSON pointer of the field or the record.
    hint
        What may help, such as the nearest known name; "" where nothing is known.
    """

    pointer: str = ""
    hint: str = ""

    def __str__(self) -> str:
        text = super().__str__()
        return f"{text}; {self.hint}" if self.hint else text


@dataclass
class Findings:
    """Faults and warnings, gathered while an input is read.

    Attributes
    ----------
    today
        The present day, against which publications are held.
    patient
        True where a file that cannot be read is a fault like any other, and no end.
    numberless
        The files and pointers of what stands in the place of a number and is none: told already.
    """

    today: dt.date = field(default_factory=today)
    patient: bool = False
    numberless: set[tuple[str, str]] = field(default_factory=set)
    faults: list[Finding] = field(default_factory=list)

    def add(
        self,
        spot: Spot,
        field: str,
        found: str,
        allowed: str,
        hint: str = "",
        *,
        warning: bool = False,
        at: tuple[str | int, ...] | None = None,
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
        hint
            What may help to mend it.
        warning
            True for what does no harm.
        at
            Where the field stands in its record, if its name does not tell.
        """
        file, where = plain(spot.file, 500), plain(spot.where, 200)
        pointer = plain(spot.pointer + _pointer(_parts(field) if at is None else at), 500)
        if self.numberless and self._is_told(file, pointer):
            return
        made = Finding(file, where, plain(field), found, allowed, warning, pointer, hint)
        self.faults.append(made)

    def _is_told(self, file: str, pointer: str) -> bool:
        """Tell whether something stands in the place of what is none, or of a part of that."""
        while pointer and (file, pointer) not in self.numberless:
            pointer = pointer.rpartition("/")[0]
        return (file, pointer) in self.numberless

    def warn(
        self,
        spot: Spot,
        field: str,
        found: str,
        allowed: str,
        hint: str = "",
        *,
        at: tuple[str | int, ...] | None = None,
    ) -> None:
        """Note what is odd but does no harm."""
        self.add(spot, field, found, allowed, hint, warning=True, at=at)

    @property
    def broken(self) -> bool:
        """True when there is a fault that is no warning."""
        return any(not fault.warning for fault in self.faults)

    @property
    def ordered(self) -> tuple[Finding, ...]:
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
    if isinstance(value, dict):  # of a large one only the beginning is told
        value = dict(itertools.islice(value.items(), _LONGEST_SHOWN))
    elif isinstance(value, list):
        value = value[:_LONGEST_SHOWN]
    return plain(json.dumps(value, ensure_ascii=False, default=str), _LONGEST_SHOWN)


def read_toml(
    path: Path, findings: Findings, name: str | None = None, drafts: Drafts = NO_DRAFTS
) -> dict[str, Any] | None:
    """Read a TOML file.

    Parameters
    ----------
    path
        The file.
    findings
        Takes the faults.
    name
        The file as the user named it; the path itself when None.
    drafts
        Texts to be read in the place of what stands on the disk.

    Returns
    -------
    The content, or None when it is no TOML.
    """
    spot = Spot(name or str(path))
    text = drafts[path] if path in drafts else read_text(path, spot, findings)
    if text is None or _is_long_toml(text, spot, findings):
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


def _is_long_toml(text: str, spot: Spot, findings: Findings) -> bool:
    if len(text) > MAX_TOML:
        allowed = f"at most {MAX_TOML // 1_000_000} MB in a TOML file"
        findings.add(spot, "", f"{len(text) / 1e6:.0f} MB", allowed)
        return True
    for number, line in enumerate(text.split("\n"), 1):
        long, dots = len(line) > _LONGEST_LINE, line.partition("=")[0].count(".") > _MOST_DOTS
        if long or dots:
            found = f"{len(line)} characters" if long else "a key of very many parts"
            allowed = f"lines of at most {_LONGEST_LINE:,} characters, keys of one part"
            findings.add(Spot(spot.file, f"line {number}"), "", found, allowed)
            return True
    return False


def read_text(path: Path, spot: Spot, findings: Findings) -> str | None:
    """Read a text file in UTF-8, or note why that cannot be.

    Parameters
    ----------
    path
        The file.
    spot
        The file as the user named it.
    findings
        Takes the faults.
    """
    content = read_bytes(path, spot, findings)
    if content is None:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wide = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
        hint = "this looks like UTF-16; save it as UTF-8" if wide else ""
        at = Spot(spot.file, f"byte {error.start + 1}")
        findings.add(at, "", f"0x{error.object[error.start]:02x}", "text in UTF-8", hint)
        return None


def read_bytes(path: Path, spot: Spot, findings: Findings) -> bytes | None:
    """Read a file that is not too large, or note that it is, or that it is something else.

    Parameters
    ----------
    path
        The file.
    spot
        The file as the user named it.
    findings
        Takes the faults.

    Raises
    ------
    CannotRead
        When there is no such file, or it cannot be read, and the findings are not patient.
    """
    try:
        if not path.is_file():
            findings.add(spot, "", _no_file(path, spot, findings), "a file")
            return None
        size = path.stat().st_size
        if size > MAX_BYTES:
            allowed = f"at most {MAX_BYTES // 1_000_000} MB"
            findings.add(spot, "", f"{size / 1e6:.0f} MB", allowed)
            return None
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        if findings.patient:
            findings.add(spot, "", reason, "a file that can be read")
            return None
        msg = f"cannot read {plain(spot.file, 500)}: {reason}"
        raise CannotRead(msg) from error


def _no_file(path: Path, spot: Spot, findings: Findings) -> str:
    """Say what stands in the place of a file; where nothing does, there is nothing to read."""
    if path.is_dir():
        return "a folder"
    if path.exists():
        return "a pipe or a device"
    if path.is_symlink():
        return "a link to a file that is not there"
    if findings.patient:
        return "no file"
    msg = f"cannot read {plain(spot.file, 500)}: no such file"
    raise CannotRead(msg)
