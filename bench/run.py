"""Measure speed and memory; `make bench` runs it and prints a table.

Every figure is of this run on this machine. Ratios compare things measured in the same run.
Parts: `python -m bench.run core plates page` (all when none is named).
"""

import importlib
import sys

PARTS = ("core", "plates", "page", "desk", "timepage", "share")


def main() -> None:
    """Run the parts named on the command line, or all."""
    over = 0
    for name in sys.argv[1:] or PARTS:
        print(f"-- {name}")
        part = importlib.import_module(f"bench.{name}")
        for figure in part.figures():
            over += figure.limit is not None and figure.value > figure.limit
            print(figure, flush=True)
    print(f"{over} over the limit")


if __name__ == "__main__":
    main()
