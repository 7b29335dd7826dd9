"""The core: loading, the rule, the command."""

import datetime as dt
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import geo
from bench.timing import Figure, median_ms, process_seconds, timed
from geo.claims import Bound, Claim, Kind, Source, Standing
from geo.dates import Window
from geo.ledger import Ledger
from geo.places import Site
from geo.snapshot import snapshot

NOW = dt.date(2026, 11, 24)
START = dt.date(2025, 1, 1)


def many(sites: int, each: int) -> Ledger:
    """Make a ledger of many sites with some claims each, the same for each run."""
    chance = random.Random(7)  # noqa: S311 - a fixed choice, no secret
    kinds = [Kind.IN_USE, Kind.REDUCED, Kind.DEPARTED, Kind.LEAVE_BY, Kind.HANDED_OVER]
    places, claims = {}, {}
    for number in range(sites):
        site = f"s{number}"
        places[site] = Site(site, site, "layer", ("layer",), lon=44.0, lat=33.0)
        for one in range(each):
            kind = chance.choice(kinds)
            day = START + dt.timedelta(days=chance.randrange(600))
            plan = kind is Kind.LEAVE_BY
            said = day - dt.timedelta(days=90) if plan else day
            claims[f"{site}-{one}"] = Claim(
                f"{site}-{one}", (site,), kind, day.isoformat(), Bound.BY if plan else Bound.ON,
                chance.choice("ABCD"), chance.randint(1, 4), "source", Window(said, said), "",
                Standing.ANNOUNCED if plan else None,
            )  # fmt: skip
    public = Window(START, START)
    source = Source("source", "A paper", "A title", public, "2025-01-01", "page", "B")
    return Ledger(places, {}, claims, {"source": source})


def figures() -> Iterator[Figure]:
    """Measure the core."""
    yield Figure("load of data/ in a running process", timed(geo.load, 1)[0], "s", 0.3)
    command = [str(Path(sys.executable).with_name("drawdown")), "status", "ain-al-asad"]
    yield Figure("drawdown status, whole process", process_seconds(*command), "s", 0.6)
    bare = process_seconds(sys.executable, "-c", "pass")
    core = process_seconds(sys.executable, "-c", "import geo")
    yield Figure("import geo, beyond a bare Python", core - bare, "s", 0.2)
    ledger = geo.load()
    yield from _snapshots("Iraq ledger", ledger, 5)
    yield from _snapshots("1,000 sites x 10 claims", many(1000, 10), 50)


def _snapshots(name: str, ledger: Ledger, limit: float) -> Iterator[Figure]:
    day = dt.date(2025, 10, 15)
    first = timed(lambda: snapshot(ledger, day, NOW), 1)[0] * 1000
    days = iter(range(10_000))
    moved = median_ms(lambda: snapshot(ledger, START + dt.timedelta(days=next(days)), NOW), 40)
    yield Figure(f"snapshot, {name}, new date", moved, "ms", limit)
    yield Figure(f"snapshot, {name}, first of a day of knowledge", first, "ms")
