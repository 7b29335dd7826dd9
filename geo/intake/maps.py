"""Files of maps: any GeoJSON, and GeoPackage."""

import contextlib
import json
import math
import re
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

from geo.attached import holds_claims
from geo.files import Findings, Spot, plain, read_bytes, shown
from geo.intake.table import MAX_COLUMNS, MAX_ROWS, Record, Table
from geo.jsontext import UNREAD, read_json
from geo.plain import MEMBERS
from geo.shapes import has_other_crs
from geo.validation import features_of, label

_SQLITE = b"SQLite format 3\x00"
_GPKG = "a GeoPackage"
_MADE = re.compile(r"\bVIRTUAL\b|\bGENERATED\b|\)\s*STORED\b|\bAS\s*\(", re.IGNORECASE)
_DEGREES = "EPSG:4326"


def read_geojson(path: Path, spot: Spot, findings: Findings) -> Table | None:
    """Read the features of any GeoJSON file.

    Parameters
    ----------
    path
        The file.
    spot
        The file as the user named it.
    findings
        Takes the faults.
    """
    content = read_json(path, findings, spot.file)
    features = None if content is UNREAD else features_of(content, spot, findings)
    if features is None or not isinstance(content, dict):
        return None
    if has_other_crs(content, spot, findings):
        return None
    if holds_claims(content):  # its plain dates are made from claims, and are no evidence
        hint = "such a layer is opened as it is: --data FILE"
        found = "a layer of Drawdown, with claims of its own"
        findings.add(spot, "", found, "a plain file of sites", hint)
        return None
    records = []
    for number, feature in enumerate(features, 1):
        where = label("feature", feature, number)
        raw = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(feature, dict) or not isinstance(raw, dict | None):
            found = shown(feature)
            findings.add(Spot(spot.file, where), "", found, "a feature with properties")
            continue
        values = dict(raw or {})
        if feature.get("id") is not None:
            values.setdefault("id", feature["id"])
        records.append(Record(where, values, feature.get("geometry")))
    table = _table(records, spot, findings)
    members = {key: content[key] for key in MEMBERS if content.get(key) is not None}
    return replace(table, members=members) if table else None


def _table(
    records: list[Record], spot: Spot, findings: Findings, notes: tuple[str, ...] = ()
) -> Table | None:
    columns = dict.fromkeys(key for record in records for key in record.values)
    if len(records) > MAX_ROWS or len(columns) > MAX_COLUMNS:
        allowed = f"at most {MAX_ROWS:,} features with {MAX_COLUMNS} properties"
        findings.add(spot, "", "more features or properties", allowed)
        return None
    return Table(tuple(columns), tuple(records), located=True, notes=notes)


# --- GeoPackage -----------------------------------------------------------------------------


def read_gpkg(path: Path, spot: Spot, findings: Findings, sheet: str = "") -> Table | None:
    """Read one table of features of a GeoPackage, in degrees whatever it is kept in.

    Parameters
    ----------
    path
        The file.
    spot
        The file as the user named it.
    findings
        Takes the faults.
    sheet
        The table's name; the first one when empty.
    """
    content = read_bytes(path, spot, findings)
    if content is None:
        return None
    if not content.startswith(_SQLITE):
        findings.add(spot, "", "another kind of file", _GPKG)
        return None
    del content
    try:
        names = _feature_tables(path)
    except sqlite3.Error:
        findings.add(spot, "", "a file that is broken inside", _GPKG)
        return None
    if not names or (sheet and sheet not in names):
        allowed = "one of: " + ", ".join(plain(name) for name in names)
        findings.add(spot, "sheet", shown(sheet), allowed if names else "a table of features")
        return None
    return _read_features(path, sheet or names[0], len(names), spot, findings)


def _feature_tables(path: Path) -> list[str]:
    """Give the tables of features that are kept as such: what is computed may have no end."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
        listed = connection.execute(
            "SELECT m.name, m.sql FROM sqlite_master m JOIN gpkg_contents c "
            "ON c.table_name = m.name WHERE c.data_type = 'features' AND m.type = 'table' "
            "ORDER BY m.rowid LIMIT 100"
        ).fetchall()
    return [str(name) for name, sql in listed if not _MADE.search(str(sql))]


def _read_features(
    path: Path, name: str, count: int, spot: Spot, findings: Findings
) -> Table | None:
    import pyogrio  # noqa: PLC0415 - slow to import, and hardly ever needed

    try:
        frame = pyogrio.read_dataframe(path, layer=name, max_features=MAX_ROWS + 1)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError):
        findings.add(spot, "", "a file that is broken inside", _GPKG)
        return None
    notes = [f"table {shown(name)}"] if count > 1 else []
    if getattr(frame, "crs", None) is not None and frame.crs != _DEGREES:
        notes.append(f"positions were changed from {plain(frame.crs.to_string())} to degrees")
        frame = frame.to_crs(_DEGREES)
    columns = [column for column in frame.columns if column != "geometry"]
    shapes = frame["geometry"] if "geometry" in frame.columns else [None] * len(frame)
    records = [
        Record(f"feature {number}", dict(zip(columns, map(_value, row), strict=True)), _shape(area))
        for number, (row, area) in enumerate(
            zip(frame[columns].itertuples(index=False, name=None), shapes, strict=True), 1
        )
    ]
    return _table(records, spot, findings, tuple(notes))


def _shape(area: Any) -> object:  # noqa: ANN401 - a shape of shapely, or None
    import shapely  # noqa: PLC0415 - comes with geopandas

    if area is None or area.is_empty:
        return None
    geometry: dict[str, Any] = json.loads(shapely.to_geojson(area))
    members = geometry.get("coordinates")
    if geometry.get("type") == "MultiPoint" and isinstance(members, list) and len(members) == 1:
        return {"type": "Point", "coordinates": members[0]}
    return geometry


def _value(cell: object) -> object:
    """Give a cell as text, a number or nothing, whatever pandas made of it."""
    if isinstance(cell, str | bool | int) or cell is None:
        return cell
    if isinstance(cell, float):
        return None if math.isnan(cell) else cell
    if hasattr(cell, "isoformat"):
        text = str(cell.isoformat())
        return None if text == "NaT" else text[:10]
    return cell.item() if hasattr(cell, "item") else None
