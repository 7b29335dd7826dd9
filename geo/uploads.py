"""A file that a reader of the page brings along: read once, kept nowhere."""

import hashlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from geo.attached import holds_claims
from geo.collector import many_objects
from geo.errors import DrawdownError
from geo.files import Finding, Findings, Spot, plain
from geo.importing import read_shaped
from geo.intake.columns import Columns
from geo.intake.opening import MISSING, Asked, open_table
from geo.intake.reading import ENDINGS
from geo.intake.shaping import shape
from geo.intake.table import Table
from geo.jsontext import UNREAD, read_json
from geo.layers import read_layers
from geo.ledger import Ledger

MAX_BYTES = 5_000_000
MAX_SITES = 10_000  # more marks than a page can draw


@dataclass(frozen=True)
class Upload:
    """What has become of a file.

    Attributes
    ----------
    ledger
        What it says; None when it has faults or a question is open.
    faults, notes
        What is wrong, and what was taken for granted, in lines of plain text.
    table, columns
        Those of a plain file, whose columns may be chosen; None for layers of our own format.
    ambiguous
        True when days and months cannot be told apart.
    """

    ledger: Ledger | None
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    table: Table | None = None
    columns: Columns | None = None
    ambiguous: bool = False


def key_of(name: str, content: bytes, asked: Asked) -> str:
    """Give what tells one upload with its answers from another."""
    return hashlib.sha256(repr((name, asked)).encode() + content).hexdigest()


def open_upload(name: str, content: bytes, asked: Asked) -> Upload:
    """Read a file that was uploaded; nothing of it stays on the disk.

    Parameters
    ----------
    name
        Its name, of which only the ending is used.
    content
        Its bytes.
    asked
        What the reader says of its columns.
    """
    ending = Path(name).suffix.lower()
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        return Upload(
            None, (f"{plain(name)}: found {len(content) / 1e6:.0f} MB; at most {limit} MB",)
        )
    if ending not in ENDINGS:
        return Upload(None, (f"{plain(name)}: a name that ends in {', '.join(ENDINGS)}",))
    with tempfile.TemporaryDirectory(prefix="drawdown-") as folder:
        path = Path(folder) / f"upload{ending}"
        path.write_bytes(content)
        try:
            with many_objects():
                made = _open(path, name, asked)
        except DrawdownError as error:
            made = Upload(None, (str(error).replace(str(path), plain(name)),))
    count = len(made.ledger.sites) if made.ledger else 0
    if count > MAX_SITES:
        return Upload(None, (f"{plain(name)}: found {count:,} sites; at most {MAX_SITES:,}",))
    return made


def _open(path: Path, name: str, asked: Asked) -> Upload:
    findings = Findings()
    if path.suffix in {".geojson", ".json"}:
        content = read_json(path, findings, name)
        if content is UNREAD:
            return _with(findings, path, name, None)
        if holds_claims(content):
            return _with(findings, path, name, read_layers(path, findings, content))
    opened = open_table(path, findings, asked, name)
    if opened is None:
        return _with(findings, path, name, None)
    table, columns = opened
    if columns.missing or findings.broken:
        needed = tuple(f"choose {MISSING[role]}" for role in columns.missing)
        made = _with(findings, path, name, None)
        return Upload(None, made.faults, needed, table, columns)
    shaped = shape(table, columns, asked.members, Spot(name), findings)
    ledger = None if shaped.ambiguous else read_shaped(shaped, name, findings)
    made = _with(findings, path, name, ledger)
    notes = (*shaped.notes, *made.notes)
    return Upload(made.ledger, made.faults, notes, table, columns, shaped.ambiguous)


def _with(findings: Findings, path: Path, name: str, ledger: Ledger | None) -> Upload:
    faults = [fault for fault in findings.ordered if not fault.warning]
    odd = [_note(fault) for fault in findings.ordered if fault.warning]
    shown = (str(fault).replace(str(path), plain(name)) for fault in faults)
    return Upload(ledger, tuple(shown), tuple(dict.fromkeys(odd)))


def _note(fault: Finding) -> str:
    where = "" if fault.field == "coordinates" else fault.where  # of many, told once
    return str(replace(fault, file="", where=where))
