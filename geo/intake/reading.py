"""Any plain file read into a table, by the ending of its name."""

from pathlib import Path

from geo.files import Findings, Spot, plain
from geo.intake.kml import read_kml
from geo.intake.maps import read_geojson, read_gpkg
from geo.intake.spreadsheets import read_csv, read_xlsx
from geo.intake.table import Table

ENDINGS = (".geojson", ".json", ".gpkg", ".kml", ".kmz", ".csv", ".xlsx")


def read_table(
    path: Path, findings: Findings, name: str | None = None, sheet: str = ""
) -> Table | None:
    """Read a plain file.

    Parameters
    ----------
    path
        The file.
    findings
        Takes the faults.
    name
        The file as the user named it; the path itself when None.
    sheet
        The sheet of an XLSX file or the table of a GeoPackage; the first one when empty.

    Returns
    -------
    The table, or None when there is a fault that forbids to read on.

    Raises
    ------
    CannotRead
        When there is no such file.
    ExtraMissing
        When a library that the format needs is not installed.
    """
    spot = Spot(name or str(path))
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        found = plain(ending) or "no ending"
        findings.add(spot, "", found, f"a name that ends in {', '.join(ENDINGS)}")
        return None
    if ending == ".csv":
        table = read_csv(path, spot, findings)
    elif ending == ".xlsx":
        table = read_xlsx(path, spot, findings, sheet)
    elif ending == ".gpkg":
        table = read_gpkg(path, spot, findings, sheet)
    elif ending in {".kml", ".kmz"}:
        table = read_kml(path, spot, findings)
    else:
        table = read_geojson(path, spot, findings)
    if table is not None and not table.records:
        findings.add(spot, "", "no row or feature", "at least one site")
        return None
    return table
