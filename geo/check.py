"""All that is wrong with a project, a folder of layers or one file, told at once."""

import datetime as dt
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path

from geo.errors import CannotRead, Fault
from geo.files import Finding, Findings, Spot, read_text
from geo.layers import data_texts, read_layers
from geo.ledger import Ledger
from geo.seeds import read_seeds


def check(path: str | Path | None = None, today: dt.date | None = None) -> tuple[Finding, ...]:
    """List the faults and warnings of an input; bad content is never an error here.

    Parameters
    ----------
    path
        A project, whose seeds are checked and whose data must be what they give; anything in
        its ``seeds/``, which means the same, for seeds are held against each other; a folder of
        layers; or one layer file. The data that come with the program when None.
    today
        The present day; a publication after it is odd. The day of the computer when None.

    Returns
    -------
    Faults and warnings in the order of files and records.

    Raises
    ------
    CannotRead
        When there is no such file or folder, or it cannot be read.
    """
    findings = Findings() if today is None else Findings(today)
    project = None if path is None else _project(Path(path))
    # One file that was named and cannot be read is an end; one among others is a fault.
    findings.patient = project is not None or path is None or Path(path).is_dir()
    if project is None:
        read_layers(path, findings)
        return findings.ordered
    ledger = read_seeds(project, findings)
    if ledger is not None:
        _compare(ledger, project / "data", findings)
    if any((project / "data" / "layers").glob("*.geojson")):
        # What is odd in the seeds is odd in the data made of them: said once.
        data = Findings(findings.today, patient=True)
        read_layers(project, data)
        findings.faults += [fault for fault in data.faults if not fault.warning]
    return findings.ordered


def _project(path: Path) -> Path | None:
    """Give the project that a path means, or None where it means layers."""
    if (path / "seeds").is_dir() or (path / "seeds").is_symlink():
        return path
    whole = path.absolute()  # for who stands in the seeds
    above = (path, *path.parents, whole, *whole.parents) if path.exists() else ()
    seeds = (one for one in above if one.name == "seeds" and _are_seeds(one))
    return next((one.parent for one in seeds), None)


def _are_seeds(folder: Path) -> bool:
    """Tell whether a folder of that name holds seeds, whatever is missing from it."""
    return any(os.path.lexists(folder / name) for name in ("places.geojson", "sources"))


def _compare(ledger: Ledger, data: Path, findings: Findings) -> None:
    """Note the files of the data that are not what the seeds give."""
    texts = data_texts(ledger)
    for name, text in texts.items():
        file = data / name
        if file.is_dir():
            continue  # told when the layers are read
        if not file.is_file():
            findings.add(Spot(str(file)), "", "no file", "the file that `drawdown build` writes")
        elif file.read_bytes() != text.encode():
            allowed = "the text that `drawdown build` writes"
            findings.add(Spot(str(file)), "", "another text than the seeds give", allowed)
    for file in sorted((data / "layers").glob("*.geojson")):
        if f"layers/{file.name}" not in texts:
            findings.add(Spot(str(file)), "", "a layer that no place names", "no such file")


def has_faults(faults: Iterable[Fault]) -> bool:
    """Tell whether there is a fault that is no warning."""
    return any(not fault.warning for fault in faults)


def format_text(faults: Iterable[Fault]) -> str:
    """Give faults and warnings as lines of text, faults first, and their number at the end.

    Parameters
    ----------
    faults
        Faults and warnings.
    """
    listed = _worst_first(faults)
    lines = [f"{'warning' if fault.warning else 'fault'}: {fault}" for fault in listed]
    odd = sum(fault.warning for fault in listed)
    lines.append(f"{_number(len(listed) - odd, 'fault')}, {_number(odd, 'warning')}")
    return "\n".join(lines)


def format_json(faults: Iterable[Fault]) -> str:
    """Give faults and warnings as JSON; the form is described in ``docs/formats.md``.

    Parameters
    ----------
    faults
        Faults and warnings.
    """
    return json.dumps([_record(fault) for fault in _worst_first(faults)], indent=2)


def _record(fault: Fault) -> dict[str, str]:
    return {
        "severity": "warning" if fault.warning else "error",
        "file": fault.file,
        "pointer": fault.pointer if isinstance(fault, Finding) else "",
        "where": fault.where,
        "field": fault.field,
        "found": fault.found,
        "allowed": fault.allowed,
        "hint": fault.hint if isinstance(fault, Finding) else "",
    }


def format_github(faults: Iterable[Fault]) -> str:
    """Give faults and warnings as the commands by which GitHub marks lines of files.

    Parameters
    ----------
    faults
        Faults and warnings.
    """
    listed, texts = _worst_first(faults), dict[str, str]()
    for file in {fault.file for fault in listed}:
        try:
            texts[file] = read_text(Path(file), Spot(file), Findings()) or ""
        except CannotRead:
            texts[file] = ""
    return "\n".join(_command(fault, texts[fault.file]) for fault in listed)


def _command(fault: Fault, text: str) -> str:
    title = ": ".join(part for part in (fault.where, fault.field) if part) or "the file"
    marks = {"file": fault.file, "line": str(_line(fault, text)), "title": title}
    told = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in marks.items())
    message = f"found {fault.found}; allowed: {fault.allowed}"
    hint = fault.hint if isinstance(fault, Finding) else ""
    message += f"; {hint}" if hint else ""
    return f"::{'warning' if fault.warning else 'error'} {told}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    for sign in "%\r\n" + more:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _line(fault: Fault, text: str) -> int:
    """Give the line at which a fault stands, or that of its record, or the first."""
    named = re.search(r"\bline (\d+), column", fault.where)
    if named:
        return int(named[1])
    key = re.escape(fault.where.partition(" ")[2])
    found = re.search(rf'"?id"?\s*[:=]\s*"{key}"', text) if key else None
    start = found.start() if found else 0
    field = re.compile(rf'^\W*"?{re.escape(fault.field)}"?\s*[:=]', re.MULTILINE)
    near = field.search(text, start) if fault.field else None
    far = text.find("[[claim]]", start + 1)
    if near and (far < 0 or near.start() < far):
        start = near.start()
    return text.count("\n", 0, start) + 1


def _worst_first(faults: Iterable[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: (fault.warning, fault))


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
