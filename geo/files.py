"""Files strictly read, JSON and TOML, and the faults found while they are read."""

import datetime as dt
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from geo.clock import today
from geo.errors import CannotRead, Fault, printable

MAX_BYTES = 50_000_000
MAX_DEPTH = 32  # layers need nine
MAX_TOML = 2_000_000  # its reader is slow
MAX_BRACKETS, MAX_COMMAS = 1_000_000, 5_000_000  # what fits into some hundred megabytes
_CONSTANTS = ("NaN", "Infinity", "-Infinity")
_LONGEST_LINE, _MOST_DOTS = 20_000, 50  # of TOML; its reader slows down beyond
UNREAD = object()  # no JSON value is this; null is None
_LONGEST_NUMBER = 4_300  # digits of a whole number that Python reads
_MARK = re.compile(  # of JSON, as far as keys and the places of values need it
    r'"(?:[^"\\]|\\.)*"|[{}\[\]:,\n]|-?Infinity|NaN'
    rf"|(?<![\d.eE+-])-?\d{{{_LONGEST_NUMBER + 1},}}(?![\d.eE])"
)
_NOUNS = {
    "features": "feature",
    "deadlines": "claim",
    "reports": "claim",
    "missions": "mission",
    "sources": "source",
}
_MOST_PLACES = 1_000  # of one kind of fault that are told one by one
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
        if (file, pointer) in self.numberless:
            return
        made = Finding(file, where, plain(field), found, allowed, warning, pointer, hint)
        self.faults.append(made)

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
    return plain(json.dumps(value, ensure_ascii=False, default=str), 60)


def read_json(
    path: Path, findings: Findings, name: str | None = None, drafts: Drafts = NO_DRAFTS
) -> object:
    """Read a JSON file strictly: no NaN, no key twice, no nesting without end.

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
    The content, or `UNREAD` when there is a fault that forbids to read on.
    """
    spot = Spot(name or str(path))
    text = drafts[path] if path in drafts else read_text(path, spot, findings)
    if text is None or _is_large_json(text, spot, findings):
        return UNREAD
    try:
        content, odd = _parse_json(text)
    except json.JSONDecodeError as error:
        at = Spot(spot.file, f"line {error.lineno}, column {error.colno}")
        rest = text[error.pos : error.pos + 20]
        findings.add(at, "", printable(rest) if rest else "the end of the file", "valid JSON")
    except RecursionError:
        allowed = f"at most {MAX_DEPTH} levels of brackets"
        findings.add(spot, "", "more levels of brackets", allowed)
    else:
        if odd:
            _note_oddities(text, content, spot, findings)
        return content
    return UNREAD


def _is_large_json(text: str, spot: Spot, findings: Findings) -> bool:
    """Tell whether the content would fill the memory; to count signs costs next to nothing."""
    if text.count("[") + text.count("{") <= MAX_BRACKETS and text.count(",") <= MAX_COMMAS:
        return False
    hint = "a simpler outline has fewer positions" if '"coordinates"' in text else ""
    allowed = f"at most {MAX_BRACKETS:,} lists and objects in a file"
    findings.add(spot, "", "more lists, objects or values", allowed, hint)
    return True


class NoNumber(float):
    """What stands in the place of a number that JSON does not know; told when it was read."""


def _parse_json(text: str) -> tuple[object, bool]:
    """Give the content, and whether a key stands twice in its object or a number is none."""
    odd = False

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal odd
        table = dict(pairs)
        odd = odd or len(table) < len(pairs)
        return table

    def refuse(_text: str) -> NoNumber:
        nonlocal odd
        odd = True
        return NoNumber("nan")

    def whole(digits: str) -> int | NoNumber:
        return refuse(digits) if len(digits.lstrip("-")) > _LONGEST_NUMBER else int(digits)

    read = partial(json.loads, object_pairs_hook=unique, parse_constant=refuse)
    try:
        content: object = read(text)
    except json.JSONDecodeError:
        raise
    except ValueError:  # a number too long; to look at each costs time, and hardly ever pays
        content = read(text, parse_int=whole)
    if _is_deep(content):
        raise RecursionError
    return content, odd


def _note_oddities(text: str, content: object, spot: Spot, findings: Findings) -> None:
    """Note each number that is none and each key that stands again, which the reader tells not."""
    told, numberless = Counter[str](), set[tuple[str, str]]()
    for path, line, column, found in _oddities(text):
        allowed = "each key once" if not found else "a number that can be read"
        allowed = "a finite number" if found in _CONSTANTS else allowed
        told[allowed] += 1
        if told[allowed] > _MOST_PLACES:
            continue
        record = _record_at(content, path)
        at = Spot(spot.file, f"{record}line {line}, column {column}", _pointer(path))
        findings.add(at, _dotted(path), found or "the same key twice", allowed, at=())
        if found:
            numberless.add((plain(spot.file, 500), plain(at.pointer, 500)))
    for allowed, times in told.items():
        if times > _MOST_PLACES:
            findings.add(spot, "", f"{times - _MOST_PLACES:,} more such places", allowed)
    findings.numberless |= numberless


def _oddities(text: str) -> Iterator[tuple[tuple[str | int, ...], int, int, str]]:
    """Give path, line, column and what stands there, "" for a key that was there before."""
    opened: list[Counter[str]] = []  # how often each key stands, in each bracket that is open
    path: list[str | int] = []  # the key or the number at which we are, in each of them
    before, line, start = None, 1, 0  # the mark before this; the line, and where it starts
    for match in _MARK.finditer(text):
        mark = match[0]
        if mark == "\n":
            line, start = line + 1, match.end()
            continue
        if mark in "{[":
            opened.append(Counter())
            path.append(0 if mark == "[" else "")
        elif mark in "}]":
            opened.pop()
            path.pop()
        elif mark == ",":
            path[-1] = path[-1] + 1 if isinstance(path[-1], int) else ""
        elif mark == ":" and before:
            key = path[-1] = json.loads(before[0])
            opened[-1][key] += 1
            if opened[-1][key] == 2:  # noqa: PLR2004 - a third is no other fault
                yield tuple(path), line, before.start() - start + 1, ""
        elif mark[0] != '"':
            found = mark if mark in _CONSTANTS else "a number of thousands of digits"
            yield tuple(path), line, match.start() - start + 1, found
        before = match


def _record_at(content: object, path: Iterable[str | int]) -> str:
    """Name the innermost record on a path that has an id, followed by a comma; or ""."""
    found, noun, here = "", "", content
    for part in path:
        if isinstance(here, dict):
            here = here.get(part)
        else:
            here = here[part] if isinstance(here, list) and isinstance(part, int) else None
        raw = here if isinstance(here, dict) else {}
        inner = raw.get("properties")
        key = raw.get("id") or (inner.get("id") if isinstance(inner, dict) else None)
        key = part if noun == "source" else key
        if noun and isinstance(key, str):
            found = f"{noun} {plain(key)}, "
        noun = _NOUNS.get(part, "") if isinstance(part, str) else ""
    return found


def _dotted(path: Iterable[str | int]) -> str:
    """Write a path as a field: ``features[0].geometry.coordinates[1]``."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


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
