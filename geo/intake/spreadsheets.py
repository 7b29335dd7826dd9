"""Spreadsheets: CSV and XLSX."""

import csv
import datetime as dt
import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from geo.errors import DrawdownError
from geo.files import Findings, Spot, plain, read_bytes, read_text, shown
from geo.intake.archives import is_sound, read_member
from geo.intake.cells import unguard
from geo.intake.extras import need
from geo.intake.merged import Merged
from geo.intake.table import MAX_COLUMNS, MAX_ROWS, Record, Table

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_XLSX = "an XLSX file"
_MOST_EMPTY = 1_000  # in a row; a sheet may have a million that are only coloured
Rows = Iterable[Sequence[object]]


def read_csv(path: Path, spot: Spot, findings: Findings) -> Table | None:
    """Read a CSV file with a first row of column names.

    Parameters
    ----------
    path
        The file.
    spot
        The file as the user named it.
    findings
        Takes the faults.
    """
    text = read_text(path, spot, findings)
    if text is None:
        return None
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    notes = (f"cells are separated by {_DELIMITERS[delimiter]}",) if delimiter != "," else ()
    try:
        return _table(_cells(reader), spot, findings, notes)
    except csv.Error as error:
        at = Spot(spot.file, f"line {reader.line_num}")
        findings.add(at, "", plain(str(error)), "rows of CSV")
        return None


def _cells(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    for row in reader:
        yield [unguard(cell) for cell in row]


def read_xlsx(path: Path, spot: Spot, findings: Findings, sheet: str = "") -> Table | None:
    """Read one sheet of an XLSX file with a first row of column names.

    Parameters
    ----------
    path
        The file.
    spot
        The file as the user named it.
    findings
        Takes the faults.
    sheet
        The sheet's name; the first one when empty.

    Raises
    ------
    ExtraMissing
        When the library for it is not installed.
    """
    openpyxl = need("openpyxl", "XLSX")
    if read_bytes(path, spot, findings) is None or not is_sound(path, spot, findings, _XLSX):
        return None
    try:
        with warnings.catch_warnings(), path.open("rb") as file:
            warnings.simplefilter("ignore")  # of styles and extensions that it leaves out
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            try:
                return _read_book(book, path, spot, findings, sheet)
            finally:
                book.close()
    except DrawdownError:
        raise
    except Exception:  # noqa: BLE001 - a broken file makes openpyxl raise anything
        findings.add(spot, "", "a file that is broken inside", _XLSX)
        return None


def _read_book(
    book: Any,  # noqa: ANN401 - of a library that may be missing
    path: Path,
    spot: Spot,
    findings: Findings,
    sheet: str,
) -> Table | None:
    names = [each.title for each in book.worksheets]
    if not names or (sheet and sheet not in names):
        allowed = "one of: " + ", ".join(plain(name) for name in names)
        findings.add(spot, "sheet", shown(sheet), allowed)
        return None
    chosen = book.worksheets[names.index(sheet) if sheet else 0]
    chosen.reset_dimensions()  # what the file says of its size may be anything
    rows = chosen.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1, values_only=True)
    others = "" if len(names) == 1 else f", the {'first ' if not sheet else ''}one of {len(names)}"
    at = Spot(spot.file, spot.where)
    notes = (f"sheet {shown(chosen.title)}{others}",)
    # What is read row by row does not tell which cells are merged.
    merged = Merged(read_member(path, getattr(chosen, "_worksheet_path", "")) or b"")
    cells = merged.fill([_value(cell) for cell in row] for row in rows)
    table = _table(cells, at, findings, notes)
    return replace(table, notes=(*table.notes, *merged.notes)) if table else None


def _value(cell: object) -> object:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, str):
        from openpyxl.utils.escape import unescape  # noqa: PLC0415 - it is here, or no cell was

        return unguard(str(unescape(cell)))
    return cell if isinstance(cell, int | float | bool) else None


def _refuse_cells(count: int, columns: int, spot: Spot, findings: Findings, *, first: bool) -> None:
    hint = "the first row must hold the names of the columns, and no title" if first else ""
    allowed = "1 cell" if columns == 1 else f"{columns} cells, one for each column"
    findings.add(spot, "", f"{count} cells", f"at most {allowed}", hint)


def _table(rows: Rows, spot: Spot, findings: Findings, notes: tuple[str, ...]) -> Table | None:
    """Make a table of rows, the first of which that is not empty names the columns."""
    columns: list[str] = []
    records: list[Record] = []
    empty = 0
    for number, row in enumerate(rows, 1):
        cells = list(row)
        while cells and cells[-1] in (None, ""):
            cells.pop()
        empty = 0 if cells else empty + 1
        if empty > _MOST_EMPTY:
            notes = (*notes, f"what follows {_MOST_EMPTY:,} empty rows is not read")
            break
        if not cells:
            continue
        if len(records) == MAX_ROWS or len(cells) > MAX_COLUMNS:
            allowed = f"at most {MAX_ROWS:,} rows and {MAX_COLUMNS} columns"
            findings.add(spot, "", "more rows or columns", allowed)
            return None
        if not columns:
            columns = [str(cell or "").strip() or f"column {n}" for n, cell in enumerate(cells, 1)]
            continue
        where = f"row {number}"
        if len(cells) > len(columns):
            _refuse_cells(
                len(cells), len(columns), Spot(spot.file, where), findings, first=not records
            )
            if not records:
                return None  # the names are others, and each row would be at fault
        values = dict(zip(columns, [*cells, *[None] * len(columns)], strict=False))
        records.append(Record(where, values))
    twice = sorted({name for name in columns if columns.count(name) > 1})
    for name in twice:
        findings.add(spot, name, "the same column twice", "each column once", at=())
    if not columns:
        findings.add(spot, "", "no row", "a first row of column names, and rows")
    return None if twice or not columns else Table(tuple(columns), tuple(records), notes=notes)
