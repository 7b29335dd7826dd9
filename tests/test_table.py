"""The table of a snapshot, as text and as a GeoDataFrame."""

import datetime as dt
import subprocess
import sys

import geopandas as gpd
import pytest

from geo import table
from geo.app.below import csv_text
from geo.ledger import Ledger
from geo.snapshot import EVERYTHING, Snapshot, snapshot


@pytest.fixture(scope="module")
def view(ledger: Ledger) -> Snapshot:
    return snapshot(ledger, dt.date(2025, 10, 15), dt.date(2026, 11, 24), EVERYTHING)


def test_each_site_has_one_row_with_all_columns(view: Snapshot) -> None:
    rows = table.rows(view)
    assert [row["id"] for row in rows] == [row.site.id for row in view.rows]
    assert {tuple(row) for row in rows} == {table.COLUMNS}
    assert {type(text) for row in rows for text in row.values()} == {str}


def test_the_columns_are_documented() -> None:
    text = table.__doc__ or ""
    assert [name for name in table.COLUMNS if name not in text.replace(",", " ").split()] == []


def test_a_row_says_what_the_status_says(view: Snapshot) -> None:
    row = next(row for row in table.rows(view) if row["id"] == "ain-al-asad")
    assert row["possible"] == "reduced"
    assert row["missed"] == row["overdue_since"] == "2025-09-30"
    assert row["overdue_days"] == "15"
    assert row["contested"] == "false"


def test_the_frame_is_in_degrees_and_leaves_unplaced_sites_without_a_point(view: Snapshot) -> None:
    frame = table.to_frame(view)
    assert isinstance(frame, gpd.GeoDataFrame)
    assert frame.crs is not None
    assert frame.crs.to_epsg() == 4326
    assert list(frame.columns) == [*table.COLUMNS, "geometry"]
    placed = [row.site.placed for row in view.rows]
    assert list(frame.geometry.notna()) == placed
    assert not all(placed)
    first = list(frame["id"]).index("ain-al-asad")
    assert frame.geometry.iloc[first].coords[0] == (42.4412, 33.7856)


def test_an_empty_view_is_an_empty_frame(ledger: Ledger) -> None:
    nothing = snapshot(ledger.without(()), dt.date(2025, 1, 1), dt.date(2025, 1, 1))
    empty = Snapshot(**{**vars(nothing), "rows": ()})
    assert table.rows(empty) == []
    assert len(table.to_frame(empty)) == 0


def test_plain_rows_need_no_pandas() -> None:
    code = "import sys, geo.table; sys.exit('pandas' in sys.modules or 'geopandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_cell_of_the_csv_is_a_formula(view: Snapshot) -> None:
    text = csv_text(view)
    assert text.splitlines()[0] == ",".join(table.COLUMNS)
    assert len(text.splitlines()) == len(view.rows) + 1
