"""Answers written into the files that other programs read.

`states` makes one table of a snapshot, or of all states with the days on which they hold; the
other modules write it: `texts` (GeoJSON, CSV), `tables` (XLSX, GeoParquet), `geopackage` with
its style for QGIS (`qgis`), and `kml`.
"""

from collections.abc import Callable
from pathlib import Path

from geo.errors import CannotWrite
from geo.outgoing.geopackage import write_gpkg
from geo.outgoing.kml import write_kml, write_kmz
from geo.outgoing.states import Sheet, of_all_dates, of_snapshot
from geo.outgoing.tables import write_parquet, write_xlsx
from geo.outgoing.texts import write_csv, write_geojson
from geo.writing import write_with

__all__ = ["FORMATS", "Sheet", "of_all_dates", "of_snapshot", "save"]

_WRITERS: dict[str, Callable[[Sheet, Path], None]] = {
    ".geojson": write_geojson,
    ".gpkg": write_gpkg,
    ".kml": write_kml,
    ".kmz": write_kmz,
    ".parquet": write_parquet,
    ".csv": write_csv,
    ".xlsx": write_xlsx,
}
FORMATS = tuple(ending.removeprefix(".") for ending in _WRITERS)


def save(sheet: Sheet, path: Path) -> None:
    """Write a table into a file, whole or not at all; the name's ending says the format.

    Parameters
    ----------
    sheet
        The table.
    path
        The file.

    Raises
    ------
    CannotWrite
        When it cannot be written; what was there before is untouched.
    ExtraMissing
        When a library that the format needs is not installed.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        msg = f"cannot write {path}: allowed endings are {', '.join(_WRITERS)}"
        raise CannotWrite(msg)
    write_with(path, lambda draft: writer(sheet, draft))
