"""Measure speed and memory; `make bench` runs it and prints a table.

Every figure is of this run on this machine. Ratios compare things measured in the same run.
Parts: `python bench/run.py core plate page` (all when none is named).
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


@dataclass(frozen=True)
class Figure:
    """One measured figure with its limit; a figure without a limit only informs."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    def __str__(self) -> str:
        if self.limit is None:
            return f"{self.name:66} {self.value:9.2f} {self.unit:4}"
        verdict = "ok" if self.value <= self.limit else "OVER"
        limit = f"limit {self.limit:g}"
        return f"{self.name:66} {self.value:9.2f} {self.unit:4} {limit:>12} {verdict}"


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Give the seconds that each of several runs took."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return found


def median_ms(work: Callable[[], object], times: int) -> float:
    """Give the median of several runs in milliseconds."""
    return statistics.median(timed(work, times)) * 1000


def process_seconds(*command: str, times: int = 5) -> float:
    """Give the median seconds of a whole process."""
    return statistics.median(
        timed(lambda: subprocess.run(command, check=True, capture_output=True), times)
    )


def main() -> None:
    """Run the parts named on the command line, or all."""
    import core  # noqa: PLC0415 - each part is slow to import
    import page  # noqa: PLC0415
    import plates  # noqa: PLC0415

    parts = {"core": core.figures, "plate": plates.figures, "page": page.figures}
    over = 0
    for name in sys.argv[1:] or parts:
        print(f"-- {name}")
        for figure in parts[name]():
            over += figure.limit is not None and figure.value > figure.limit
            print(figure, flush=True)
    print(f"{over} over the limit")


if __name__ == "__main__":
    main()
