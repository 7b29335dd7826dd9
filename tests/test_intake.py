"""Plain files of other programs, taken in: what they say, what is assumed, what is asked."""

import datetime as dt
import json
import sqlite3
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
from geo.claims import Kind
from geo.cli import run
from geo.files import Findings, Spot
from geo.intake.columns import parse_map
from geo.intake.opening import Asked, open_plain
from geo.intake.reading import read_table
from geo.intake.shaping import Members
from geo.layers import load_ledger
from geo.ledger import Ledger
from tests import obstacles

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


@pytest.mark.parametrize("form", FILES)
def test_every_format_says_the_same(tmp_path: Path, form: str, capsys: Capture) -> None:
    options = ("--published", "2026-01-01", "--producer", "A desk")
    found = imported(tmp_path / "my", *options, file=FILES[form](tmp_path))
    assert set(found.sites) == {"north-camp", "south-field", "hill"}
    assert set(found.layers) == {"the-valley", "far-side"}
    assert found.regions["the-valley"].name == "The valley"
    north = found.sites["north-camp"]
    assert (north.lon, north.lat, found.sites["hill"].lon) == (44.1, 33.1, None)
    claims = {key: (c.kind, c.when, c.grade) for key, c in found.claims.items()}
    assert claims == {
        "north-camp.in-use": (Kind.IN_USE, "2019-05-01", "B2"),
        "north-camp.departed": (Kind.DEPARTED, "2025-02-28", "B2"),
        "south-field.in-use": (Kind.IN_USE, "2019-05-01", "B2"),
        "south-field.leave-by": (Kind.LEAVE_BY, "2027-06-30", "B2"),
        "hill.in-use": (Kind.IN_USE, "2020", "B2"),
    }
    (source,) = found.sources.values()
    assert (source.producer, source.published_text) == ("A desk", "2026-01-01")
    for site, on, states in (
        ("north-camp", dt.date(2024, 1, 1), ["occupied"]),
        ("north-camp", dt.date(2025, 3, 1), ["withdrawn"]),
        ("south-field", dt.date(2026, 1, 1), ["occupied"]),
        ("south-field", dt.date(2027, 7, 1), ["withdrawn"]),
        ("hill", dt.date(2026, 1, 1), ["occupied"]),
    ):
        answer = geo.status(found, site, on, dt.date(2026, 1, 1))
        assert [state.value for state in answer.possible] == states, site
    out = capsys.readouterr().out
    assert "assumed: in use from 2019-05-01, the earliest day of the file, on" in out
    assert "graded B2, which settles; known from 2026-01-01 on" in out
    assert "3 sites, 5 claims (1 departed, 3 in-use, 1 leave-by)" in out


@pytest.mark.parametrize(
    ("members", "options", "source", "words"),
    [
        (
            {"published": "2026-02-01", "producer": "A desk", "title": "Bases", "reliability": "C"},
            (),
            ("2026-02-01", "A desk", "Bases", "C2"),
            ['published is "2026-02-01" (the file says so)', 'reliability is "C" (the file'],
        ),
        (
            {"published": "2026-02-01", "name": "bases", "grade": "A1", "reliability": "C"},
            (),
            ("2026-02-01", "not named", "bases", "A1"),
            ['name is "bases" (the file says so)', 'grade is "A1" (the file says so)'],
        ),
        (
            {"published": "2026-02-01", "producer": "A desk", "title": "Bases", "grade": "A1"},
            ("--published", "2026-03-01", "--producer", "Me", "--title", "Mine", "--grade", "D4"),
            ("2026-03-01", "Me", "Mine", "D4"),
            ["graded D4, which only opens doubts; known from 2026-03-01 on"],
        ),
        ({}, (), ("2026-11-24", "not named", "sites", "B2"), ["graded B2, which settles"]),
    ],
)  # fmt: skip
def test_what_a_geojson_says_of_itself(
    members: dict[str, Any],
    options: tuple[str, ...],
    source: tuple[str, ...],
    words: list[str],
    tmp_path: Path,
    capsys: Capture,
) -> None:
    file = as_geojson(tmp_path)
    file.write_text(json.dumps(json.loads(file.read_text()) | members))
    found = imported(tmp_path / "my", *options, file=file)
    (made,) = found.sources.values()
    (grade,) = {claim.grade for claim in found.claims.values()}
    published = made.published_text if members else source[0]  # else the day of reading
    assert (published, made.producer, made.title, grade) == source
    out = capsys.readouterr().out
    assert all(each in out for each in words), out
    assert ("published: found nothing" in out) is not bool(members)


def test_a_plain_layer_is_read_as_it_is_imported(tmp_path: Path) -> None:
    file = as_geojson(tmp_path)
    members = {"published": "2026-02-01", "reliability": "C"}
    properties = [{"name": "A", "until": "2025"}]
    made = [{"type": "Feature", "geometry": None, "properties": each} for each in properties]
    content = {"type": "FeatureCollection", "features": made}
    file.write_text(json.dumps(content | members))
    assert {claim.grade for claim in geo.load(file).claims.values()} == {"C2"}
    file.write_text(json.dumps(content | members | {"reliability": 5}))
    (fault,) = [fault for fault in check(file, TODAY) if not fault.warning]
    assert (fault.field, fault.found, fault.allowed) == ("reliability", "5", "a letter from A to F")


def test_a_single_date_file(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("name,lat,lon,until\nA,33,44,2020-03-05\nB,33.5,44,2021-03-05\n")
    found = imported(tmp_path / "my", file=file)
    (source,) = found.sources.values()
    assert source.published_text == "2021-03-05"
    known = dt.date(2021, 3, 5)
    for site, on, state in (
        ("a", dt.date(2020, 3, 4), "occupied"),
        ("a", dt.date(2020, 3, 5), "withdrawn"),
        ("b", dt.date(2020, 3, 5), "occupied"),
        ("b", dt.date(2021, 3, 5), "withdrawn"),
    ):
        assert [s.value for s in geo.status(found, site, on, known).possible] == [state]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("x,33.1,44.1,2024-01-02\n", "the day before an end that is no later"),
        ("x,33.1,44.1,2024-01-02\ny,33.2,44.2,2024-03-01\n", "the day before an end"),
    ],
)
def test_an_end_on_the_earliest_day_begins_before_it(
    tmp_path: Path, capsys: Capture, rows: str, told: str
) -> None:
    file = tmp_path / "sites.csv"
    file.write_text(f"name,lat,lon,until\n{rows}")
    found = imported(tmp_path, file=file)
    assert found.claims["x.in-use"].when == "2024-01-01"
    assert f"from 2024-01-02, the earliest day of the file, on, or from {told}" in (
        capsys.readouterr().out
    )


def test_a_grade_that_does_not_settle(tmp_path: Path, capsys: Capture) -> None:
    found = imported(tmp_path / "my", "--grade", "d4", file=as_csv(tmp_path))
    assert {claim.grade for claim in found.claims.values()} == {"D4"}
    assert "which only opens doubts" in capsys.readouterr().out


def test_a_deadline_is_a_plan_even_when_it_has_passed(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("name,lat,lon,Withdrawal deadline\nA,33,44,2020-03-05\n")
    options = ("--map", "deadline=Withdrawal deadline", "--published", "2019-01-01")
    found = imported(tmp_path / "my", *options, file=file)
    assert found.claims["a.leave-by"].kind is Kind.LEAVE_BY
    assert found.claims["a.in-use"].when == "2019-01-01"


def test_into_a_project(tmp_path: Path, capsys: Capture) -> None:
    project = tmp_path / "my"
    assert run(["init", str(project)]) == 0
    before = (project / "seeds" / "places.geojson").read_text()
    file = tmp_path / "more.csv"
    file.write_text(
        "name,lat,lon,until\nLake Camp,47.2,10.2,2025-02-15\nNorth Camp,47.4,10.2,2025-01-31\n"
    )
    capsys.readouterr()
    found = imported(project, file=file)
    assert found.sites["lake-camp"].layer == "the-valley"
    assert found.sites["lake-camp"].within == ("the-valley",)
    assert list(found.regions) == ["the-valley"]
    out = capsys.readouterr().out
    assert "2 sites, 1 of them known already" in out
    assert "2025-02-15 on  Lake Camp: not known -> withdrawn" in out
    # What people wrote stays as they wrote it.
    assert (
        (project / "seeds" / "places.geojson")
        .read_text()
        .startswith(before.rpartition("]")[0].rstrip())
    )
    assert run(["import", str(file), "-o", str(project)]) == 1
    told = f"{file} was imported already into {project}; it is the source 2025-02-15-more"
    assert capsys.readouterr().err == f"drawdown: {told}\n"
    far = tmp_path / "far.csv"
    far.write_text("name,lat,lon,until\nNorth Camp,48.4,10.2,2025-01-31\n")
    assert run(["import", str(far), "-o", str(project)]) == 1
    assert "km from the site of this id" in capsys.readouterr().err


def test_seeds_without_places_are_told_in_one_line(tmp_path: Path, capsys: Capture) -> None:
    project, file = tmp_path / "my", as_csv(tmp_path)
    assert run(["init", str(project)]) == 0
    places = project / "seeds" / "places.geojson"
    places.unlink()
    before = obstacles.state(project)
    capsys.readouterr()
    assert run(["import", str(file), "-o", str(project)]) == 3
    told = "no such file beside the other seeds; `drawdown init DIR` begins a project that has one"
    assert capsys.readouterr() == ("", f"drawdown: cannot read {places}: {told}\n")
    assert obstacles.state(project) == before


def test_empty_seeds_are_a_beginning(tmp_path: Path) -> None:
    (tmp_path / "my" / "seeds").mkdir(parents=True)
    (tmp_path / "my" / "seeds" / ".gitkeep").touch()
    assert imported(tmp_path / "my", file=as_csv(tmp_path)).sites


def _feature(properties: dict[str, Any], kind: str, coordinates: list[Any]) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_regions_of_a_file_become_layers(tmp_path: Path) -> None:
    square = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
    away = [[[x + 5, y] for x, y in square[0]]]
    made = [
        _feature({"name": name}, "Polygon", ring)
        for name, ring in (("West", square), ("East", away))
    ]
    for name, x in (("A", 0.5), ("B", 5.5), ("C", 9)):
        made.append(_feature({"name": name, "until": "2020"}, "Point", [x, 0.5]))
    file = tmp_path / "areas.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": made}))
    found = imported(tmp_path / "my", file=file)
    assert {key: site.layer for key, site in found.sites.items()} == {
        "a": "west", "b": "east", "c": "areas",
    }  # fmt: skip
    assert found.regions["west"].shape is not None


# --- what is asked ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("Q,lat,lon,until\na,1,2,2020\n", [], "say --map name=..."),
        ("name,Q,lon,until\na,1,2,2020\n", [], "say --map lat=..."),
        ("name,Q,R,S\na,1,2,2020\n", [], "say --map lat=...,lon=...,until=..."),
        (
            "name,lat,lon,Left\na,1,2,2020\nb,1,2,3/4/2020\n",
            [],
            'a.csv: row 3: Left: "3/4/2020" can be read two ways; say --dates dmy or mdy',
        ),
        (
            "name,lat,lon,Left\na,1,2,30/4/2020\nb,1,2,4/30/2020\n",
            [],
            'row 2: Left: "30/4/2020" can be read two ways; say --dates dmy or mdy',
        ),
        ("name,lat,lon,until\na,1,2,2020\n", ["--map", "nme=Q"], "did you mean name?"),
        ("name,lat,lon,until\na,1,2,2020\n", ["--map", "name=Nam"], 'did you mean "name"?'),
        ("name,lat,lon,until\na,1,2,soon\n", [], 'row 2: until: found "soon"'),
        ("name,lat,lon,until\na,x,2,2020\n", [], 'row 2: lat: found "x"; allowed: degrees'),
        ("name,lat,lon,until\na,95,2,2020\n", [], "row 2: lat: found 95"),
        (
            "name,Lat,Long,until\na,120.5,33,2020\n",
            [],
            "allowed: a latitude from -90 to 90; are the two columns, Lat and Long, swapped?",
        ),
        ("name,lat,lon,until\na,3900000,420000,2020\n", [], "look like projected metres"),
        ("name,lat,lon,until\na,1,2,45930\n", [], "row 2: until"),
        ("name,lat,lon,until\n,1,2,2020\n", [], "row 2: name: found nothing"),
        ("name,lat,lon,since\na,1,2,2099\n", [], "no later than the publication"),
        ("name,lat,lon,until\na,1,2,2020\n", ["--grade", "Z9"], "a grade from A1 to F6"),
        ("name,lat,lon,until\na,1,2,2020\n", ["--published", "soon"], "published"),
        (
            "name,lat,lon,until\na,1,2,2020\n",
            ["--published", "2933-01-01"],
            'a.csv: published: found "2933-01-01"; allowed: a day that has come',
        ),
        ("name,name,lat,lon\na,b,1,2\n", [], "the same column twice"),
        ("name,lat,lon,until\n", [], "no row or feature"),
        ("", [], "no row"),
        ("name,lat,lon,until\na,1,2,2020,5\n", [], "row 2: found 5 cells; allowed: at most 4"),
        (
            "Our bases,,,\nname,lat,lon,until\na,1,2,2020\nb,1,2,2020\n",
            [],
            "row 2: found 4 cells; allowed: at most 1 cell; the first row must hold the names",
        ),
        (
            "name,lat,lon,Opened,Left\na,1,2,2020-05,2019\n",
            [],
            'row 2: Left: found "2019", and Opened "2020-05"; allowed: no date before Opened',
        ),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_in_one_line(
    text: str, options: list[str], words: str, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(text)
    assert run(["import", str(file), "-o", str(tmp_path / "my"), *options]) in {1, 2}
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert words in err
    assert not (tmp_path / "my").exists()


def test_questions_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Q,lat,lon,until\na,1,2,3/4/2020\n")
    answers = iter(["Q", "dmy"])
    monkeypatch.setattr("geo.cli.bring._is_terminal", lambda: True)
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    found = imported(tmp_path / "my", file=file)
    assert found.claims["a.departed"].when == "2020-04-03"


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "a.csv"
    file.write_text("name,lat,lon,until\na,x,2,2020\nb,1,2,soon\n,1,2,2020\nc,1,200,2020\n")
    assert run(["import", str(file), "-o", str(tmp_path / "my")]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": found")[0] for line in lines] == [
        f"drawdown: {file}: row {row}" for row in ("2: lat", "3: until", "4: name", "5: longitude")
    ]
    assert not (tmp_path / "my").exists()


def test_an_end_may_lie_in_the_span_of_its_beginning_and_a_deadline_anywhere(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("name,lat,lon,since,until,deadline\na,1,2,2020-05-05,2020,2019\n")
    assert "a" in imported(tmp_path / "my", file=file).sites


@pytest.mark.parametrize(
    ("rows", "notes"),
    [
        (
            ["A,33,44,2020", "B,33,44,2020", "a,33.01,44,2021"],
            ['row 4: "a" stands in row 2 too, within 5 km and with other dates; taken for two'],
        ),
        (
            ["A,33,44,2020", "A,33,44,2020"],
            ['row 3: "A" stands in row 2 too, within 5 km and with'],
        ),
        (["A,,,2020", "A,33,44,2021"], ['row 3: "A" stands in row 2 too']),
        (["A,33,44,2020", "A,34,44,2021"], []),
        (
            [f"A,33,44,{2000 + n}" for n in range(11)],
            ["row 10:", "and 2 more names that stand twice"],
        ),
    ],
)
def test_a_name_that_stands_twice_is_noted(
    rows: list[str], notes: list[str], tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("name,lat,lon,until\n" + "\n".join(rows) + "\n")
    assert len(imported(tmp_path / "my", file=file).sites) == len(rows)
    out = capsys.readouterr().out
    assert all(note in out for note in notes), out
    assert ("stands in row" in out) is bool(notes)


def test_merged_cells_count_for_each_row(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Name", "Lat", "Lon", "Until", "Region"])
    for name, until, region in (("A", "2020-03-05", "West"), ("B", None, None), ("C", None, None)):
        page.append([name, 33, 44, until, region])
    page.append([None, None, None, None, None])
    page.append(["D", 33, 44, "2021", None])
    for cells in ("D2:D3", "E2:E5", "B6:C6"):
        page.merge_cells(cells)
    book.save(file)
    findings = Findings()
    table = read_table(file, findings)
    assert table is not None
    found = {r.values["Name"]: (r.values["Until"], r.values["Region"]) for r in table.records}
    assert found == {
        "A": ("2020-03-05", "West"),
        "B": ("2020-03-05", "West"),
        "C": (None, "West"),
        "D": ("2021", None),
    }
    assert [record.where for record in table.records] == ["row 2", "row 3", "row 4", "row 6"]
    assert "merged cells count for each of their rows: D2:D3, E2:E5" in table.notes


def test_where_the_sites_lie_and_their_ids_are_told(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "a.csv"
    rows = [f"Base {n},{30 + n},{40.5 - n},2020" for n in range(10)]
    file.write_text("name,lat,lon,until\n" + "\n".join(rows) + "\n")
    imported(tmp_path / "my", file=file)
    out = capsys.readouterr().out
    assert "\npositions: lat 30.0 to 39.0, lon 31.5 to 40.5\n" in out
    ids = ", ".join(f"base-{n}" for n in range(8))
    assert f"\nids: {ids} and 2 more\n" in out


def test_what_was_assumed_is_told(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "my bases.csv"
    file.write_text("Base;Lat;Long;Closed on;Colour\nA;33,5;44,1;30/11/2024;red\nB;;;unknown;\n")
    found = imported(tmp_path / "my", file=file)
    assert (found.sites["a"].lat, found.sites["a"].lon) == (33.5, 44.1)
    out = capsys.readouterr().out
    for words in (
        "cells are separated by semicolons",
        "dates are read with the day before month",
        'until is the column "Closed on" (by its name)',
        '1 cells such as "unknown" are read as no date',
        "1 of 2 have no position",
        'not used: "Colour"',
        "kind: found nothing known, 2 times; allowed: a kind of site; assumed: camp",
        'a producer; assumed: "not named"',
        "assumed: 2024-11-30",
    ):
        assert words in out, words


# --- parts --------------------------------------------------------------------------------------


def test_a_map_with_commas_in_names() -> None:
    assert parse_map(["name=Base, old,lat=Y", "until=To"]) == {
        "name": "Base, old", "lat": "Y", "until": "To",
    }  # fmt: skip
    for wrong in ("name", "name=", "colour=red"):
        with pytest.raises(ValueError, match="ROLE=COLUMN"):
            parse_map([wrong])


def test_a_sheet_by_its_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Sites").append(["name", "lat"])
    book["Sites"].append(["A", 1])
    book.save(tmp_path / "a.xlsx")
    findings = Findings()
    table = read_table(tmp_path / "a.xlsx", findings, sheet="Sites")
    assert table is not None
    assert table.columns == ("name", "lat")
    assert read_table(tmp_path / "a.xlsx", findings, sheet="Site") is None
    assert [(f.field, f.found) for f in findings.faults] == [("sheet", '"Site"')]


def test_a_geopackage_is_data_for_every_command(tmp_path: Path, capsys: Capture) -> None:
    path = as_gpkg(tmp_path)
    findings = Findings(TODAY)
    found = load_ledger(path, findings)
    assert set(found.sites) == {"north-camp", "south-field", "hill"}
    assert run(["snapshot", "--data", str(path), "--on", "2024-01-01"]) == 0
    assert "North Camp" in capsys.readouterr().out
    assert run(["check", str(as_csv(tmp_path))]) == 1
    assert "`drawdown import` makes a project of it" in capsys.readouterr().out


def test_a_view_without_end_in_a_geopackage_is_not_run(tmp_path: Path) -> None:
    path = as_gpkg(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM gpkg_contents")
        connection.execute(
            "CREATE VIEW evil AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) "
            "SELECT x AS fid, NULL AS geom, 'a' AS name, '2020' AS until FROM n"
        )
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, srs_id) "
            "VALUES ('evil', 'features', 4326)"
        )
    findings = Findings()
    assert open_plain(path, findings) is None
    assert [fault.allowed for fault in findings.faults] == ["a table of features"]


def test_a_name_in_a_message_is_the_one_the_user_gave(tmp_path: Path) -> None:
    path = as_csv(tmp_path).rename(tmp_path / "upload.csv")
    findings = Findings()
    shaped = open_plain(path, findings, Asked({"name": "Nme"}, Members()), "mine.csv")
    assert shaped is None
    assert {fault.file for fault in findings.faults} == {"mine.csv"}
    assert Spot("a").inside("b", "c/d~").beside("e").pointer == "/b/e"
