"""The core: loading, the rule, the command."""

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import geo
from bench.ledgers import NOW, START, scattered
from bench.timing import Figure, median_ms, process_seconds, timed
from geo.ledger import Ledger
from geo.snapshot import prepare, snapshot


def figures() -> Iterator[Figure]:
    """Measure the core."""
    command = [str(Path(sys.executable).with_name("drawdown")), "status", "ain-al-asad"]
    yield Figure("drawdown status, whole process", process_seconds(*command), "s", 0.6)
    bare = process_seconds(sys.executable, "-c", "pass")
    core = process_seconds(sys.executable, "-c", "import geo")
    yield Figure("import geo, beyond a bare Python", core - bare, "s", 0.2)
    loaded = process_seconds(sys.executable, "-c", "import geo; geo.load()")
    yield Figure("load of data/, beyond that", loaded - core, "s", 0.3)
    libraries = process_seconds(sys.executable, "-c", "import geo, pydantic, shapely")
    yield Figure("of it the import of pydantic and shapely", libraries - core, "s")
    ledger = geo.load()
    yield from _snapshots("Iraq ledger", ledger, 5)
    large = scattered(1000, 10)
    prepare(large)  # as loading does
    yield from _snapshots("1,000 sites x 10 claims", large, 50)


def _snapshots(name: str, ledger: Ledger, limit: float) -> Iterator[Figure]:
    day, other = dt.date(2025, 10, 15), dt.date(2026, 1, 31)
    first, known = (_once(ledger, day, known) for known in (NOW, other))
    days = iter(range(10_000))
    moved = median_ms(lambda: snapshot(ledger, START + dt.timedelta(days=next(days)), NOW), 40)
    yield Figure(f"snapshot, {name}, new date", moved, "ms", limit)
    yield Figure(f"snapshot, {name}, the very first", first, "ms", limit)
    yield Figure(f"snapshot, {name}, first of another day of knowledge", known, "ms")


def _once(ledger: Ledger, on: dt.date, known: dt.date) -> float:
    return timed(lambda: snapshot(ledger, on, known), 1)[0] * 1000
