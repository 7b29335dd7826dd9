"""GeoJSON and CSV."""

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

from geo.intake.cells import guard
from geo.outgoing.states import COLUMNS, POSITION, Sheet, Value


def write_geojson(sheet: Sheet, path: Path) -> None:
    """Write GeoJSON (RFC 7946), a feature for each row.

    Parameters
    ----------
    sheet
        The table.
    path
        The file.
    """
    head = json.dumps({"type": "FeatureCollection", **sheet.about}, ensure_ascii=False)[:-1]
    features = ",\n".join(
        json.dumps(_feature(row), ensure_ascii=False, default=_text) for row in sheet.rows
    )
    path.write_text(f'{head}, "features": [\n{features}\n]}}\n', encoding="utf-8")


def _feature(row: dict[str, Value]) -> dict[str, Any]:
    position = [row[name] for name in POSITION]
    placed = None not in position
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": position} if placed else None,
        "properties": {name: value for name, value in row.items() if name not in POSITION},
    }


def write_csv(sheet: Sheet, path: Path) -> None:
    """Write CSV in UTF-8; a text that a spreadsheet could take for a formula is made harmless.

    Parameters
    ----------
    sheet
        The table.
    path
        The file.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)  # with the line ends of RFC 4180, so that all are quoted in cells
    writer.writerow(COLUMNS)
    for row in sheet.rows:
        writer.writerow([_text(value) for value in row.values()])
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.date):
        return value.isoformat()
    return guard(value) if isinstance(value, str) else str(value)
