"""GeoPackage: the sites with days as days, and inside the file the style that QGIS opens with."""

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path

from geo.outgoing.qgis import ENDS, STARTS, style_text
from geo.outgoing.states import COLUMNS, POSITION, Sheet, Type, Value

LAYER = "sites"
# QGIS compares moments, and would leave out the last day of a stretch that ends on a day.
_MOMENTS = ((STARTS, "valid_from", "00:00:00"), (ENDS, "valid_to", "23:59:59"))
_STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
  styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT CURRENT_TIMESTAMP)
"""


def write_gpkg(sheet: Sheet, path: Path) -> None:
    """Write a GeoPackage with one layer, its style and its settings of time.

    Parameters
    ----------
    sheet
        The table.
    path
        The file.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415 - slow to import

    stamp = f"{(sheet.known or dt.date(1970, 1, 1)).isoformat()}T00:00:00.000Z"
    try:
        _put_sites(sheet, path, stamp)
        _put_style(path, style_text(sheet), stamp)
    except (DataSourceError, DataLayerError, sqlite3.Error) as error:
        # "sqlite3_exec(...) failed: database or disk is full": the reason comes last.
        raise OSError(None, str(error).rpartition("failed: ")[2]) from error


def _put_sites(sheet: Sheet, path: Path, stamp: str) -> None:
    import numpy as np  # noqa: PLC0415 - slow to import
    import pyogrio  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    placed = [None not in (row["lon"], row["lat"]) for row in sheet.rows]
    points = np.full(len(sheet.rows), None, dtype=object)
    positions = [(row["lon"], row["lat"]) for row in sheet.rows]
    chosen = [position for position, is_there in zip(positions, placed, strict=True) if is_there]
    if chosen:
        points[placed] = shapely.to_wkb(shapely.points(np.array(chosen, dtype=float)))
    names = [name for name in COLUMNS if name not in POSITION]
    columns, masks = [], []
    for name in names:
        kind, fill, convert = _KINDS[COLUMNS[name]]
        values = [row[name] for row in sheet.rows]
        columns.append(np.array([fill if v is None else convert(v) for v in values], dtype=kind))
        masks.append(np.array([value is None for value in values], dtype=bool))
    for name, source, clock in _MOMENTS:
        days = [row[source] for row in sheet.rows]
        stamps = ["NaT" if day is None else f"{day}T{clock}" for day in days]
        columns.append(np.array(stamps, dtype="datetime64[ms]"))
        masks.append(np.array([day is None for day in days], dtype=bool))
        names.append(name)
    # The same table gives the same content: GDAL would write the time of the clock.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
    try:
        pyogrio.raw.write(
            path,
            points,
            columns,
            names,
            field_mask=masks,
            layer=LAYER,
            driver="GPKG",
            geometry_type="Point",
            crs="EPSG:4326",
            dataset_options={"VERSION": "1.2"},  # what GDAL of some years ago knows whole
            layer_options={
                "IDENTIFIER": sheet.title or LAYER,
                "DESCRIPTION": "; ".join(f"{k}: {v}" for k, v in sheet.about.items()),
                "GEOMETRY_NAME": "geom",
            },
        )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _days(value: Value) -> Value:
    return value


_KINDS: dict[Type, tuple[str, object, Callable[[Value], object]]] = {
    Type.TEXT: ("object", None, str),
    Type.DAY: ("datetime64[D]", "NaT", _days),
    Type.FLAG: ("bool", False, bool),
    Type.NUMBER: ("float64", float("nan"), _days),
    Type.COUNT: ("int32", 0, _days),
}


def _put_style(path: Path, style: str, stamp: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_STYLES)
        connection.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
            "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
            "ui, update_time) VALUES ('', '', ?, 'geom', 'states', ?, '', 1, ?, '', NULL, ?)",
            (LAYER, style, "States, with settings of time", stamp),
        )
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, "
            "last_change) VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)",
            (stamp,),
        )
