"""Zipped files (XLSX, KMZ), looked at before anything in them is unpacked."""

import zipfile
from pathlib import Path

from geo.files import Findings, Spot

MAX_UNPACKED = 60_000_000
_MAX_MEMBERS = 2_000


def is_sound(path: Path, spot: Spot, findings: Findings, noun: str) -> bool:
    """Tell whether an archive is one, and small enough when it is unpacked.

    Parameters
    ----------
    path
        The file.
    spot
        The file as the user named it.
    findings
        Takes the faults.
    noun
        What the file should be, such as ``an XLSX file``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        findings.add(spot, "", "another kind of file", noun)
        return False
    size = sum(member.file_size for member in members)
    if size > MAX_UNPACKED or len(members) > _MAX_MEMBERS:
        found = f"{size / 1e6:.0f} MB in {len(members)} files when unpacked"
        allowed = f"at most {MAX_UNPACKED // 1_000_000} MB in {_MAX_MEMBERS} files"
        findings.add(spot, "", found, allowed)
        return False
    if any(member.flag_bits & 1 for member in members):
        findings.add(spot, "", "a file with a password", noun)
        return False
    return True


def read_member(path: Path, name: str) -> bytes | None:
    """Give the content of a member, or None when it holds more than it says or is broken.

    Parameters
    ----------
    path
        The archive, already found sound.
    name
        The member.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as file:
            content = file.read(MAX_UNPACKED + 1)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, KeyError, NotImplementedError):
        return None
    return content if len(content) <= MAX_UNPACKED else None
