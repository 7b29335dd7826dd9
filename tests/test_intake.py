"""Plain files of other programs, taken in: what they say, what is assumed, what is asked."""

import datetime as dt
import json
import sqlite3
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import geo
from geo.check import check
from geo.claims import Kind
from geo.cli import run
from geo.files import Findings, Spot
from geo.intake.columns import parse_map
from geo.intake.opening import Asked, open_plain
from geo.intake.reading import read_table
from geo.intake.shaping import Members
from geo.layers import load_ledger
from tests.intake_files import FILES, TODAY, Capture, as_csv, as_geojson, as_gpkg, imported


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
