"""The core: loading, the rule, the command."""

import datetime as dt
import statistics
import subprocess
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
    status = [str(Path(sys.executable).with_name("drawdown")), "status", "ain-al-asad"]
    codes = ("pass", "import geo")
    whole, bare, core = process_seconds(status, *([sys.executable, "-c", code] for code in codes))
    yield Figure("drawdown status, whole process", whole, "s", 0.6)
    yield Figure("import geo, beyond a bare Python", core - bare, "s", 0.2)
    yield Figure("load of data/, the first in a process", _median_of("geo.load()"), "s", 0.3)
    libraries = _median_of("import pydantic, shapely")
    yield Figure("of it the import of pydantic and shapely", libraries, "s")
    ledger = geo.load()
    yield from _snapshots("Iraq ledger", ledger, 5)
    large = scattered(1000, 10)
    prepare(large)  # as loading does
    yield from _snapshots("1,000 sites x 10 claims", large, 50)


def _median_of(work: str, times: int = 9) -> float:
    """Give the median seconds of work done first in a process, after `import geo`."""
    code = (
        f"import geo, time; start = time.perf_counter(); {work}; print(time.perf_counter() - start)"
    )
    command = [sys.executable, "-c", code]
    runs = (subprocess.run(command, check=True, capture_output=True) for _ in range(times))
    return statistics.median(float(run.stdout) for run in runs)


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
