"""Figures, and how they are taken."""

import math
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial


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


def p95(values: Sequence[float]) -> float:
    """Give the smallest value that 95 of 100 do not exceed (nearest rank)."""
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]


def process_seconds(*commands: Sequence[str], times: int = 9) -> list[float]:
    """Give the median seconds of whole processes, run in turns: all meet the same machine."""
    runs = [
        [
            timed(partial(subprocess.run, one, check=True, capture_output=True), 1)[0]
            for one in commands
        ]
        for _ in range(times)
    ]
    return [statistics.median(taken) for taken in zip(*runs, strict=True)]
