"""Plain files made into a project, or into one that is there: what is asked and told."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from geo.cli import run
from geo.files import Findings
from geo.intake.reading import read_table
from geo.layers import default_data
from tests import obstacles
from tests.intake_files import Capture, as_csv, imported


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


def test_a_layer_with_claims_of_its_own_is_not_imported_without_them(
    tmp_path: Path, capsys: Capture
) -> None:
    file = default_data() / "layers" / "anbar.geojson"
    assert run(["import", str(file), "-o", str(tmp_path / "my")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("such a layer is opened as it is: --data FILE\n")
    assert not (tmp_path / "my").exists()
