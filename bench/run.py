"""Measure speed and memory; `make bench` runs it and prints a table.

Every figure is of this run on this machine, whose own speed stands first: the limits in seconds
were set where it was near 0.2 s. Ratios compare things measured in the same run.
Parts: `python -m bench.run core plates page` (all when none is named).
"""

import importlib
import os
import statistics
import sys

from bench.timing import Figure, timed

PARTS = ("core", "plates", "page", "desk", "timepage", "share")


def main() -> None:
    """Run the parts named on the command line, or all."""
    over = 0
    # Without its compiled files each Python that is started compiles the program anew, which no
    # installed program does.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    print(yardstick())
    for name in sys.argv[1:] or PARTS:
        print(f"-- {name}")
        part = importlib.import_module(f"bench.{name}")
        for figure in part.figures():
            over += figure.limit is not None and figure.value > figure.limit
            print(figure, flush=True)
    print(f"{over} over the limit")


def yardstick() -> Figure:
    """Measure the machine by a sum of three million squares in plain Python."""
    taken = timed(lambda: sum(number * number for number in range(3_000_000)), 5)
    return Figure(
        "this machine: three million squares in plain Python", statistics.median(taken), "s"
    )


if __name__ == "__main__":
    main()
