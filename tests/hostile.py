"""Hostile files: each may be refused or mended with a message, and never take long or much."""

import io
import json
import math
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Maker = Callable[[Path], Path]
_SHEET = "xl/worksheets/sheet1.xml"


def collection(*features: dict[str, Any], **members: object) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **members}


def point(lon: float = 44.1, lat: float = 33.3, **properties: object) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    given = {"name": "A", "until": "2020-01-01", **properties}
    return {"type": "Feature", "geometry": geometry, "properties": given}


def polygon(*rings: list[Any]) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": list(rings)}
    return {"type": "Feature", "geometry": geometry, "properties": {"name": "R"}}


def circle(count: int) -> list[list[float]]:
    turns = [2 * math.pi * n / count for n in range(count)]
    ring = [[round(40 + math.cos(t), 7), round(30 + math.sin(t), 7)] for t in turns]
    return [*ring, ring[0]]


def _round(count: int) -> str:
    return json.dumps(collection(polygon(circle(count)), point()))


def _json(content: object) -> Maker:
    return _later(lambda: json.dumps(content))


def _later(text: Callable[[], str], name: str = "hostile.geojson") -> Maker:
    """Make a file of a text that is made only when it is wanted."""

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_text(text())
        return path

    return make


def _bytes(name: str, content: bytes) -> Maker:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return make


def _text(content: str, name: str = "hostile.geojson") -> Maker:
    return _bytes(name, content.encode())


def _zip(name: str, member: str, size: int) -> Maker:
    """Make an archive whose one member unpacks to a great size."""

    def make(folder: Path) -> Path:
        path = folder / name
        with (
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open(member, "w", force_zip64=True) as file,
        ):
            for _ in range(size // 1_000_000):
                file.write(b" " * 1_000_000)
        return path

    return make


def _lying_zip(folder: Path) -> Path:
    """Make an archive that says of its member that it is small."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", b" " * 200_000_000)
    content = buffer.getvalue().replace((200_000_000).to_bytes(4, "little"), b"\x10\0\0\0")
    path = folder / "hostile.kmz"
    path.write_bytes(content)
    return path


def _sheet(xml: str | Callable[[], str]) -> Maker:
    """Make a workbook with the XML of its sheet as given."""

    def make(folder: Path) -> Path:
        import openpyxl  # noqa: PLC0415 - only here

        text = xml if isinstance(xml, str) else xml()
        sound, path = folder / "sound.xlsx", folder / "hostile.xlsx"
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.append(["name", "lat", "lon", "until"])
        book.save(sound)
        with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w", 8) as new:
            for name in old.namelist():
                new.writestr(name, text if name == _SHEET else old.read(name))
        sound.unlink()
        return path

    return make


def _wide_sheet() -> str:
    row = '<row r="{}"><c r="XFD{}" t="n"><v>1</v></c></row>'
    rows = "".join(row.format(n, n) for n in range(1, 30_000))
    return _worksheet('<dimension ref="A1:XFD1048576"/>', rows)


def _worksheet(dimension: str, rows: str) -> str:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}">{dimension}<sheetData>{rows}</sheetData></worksheet>'


def _gpkg(sql: str) -> Maker:
    """Make a GeoPackage with a table that is not what it seems."""

    def make(folder: Path) -> Path:
        path = folder / "hostile.gpkg"
        with sqlite3.connect(path) as connection:
            connection.executescript(
                "PRAGMA application_id = 1196444487; PRAGMA user_version = 10200;"  # noqa: S608
                "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY,"
                " organization TEXT, organization_coordsys_id INTEGER, definition TEXT,"
                " description TEXT);"
                "INSERT INTO gpkg_spatial_ref_sys VALUES"
                " ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS[]', '');"
                "CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT,"
                " identifier TEXT, description TEXT, last_change TEXT, min_x REAL, min_y REAL,"
                " max_x REAL, max_y REAL, srs_id INTEGER);"
                "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT,"
                " geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT);"
                "INSERT INTO gpkg_contents (table_name, data_type, srs_id)"
                " VALUES ('sites', 'features', 4326);"
                "INSERT INTO gpkg_geometry_columns VALUES ('sites', 'geom', 'POINT', 4326, 0, 0);"
                + sql
            )
        return path

    return make


_ENDLESS = (
    "CREATE VIEW sites AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
    "SELECT x AS fid, NULL AS geom, 'a' AS name, '2020' AS until FROM n;"
)
_SWELLING = (
    "CREATE TABLE sites (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT, until TEXT,"
    " big BLOB GENERATED ALWAYS AS (zeroblob(900000000)) VIRTUAL);"
    "INSERT INTO sites (geom, name, until) VALUES (NULL, 'a', '2020');"
)


def _hollow(size: int) -> Maker:
    """Make a file of a size that takes no room on the disk."""

    def make(folder: Path) -> Path:
        path = folder / "hostile.geojson"
        with path.open("wb") as file:
            file.truncate(size)
        return path

    return make


def _laughs() -> str:
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(12)
    )
    return f'<?xml version="1.0"?><!DOCTYPE kml [{entities}]><kml><name>&l11;</name></kml>'


def _toml_project(text: str, remarks: int = 0) -> Maker:
    """Make a project with one source file as given, and so many remarks at its end."""

    def make(folder: Path) -> Path:
        from geo.project import begin  # noqa: PLC0415 - only here

        project = folder / "project"
        begin(project)
        (project / "seeds" / "sources" / "2025-01-01-x.toml").write_text(text + '# "x"\n' * remarks)
        return project

    return make


HEAD = (
    'id = "x"\nproducer = "P"\ntitle = "T"\npublished = "2025-01-01"\n'
    'published_basis = "page"\nreliability = "B"\n'
)
CLAIM = (
    '\n[[claim]]\nid = "{}"\nplaces = ["north-camp"]\nkind = "in-use"\nwhen = "2025-01-01"\n'
    'bound = "on"\ncredibility = 2\ntext = "x"\nretracts = ["{}"]\n'
)
LOOP = "".join(CLAIM.format(f"L-{n}", f"L-{(n + 1) % 2000}") for n in range(2000))
SOUND = json.dumps(collection(point()))

# Name, file, and words that the message holds; "" where the file is sound, or mended silently.
SMALL: dict[str, tuple[Maker, str]] = {
    "nan": (_text(SOUND.replace("44.1", "NaN")), "a finite number"),
    "infinity": (_text(SOUND.replace("44.1", "-Infinity")), "a finite number"),
    "overflow": (_text(SOUND.replace("44.1", "1e999")), "a number from -180 to 180"),
    "latitude 95": (_json(collection(point(lat=95))), "a number from -90 to 90"),
    "swapped axes": (_json(collection(point(33.3, 144.1))), "are the two swapped?"),
    "projected metres": (_json(collection(point(4909000, 3938000))), "projected metres"),
    "open ring": (
        _json(collection(polygon([[0, 0], [1, 0], [1, 1], [0, 1]]), point())),
        "end where they begin",
    ),
    "bow-tie": (
        _json(collection(polygon([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]), point())),
        "neither cross nor touch",
    ),
    "antimeridian": (
        _json(collection(polygon([[179, 0], [-179, 0], [-179, 1], [179, 1], [179, 0]]), point())),
        "cut the outline there",
    ),
    "beyond 180": (
        _json(collection(polygon([[179, 0], [181, 0], [181, 1], [179, 1], [179, 0]]), point())),
        "a number from -180 to 180",
    ),
    "50 deep": (_text('{"a":' + "[" * 50 + "]" * 50 + "}"), "at most 32 levels"),
    "100,000 deep": (_text("[" * 100_000 + "]" * 100_000), "at most 32 levels"),
    "duplicate key": (_text(SOUND.replace('"name"', '"until": "x", "name"')), "each key once"),
    "duplicate id": (
        _json(collection(point() | {"id": "a"}, point() | {"id": "a"})),
        "each id once",
    ),
    "byte order mark": (_bytes("hostile.geojson", b"\xef\xbb\xbf" + SOUND.encode()), ""),
    "utf-16": (_bytes("hostile.geojson", SOUND.encode("utf-16")), "save it as UTF-8"),
    "not utf-8": (_bytes("hostile.geojson", b'{"a": "\xe9"}'), "text in UTF-8"),
    "nul bytes": (_bytes("hostile.geojson", b"\0" * 100), "valid JSON"),
    "empty": (_bytes("hostile.geojson", b""), "valid JSON"),
    "control": (_json(collection(point(name="a\x1b[31m"))), "without control characters"),
    "override": (_json(collection(point(name="a\u202eb"))), "marks that reorder"),
    "surrogate": (_text(SOUND.replace('"A"', '"\\ud800"')), "without control characters"),
    "markup": (_json(collection(point(name="<b>A</b>"))), "never as markup"),
    "script": (_json(collection(point(name="<script>alert(1)</script>"))), "without a script"),
    "huge number": (_text(SOUND.replace("44.1", "9" * 5000)), "a number that can be read"),
    "future published": (_json(collection(point(), published="2999-01-01")), "day that has come"),
    "no points": (_json(collection()), ""),
    "cyclic retracts": (_toml_project(HEAD + LOOP), "do not lead back here"),
    "deep toml": (_toml_project("a = " + "[" * 5000 + "]" * 5000), "plain TOML"),
    "dotted toml": (_toml_project("a." * 5000 + "a = 1"), "keys of one part"),
    "deep dates": (_json(collection(point(until="[" * 500))), "a date as text"),
    "gpkg that is none": (_bytes("hostile.gpkg", b"PK\x03\x04" + b"\0" * 100), "a GeoPackage"),
    "gpkg cut off": (_bytes("hostile.gpkg", b"SQLite format 3\0" + b"\0" * 99), "broken inside"),
    "gpkg without end": (_gpkg(_ENDLESS), "a table of features"),
    "gpkg that swells": (_gpkg(_SWELLING), "a table of features"),
    "kml of entities": (_text(_laughs(), "hostile.kml"), "declares entities"),
    "kml of a file": (
        _text(
            '<!DOCTYPE k [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml><name>&x;</name></kml>',
            "hostile.kml",
        ),
        "declares entities",
    ),
    "kml cut off": (_text("<kml><Document>", "hostile.kml"), "XML that is broken"),
    "kml 20,000 deep": (_text("<a>" * 20_000 + "</a>" * 20_000, "hostile.kml"), "at least one"),
    "xlsx that is none": (_bytes("hostile.xlsx", b"PK\x03\x04 and so on"), "an XLSX file"),
    "xlsx of a broken sheet": (_sheet("<worksheet><sheetData><row>"), "broken inside"),
    "xlsx of entities": (
        _sheet('<!DOCTYPE w [<!ENTITY x "y">]><worksheet>&x;</worksheet>'),
        "broken inside",
    ),
    "csv of one quote": (_text('name,lat\n"' + "x" * 200_000, "hostile.csv"), "rows of CSV"),
    "csv of columns": (_text("," * 100_000 + "\n", "hostile.csv"), "no row"),
    "another ending": (_text(SOUND, "hostile.shp"), "a name that ends in"),
}
LARGE: dict[str, tuple[Maker, str]] = {
    "a million vertices": (_later(lambda: _round(1_000_000)), "simpler"),
    "300,000 vertices": (_later(lambda: _round(300_000)), "4 decimals"),
    "50 MB of brackets": (_later(lambda: "[" + "[]," * 16_000_000 + "[]]"), "1,000,000 lists"),
    "keys by the million": (
        _later(lambda: '{"a":1,' + ",".join(f'"k{n}":1' for n in range(900_000)) + ',"a":2}'),
        "each key once",
    ),
    "200 MB": (_hollow(200_000_000), "at most 50 MB"),
    "xlsx bomb": (_zip("hostile.xlsx", _SHEET, 900_000_000), "when unpacked"),
    "kmz bomb": (_zip("hostile.kmz", "doc.kml", 900_000_000), "when unpacked"),
    "kmz that lies": (_lying_zip, "a broken one"),
    "gpkg that is a bomb": (_zip("hostile.gpkg", "a.gpkg", 900_000_000), "a GeoPackage"),
    "xlsx of 16,384 columns": (_sheet(_wide_sheet), "no row"),
    "csv of 200,000 rows": (
        _later(lambda: "name,lat,lon,until\n" + "a,33,44,2020\n" * 200_000, "hostile.csv"),
        "50,000 rows",
    ),
    "2 MB of toml": (
        _toml_project(HEAD + "".join(CLAIM.format(f"M-{n}", "x") for n in range(12_000))),
        "the id of a claim",
    ),
    "20 MB of toml": (_toml_project(HEAD, 3_400_000), "at most 2 MB"),
}
