"""The broken files of ``tests/faulty``, and how their faults are told: what their tests share."""

import datetime as dt
from pathlib import Path

from geo.errors import Fault

FAULTY = Path(__file__).parent / "faulty"
TODAY = dt.date(2026, 11, 24)
CLEAN = "text on one line, without control characters or marks that reorder it"
DATE = "an EDTF date such as 2025-09-30, 2025-09, 2025-08~, ../2025-09, [2025-01,2025-03]"
RECORD_ID = "an id of letters, digits, dots, hyphens and underscores"
SIMPLE = "outlines that neither cross nor touch themselves"
NO_SCRIPT = "text without a script"
AS_TEXT = "any text; it is shown as text, never as markup"
LEFT_OUT = "a source with claims; it is left out"
WRITES = "the text that `drawdown build` writes"
ROW_2 = "feature camp-one, line 2, column "
DIGITS = "a number of thousands of digits"
FOLDER, LINK = "a folder", "a link to a file that is not there"
JARGON = ("pydantic", "https://errors", "validation error", "input_value", "Traceback", "None")
Told = tuple[str, str, str, str, bool]


def fault(where: str, field: str, found: str, allowed: str) -> Told:
    return where, field, found, allowed, False


def warning(where: str, field: str, found: str, allowed: str) -> Told:
    return where, field, found, allowed, True


def told(faults: tuple[Fault, ...], file: str) -> list[Told]:
    assert {one.file for one in faults} <= {file}
    return [(f.where, f.field, f.found, allowed(f), f.warning) for f in faults]


def allowed(one: Fault) -> str:
    """Give what is allowed and the hint, as a message has them."""
    return str(one).partition("; allowed: ")[2]


def contents(folder: Path) -> dict[Path, tuple[bytes, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}
