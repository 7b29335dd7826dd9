"""JSON strictly read: each key once, no number that is none, and the places of what is odd."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from geo.errors import printable
from geo.files import NO_DRAFTS, Drafts, Findings, Spot, plain, read_text

MAX_DEPTH = 32  # layers need nine
MAX_BRACKETS, MAX_COMMAS = 1_000_000, 5_000_000  # what fits into some hundred megabytes
UNREAD = object()  # no JSON value is this; null is None
_CONSTANTS = ("NaN", "Infinity", "-Infinity")
_LONGEST_NUMBER = 4_300  # digits of a whole number that Python reads
_MARK = re.compile(  # of JSON, as far as keys, with their colon, and the places of values need it
    r'"[^"\\]*(?:\\.[^"\\]*)*"(?:\s*:)?|[{}\[\],]|-?Infinity|NaN'
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


def lacks(value: object) -> bool:
    """Tell whether a value, or one in a list, stands in the place of a number and is none."""
    values = value if isinstance(value, list) else [value]
    return any(isinstance(one, NoNumber) for one in values)


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
    line, counted = 1, 0
    for path, place, found in _oddities(text):
        allowed = "each key once" if not found else "a number that can be read"
        allowed = "a finite number" if found in _CONSTANTS else allowed
        told[allowed] += 1
        if told[allowed] > _MOST_PLACES:
            continue
        line, counted = line + text.count("\n", counted, place), place
        column = place - text.rfind("\n", 0, place)
        record = _record_at(content, path)
        at = Spot(spot.file, f"{record}line {line}, column {column}").inside(*path)
        findings.add(at, _dotted(path), found or "the same key twice", allowed, at=())
        if found:
            numberless.add((plain(spot.file, 500), plain(at.pointer, 500)))
    for allowed, times in told.items():
        if times > _MOST_PLACES:
            findings.add(spot, "", f"{times - _MOST_PLACES:,} more such places", allowed)
    findings.numberless |= numberless


def _oddities(text: str) -> Iterator[tuple[tuple[str | int, ...], int, str]]:
    """Give path, place in the text and what stands there, "" for a key that was there before."""
    opened: list[dict[str, int]] = []  # how often each key stands, in each bracket that is open
    path: list[str | int] = []  # the key or the number at which we are, in each of them
    for match in _MARK.finditer(text):
        mark = match[0]
        if mark[0] == '"':
            if mark[-1] != ":":
                continue
            told = mark[: mark.rindex('"') + 1]
            key = path[-1] = json.loads(told) if "\\" in told else told[1:-1]
            opened[-1][key] = times = opened[-1].get(key, 0) + 1
            if times == 2:  # noqa: PLR2004 - a third is no other fault
                yield tuple(path), match.start(), ""
        elif mark == ",":
            path[-1] = path[-1] + 1 if isinstance(path[-1], int) else ""
        elif mark in "{[":
            opened.append({})
            path.append(0 if mark == "[" else "")
        elif mark in "}]":
            opened.pop()
            path.pop()
        else:
            found = mark if mark in _CONSTANTS else "a number of thousands of digits"
            yield tuple(path), match.start(), found


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
