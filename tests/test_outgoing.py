"""Exports, each read back by another reader, give the same states on every change day."""

import csv
import datetime as dt
import io
import json
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet
import pyogrio
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo import outgoing
from geo.cli import run
from geo.errors import CannotWrite
from geo.files import Findings, Spot
from geo.intake.cells import guard, unguard
from geo.intake.extras import ExtraMissing
from geo.intake.spreadsheets import read_csv, read_xlsx
from geo.ledger import Ledger
from geo.snapshot import COALITION_BASES, EVERYTHING, snapshot
from geo.steps import changes
from geo.writing import write_with
from tests.variants import rest_long

NOW = dt.date(2026, 11, 24)
FIRST, LAST = dt.date(2009, 1, 1), dt.date(2027, 6, 1)
FORMATS = outgoing.FORMATS
Row = dict[str, Any]
Answer = tuple[object, ...]
COMPARED = (
    "possible", "basis", "contested", "still_occupied", "counted", "deadline",
    "deadline_standing", "reduce_deadline", "missed", "overdue_since", "claims", "against",
)  # fmt: skip


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return geo.load()


# --- readers that know nothing of this program -----------------------------------------------


def by_gdal(path: Path) -> Iterator[Row]:
    frame = pyogrio.read_dataframe(path, layer=pyogrio.list_layers(path)[0][0])
    if path.suffix in {".kml", ".kmz"}:
        assert {"begin", "end"} <= set(frame.columns)
        begin = frame["begin"].map(lambda day: str(day)[:10])
        assert list(begin) == list(frame["valid_from"])
    for row in frame.to_dict("records"):
        point = row.pop("geometry")
        yield row | {"lon": point.x if point else None, "lat": point.y if point else None}


def by_json(path: Path) -> Iterator[Row]:
    for feature in json.loads(path.read_text())["features"]:
        assert set(feature) == {"type", "geometry", "properties"}
        yield feature["properties"]


def by_pandas(path: Path) -> Iterator[Row]:
    yield from pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")  # type: ignore[misc]


def by_arrow(path: Path) -> Iterator[Row]:
    table = pyarrow.parquet.read_table(path)
    assert b"geo" in table.schema.metadata
    yield from table.drop_columns(["geometry"]).to_pylist()


def by_calamine(path: Path) -> Iterator[Row]:
    book = python_calamine.load_workbook(str(path))
    head, *rows = book.get_sheet_by_name("sites").to_python()
    for row in rows:
        yield dict(zip(map(str, head), row, strict=True))


READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "geojson": by_json,
    "gpkg": by_gdal,
    "kml": by_gdal,
    "kmz": by_gdal,
    "parquet": by_arrow,
    "csv": by_pandas,
    "xlsx": by_calamine,
}


def plain(value: object) -> str:
    """Give a value as text, whatever a reader made of it."""
    if value is None or value != value or value == "":  # noqa: PLR0124 - NaN and NaT
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()[:10]
    text = str(value)
    if text in {"True", "False"}:
        return text.lower()
    return text[:10] if text.endswith("00:00:00") else text


def answers(rows: Iterator[Row]) -> dict[str, Answer]:
    return {row["id"]: tuple(plain(row.get(name)) for name in COMPARED) for row in rows}


def wanted(ledger: Ledger, on: dt.date, known: dt.date) -> dict[str, Answer]:
    view = snapshot(ledger, on, known)
    found: dict[str, Answer] = {}
    for row in view.rows:
        status = row.status
        days = [d and d.date for d in (status.deadline, status.reduce_deadline, status.missed)]
        standing = status.deadline and status.deadline.standing
        values = (
            "|".join(state.value for state in status.possible),
            status.basis.value,
            status.contested,
            status.still_occupied,
            row.counted,
            days[0],
            standing and standing.value,
            *days[1:],
            status.overdue_since,
            " ".join(status.claims),
            " ".join(status.against),
        )
        found[row.site.id] = tuple(map(plain, values))
    return found


def states(found: dict[str, Answer]) -> dict[str, Answer]:
    """Leave out which claims decide; within a stretch others may come to say the same."""
    return {site: answer[:-2] for site, answer in found.items()}


# --- the states of one day, and of all days ---------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("on", "known"), [("2025-10-15", "2024-09-07"), ("2026-01-20", "2026-11-24")]
)
def test_a_day_is_read_back(ledger: Ledger, tmp_path: Path, form: str, on: str, known: str) -> None:
    days = dt.date.fromisoformat(on), dt.date.fromisoformat(known)
    path = tmp_path / f"day.{form}"
    outgoing.save(outgoing.of_snapshot(snapshot(ledger, *days)), path)
    assert answers(READERS[form](path)) == wanted(ledger, *days)


def on_a_day(rows: list[Row], day: dt.date) -> Iterator[Row]:
    """Give the rows that hold on a day, as a time slider does."""
    text = day.isoformat()
    for row in rows:
        first, last = plain(row["valid_from"]), plain(row.get("valid_to"))
        if first <= text and (not last or text <= last):
            yield row


def change_days(ledger: Ledger, known: dt.date | None) -> list[dt.date]:
    found = {change.day for change in changes(ledger, FIRST, LAST, known)}
    return sorted(found | {day - dt.timedelta(days=1) for day in found})


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("known", [NOW, dt.date(2024, 9, 7), None], ids=["now", "2024", "then"])
@pytest.mark.parametrize("every", rest_long([25, 1]))
def test_all_dates_are_read_back(
    ledger: Ledger, tmp_path: Path, form: str, known: dt.date | None, every: int
) -> None:
    path = tmp_path / f"all.{form}"
    sheet = outgoing.of_all_dates(ledger, known, COALITION_BASES)
    outgoing.save(sheet, path)
    rows = list(READERS[form](path))
    first = min(str(row["valid_from"]) for row in sheet.rows)
    days = [day for day in change_days(ledger, known)[::every] if day.isoformat() >= first]
    assert len(days) > (3 if every > 1 else 20)
    for day in days:
        found = list(on_a_day(rows, day))
        assert len(found) == len({row["id"] for row in found})
        assert states(answers(iter(found))) == states(wanted(ledger, day, known or day))


@pytest.mark.long
@pytest.mark.parametrize("form", FORMATS)
def test_each_change_day_is_read_back(ledger: Ledger, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"day.{form}"
    for day in change_days(ledger, NOW):
        outgoing.save(outgoing.of_snapshot(snapshot(ledger, day, NOW)), path)
        assert answers(READERS[form](path)) == wanted(ledger, day, NOW)


def test_positions_and_sites_without_one(ledger: Ledger, tmp_path: Path) -> None:
    view = snapshot(ledger, NOW, NOW, EVERYTHING)
    path = tmp_path / "day.gpkg"
    outgoing.save(outgoing.of_snapshot(view), path)
    found = {row["id"]: (row["lon"], row["lat"]) for row in by_gdal(path)}
    assert found == {row.site.id: (row.site.lon, row.site.lat) for row in view.rows}
    assert (None, None) in found.values()


def test_an_empty_table_can_be_written(tmp_path: Path) -> None:
    empty = Ledger({}, {}, {}, {})
    for form in FORMATS:
        outgoing.save(outgoing.of_all_dates(empty, NOW, EVERYTHING), tmp_path / f"none.{form}")
        assert (tmp_path / f"none.{form}").stat().st_size


# --- GeoPackage and the tools of GDAL ---------------------------------------------------------


def test_the_style_stands_in_the_file(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "all.gpkg"
    outgoing.save(outgoing.of_all_dates(ledger, NOW, COALITION_BASES), path)
    with sqlite3.connect(path) as connection:
        name, style, default = connection.execute(
            "SELECT f_table_name, styleQML, useAsDefault FROM layer_styles"
        ).fetchone()
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert (name, default) == ("sites", 1)
    assert 'startField="starts" endField="ends"' in style
    assert 'mode="2"' in style
    assert pyogrio.list_layers(path)[0][0] == "sites"


def test_the_same_table_gives_the_same_content(ledger: Ledger, tmp_path: Path) -> None:
    sheet = outgoing.of_all_dates(ledger, NOW, COALITION_BASES)
    for form in ("geojson", "csv", "kml", "kmz", "gpkg"):
        one, two = tmp_path / f"one.{form}", tmp_path / f"two.{form}"
        outgoing.save(sheet, one)
        outgoing.save(sheet, two)
        assert one.read_bytes() == two.read_bytes(), form


@pytest.mark.long
@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="GDAL's tools are not installed")
@pytest.mark.parametrize("form", ["geojson", "gpkg", "kml", "csv", "xlsx"])
def test_the_tools_of_gdal_open_it(ledger: Ledger, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"all.{form}"
    sheet = outgoing.of_all_dates(ledger, NOW, COALITION_BASES)
    outgoing.save(sheet, path)
    done = subprocess.run(
        ["ogrinfo", "-ro", "-so", "-al", str(path)], capture_output=True, text=True, check=True
    )
    assert f"Feature Count: {len(sheet.rows)}" in done.stdout


# --- cells that could be formulas -------------------------------------------------------------

RISKY = (
    *("=1+1", "+49", "-x", "@a", "\tb", "\rc", "'=d", "''@e", "'Ayn", "plain", "\x07bell"),
    "\uff1d1",
)


@given(st.text())
def test_each_text_has_its_own_harmless_form(text: str) -> None:
    cell = guard(text)
    assert unguard(cell) == text
    assert cell[:1] not in tuple("=+-@\t\r\n\x00")


def risky(ledger: Ledger) -> tuple[outgoing.Sheet, list[str]]:
    sheet = outgoing.of_snapshot(snapshot(ledger, NOW, NOW))
    rows = [dict(row) | {"name": text} for row, text in zip(sheet.rows, RISKY, strict=False)]
    return replace(sheet, rows=tuple(rows)), list(RISKY)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_formulas_are_made_harmless_and_come_back(
    ledger: Ledger, tmp_path: Path, form: str
) -> None:
    sheet, names = risky(ledger)
    path = tmp_path / f"day.{form}"
    outgoing.save(sheet, path)
    if form == "csv":
        text = io.StringIO(path.read_bytes().decode(), newline="")
        raw = [row["name"] for row in csv.DictReader(text)]
    else:
        page = openpyxl.load_workbook(path)["sites"]
        cells = [row[1] for row in page.iter_rows(min_row=2)]
        assert {cell.data_type for cell in cells} == {"s"}
        raw = [str(cell.value) for cell in cells]
    assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r", "\x07")) for text in raw)
    findings = Findings()
    read = read_csv if form == "csv" else read_xlsx
    table = read(path, Spot(str(path)), findings)
    assert table is not None
    assert [each.values["name"] for each in table.records][: len(names)] == names  # noqa: PD011
    # Numbers stay numbers: a longitude in the west is no formula.
    assert "lon" in table.columns


def test_hostile_names_do_no_harm_in_kml_and_geojson(ledger: Ledger, tmp_path: Path) -> None:
    sheet, _ = risky(ledger)
    rows = [dict(row) | {"name": "<script>&\x00\ud800]]>"} for row in sheet.rows[:1]]
    for form in ("kml", "kmz", "geojson"):
        path = tmp_path / f"day.{form}"
        if form == "geojson":
            rows[0]["name"] = "<script>&]]>"
        outgoing.save(replace(sheet, rows=tuple(rows)), path)
        found = next(READERS[form](path))
        assert "<script>&" in str(found.get("Name") or found.get("name"))


# --- writing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_a_failed_write_leaves_the_old_file_whole(
    ledger: Ledger, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"day.{form}"
    path.write_text("kept")
    sheet = outgoing.of_snapshot(snapshot(ledger, NOW, NOW))

    def full(_: Path, __: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CannotWrite, match="no space left"):
        outgoing.save(sheet, path)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [(path.name, "kept")]


def test_a_writer_that_breaks_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken(path: Path) -> None:
        path.write_text("half")
        raise OSError(5, "Input/output error")

    with pytest.raises(CannotWrite):
        write_with(tmp_path / "a.csv", broken)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(CannotWrite, match="it is a folder"):
        write_with(tmp_path / "b.csv", broken)


def test_a_missing_extra_is_named(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    sheet = outgoing.of_snapshot(snapshot(ledger, NOW, NOW))
    with pytest.raises(ExtraMissing, match=r"XLSX needs openpyxl; .*drawdown\[share\]"):
        outgoing.save(sheet, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


# --- the command --------------------------------------------------------------------------------


def test_export_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.kmz"
    command = ["export", "--on", "2025-10-15", "--known", "2024-09-07", "-o", str(path)]
    assert run(command) == 0
    assert capsys.readouterr().out.startswith(f"wrote {path}")
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["doc.kml"]
    path = tmp_path / "then.csv"
    assert run(["export", "--all-dates", "--known", "then", "-o", str(path)]) == 0
    assert capsys.readouterr().err == ""
    assert path.read_text().startswith("id,name,layer")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-o", "a.shp"], "a name ending in .geojson"),
        (["-o", "a.csv", "--known", "then"], "goes with --all-dates"),
        (["-o", "a.csv", "--known", "soon"], "a day such as"),
        (["-o", "no/such/folder/a.csv"], "cannot write"),
        ([], "-o"),
    ],
)
def test_export_errors_are_one_line(
    options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", *options]) in {2, 3}
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert words in err
