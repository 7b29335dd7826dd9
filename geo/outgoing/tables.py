"""XLSX and GeoParquet."""

import io
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from geo.intake.cells import guard
from geo.intake.extras import need
from geo.outgoing.states import COLUMNS, POSITION, Sheet, Type, Value

_WIDTHS = {"name": 26, "state": 30, "claims": 24, "against": 24}


def write_xlsx(sheet: Sheet, path: Path) -> None:
    """Write XLSX: the table, and a second sheet that says what it is.

    Parameters
    ----------
    sheet
        The table.
    path
        The file.

    Raises
    ------
    ExtraMissing
        When the library for it is not installed.
    """
    openpyxl = need("openpyxl", "XLSX")
    escape = need("openpyxl.utils.escape", "XLSX").escape
    styles = need("openpyxl.styles", "XLSX")
    letter = need("openpyxl.utils", "XLSX").get_column_letter
    cell_of = need("openpyxl.cell", "XLSX").WriteOnlyCell
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("sites")
    page.freeze_panes = "C2"
    for number, name in enumerate(COLUMNS, 1):
        page.column_dimensions[letter(number)].width = _WIDTHS.get(name, 14)
    heads = []
    for name in COLUMNS:
        head = cell_of(page, name)
        head.font = styles.Font(bold=True)
        heads.append(head)
    page.append(heads)
    for row in sheet.rows:
        page.append([_cell(value, escape) for value in row.values()])
    page.auto_filter.ref = f"A1:{letter(len(COLUMNS))}{len(sheet.rows) + 1}"
    about = book.create_sheet("about")
    for pair in sheet.about.items():
        about.append([_cell(value, escape) for value in pair])
    made = io.BytesIO()  # openpyxl leaves a traceback behind when a file cannot be written
    book.save(made)
    path.write_bytes(made.getvalue())


def _cell(value: Value, escape: Callable[[str], str]) -> Value:
    return escape(guard(value)) if isinstance(value, str) else value


def write_parquet(sheet: Sheet, path: Path) -> None:
    """Write GeoParquet.

    Parameters
    ----------
    sheet
        The table.
    path
        The file.

    Raises
    ------
    ExtraMissing
        When the library for it is not installed.
    """
    need("pyarrow", "GeoParquet")
    import geopandas as gpd  # noqa: PLC0415 - slow to import
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    kinds: dict[Type, Any] = {
        Type.FLAG: "bool",
        Type.NUMBER: "float64",
        Type.COUNT: "Int64",
        Type.TEXT: "object",
        Type.DAY: "object",
    }
    columns = {
        name: pd.Series([row[name] for row in sheet.rows], dtype=kinds[kind])
        for name, kind in COLUMNS.items()
        if name not in POSITION
    }
    points = np.array([_point(row, shapely) for row in sheet.rows], dtype=object)
    frame = gpd.GeoDataFrame(columns, geometry=points, crs="EPSG:4326")
    frame.attrs.update(sheet.about)
    made = io.BytesIO()
    frame.to_parquet(made, index=False)
    path.write_bytes(made.getvalue())


def _point(row: dict[str, Value], shapely: ModuleType) -> object:
    lon, lat = row["lon"], row["lat"]
    return None if lon is None or lat is None else shapely.Point(lon, lat)
