"""A plain file opened in one go: its table, its columns, the plain layer made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geo.files import Findings, Spot
from geo.intake.columns import Columns, find_columns
from geo.intake.reading import read_table
from geo.intake.shaping import Members, Shaped, shape
from geo.intake.table import Table

MISSING = {
    "name": "a column of names",
    "lat": "a column of latitudes",
    "lon": "a column of longitudes",
    "until": "a column of dates: until, since or deadline",
}
ORDER = "dmy or mdy: 3/4/2025 may be either"


@dataclass(frozen=True)
class Asked:
    """What a user says of a plain file.

    Attributes
    ----------
    columns
        The column of each role that was named.
    sheet
        The sheet of an XLSX file or the table of a GeoPackage.
    """

    columns: Mapping[str, str]
    members: Members
    sheet: str = ""


NOTHING_SAID = Asked({}, Members())


def open_table(
    path: Path, findings: Findings, asked: Asked, name: str | None = None
) -> tuple[Table, Columns] | None:
    """Read a plain file and find its columns; what is missing stands in the columns.

    Parameters
    ----------
    path
        The file.
    findings
        Takes the faults.
    asked
        What the user says of it.
    name
        The file as the user named it; the path itself when None.
    """
    table = read_table(path, findings, name, asked.sheet)
    if table is None:
        return None
    return table, find_columns(table, asked.columns, Spot(name or str(path)), findings)


def open_plain(
    path: Path, findings: Findings, asked: Asked = NOTHING_SAID, name: str | None = None
) -> Shaped | None:
    """Open a plain file; what nobody can be asked for is a fault.

    Parameters
    ----------
    path
        The file.
    findings
        Takes the faults.
    asked
        What the user says of it.
    name
        The file as the user named it; the path itself when None.
    """
    opened = open_table(path, findings, asked, name)
    if opened is None:
        return None
    table, columns = opened
    spot = Spot(name or str(path))
    for role in columns.missing:
        hint = f"say which column it is: {role}=COLUMN"
        findings.add(spot, role, "no such column", MISSING[role], hint, at=())
    if columns.missing:
        return None
    shaped = shape(table, columns, asked.members, spot, findings)
    if shaped.ambiguous:
        found = f"{shaped.example}, which can be read two ways"
        findings.add(spot, "dates", found, ORDER, at=())
        return None
    return shaped
