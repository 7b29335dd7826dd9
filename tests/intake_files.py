"""The same sites in each format that is taken in."""

import datetime as dt
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
import shapely

import geo
from geo.check import check, has_faults
from geo.cli import run
from geo.ledger import Ledger

TODAY = dt.date(2026, 11, 24)
HEAD = ["Name", "Latitude", "Longitude", "Since", "Until", "Region"]
ROWS: list[list[Any]] = [
    ["North Camp", 33.1, 44.1, "2019-05-01", "2025-02-28", "The valley"],
    ["South Field", 33.2, 44.2, None, "2027-06-30", "The valley"],
    ["Hill", None, None, "2020", None, "Far side"],
]
Capture = pytest.CaptureFixture[str]


def as_csv(folder: Path) -> Path:
    path = folder / "sites.csv"
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in (HEAD, *ROWS)]
    path.write_text("\n".join(lines) + "\n")
    return path


def as_xlsx(folder: Path) -> Path:
    path = folder / "sites.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(HEAD)
    for row in ROWS:
        page.append(row)
    page["E2"] = dt.datetime(2025, 2, 28)  # noqa: DTZ001 - as Excel keeps a date
    page["D4"] = 2020
    book.save(path)
    return path


def features() -> list[dict[str, Any]]:
    made = []
    for name, lat, lon, *rest in ROWS:
        geometry = None if lat is None else {"type": "Point", "coordinates": [lon, lat]}
        properties = dict(zip(["Name", *HEAD[3:]], [name, *rest], strict=True))
        made.append({"type": "Feature", "geometry": geometry, "properties": properties})
    return made


def as_geojson(folder: Path) -> Path:
    path = folder / "sites.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features()}))
    return path


def as_gpkg(folder: Path) -> Path:
    path = folder / "sites.gpkg"
    properties = [feature["properties"] for feature in features()]
    points: Any = [shapely.Point(lon, lat) if lat else None for _, lat, lon, *_ in ROWS]
    frame = gpd.GeoDataFrame(properties, geometry=points, crs="EPSG:4326")
    frame.to_crs("EPSG:3857").to_file(path, driver="GPKG", layer="bases")
    return path


def kml_text() -> str:
    marks = []
    for name, lat, lon, since, until, region in ROWS:
        begin = f"<begin>{since}</begin>" if since else ""
        end = f"<end>{until}</end>" if until else ""
        point = f"<Point><coordinates>{lon},{lat},0</coordinates></Point>" if lat else ""
        marks.append(
            f"<Folder><name>{region}</name><Placemark><name>{name}</name>"
            f"<TimeSpan>{begin}{end}</TimeSpan>{point}</Placemark></Folder>"
        )
    return (
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(marks)}</Document></kml>'
    )


def as_kml(folder: Path) -> Path:
    path = folder / "sites.kml"
    path.write_text(kml_text())
    return path


def as_kmz(folder: Path) -> Path:
    path = folder / "sites.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", kml_text())
    return path


FILES: dict[str, Callable[[Path], Path]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
    "geojson": as_geojson,
    "gpkg": as_gpkg,
    "kml": as_kml,
    "kmz": as_kmz,
}


def imported(folder: Path, *options: str, file: Path) -> Ledger:
    assert run(["import", str(file), "-o", str(folder), *options]) == 0
    assert not has_faults(check(folder, TODAY))
    return geo.load(folder)
