"""Made-up ledgers of any size, and the days that are asked of them."""

import datetime as dt
import random

from geo.claims import Bound, Claim, Kind, Source, Standing
from geo.dates import Window
from geo.ledger import Ledger
from geo.places import Site

NOW = dt.date(2026, 11, 24)
START = dt.date(2025, 1, 1)


def scattered(sites: int, each: int) -> Ledger:
    """Make a ledger of many sites over a country's width, the same for each run."""
    chance = random.Random(7)  # noqa: S311 - a fixed choice, no secret
    kinds = [Kind.IN_USE, Kind.REDUCED, Kind.DEPARTED, Kind.LEAVE_BY, Kind.HANDED_OVER]
    places, claims = {}, {}
    for number in range(sites):
        site = f"s{number}"
        lon, lat = chance.uniform(39, 48.5), chance.uniform(29.2, 37.3)
        places[site] = Site(site, f"Site {number}", "layer", ("layer",), lon=lon, lat=lat)
        for one in range(each):
            kind = chance.choice(kinds)
            day = START + dt.timedelta(days=chance.randrange(600))
            plan = kind is Kind.LEAVE_BY
            said = day - dt.timedelta(days=90) if plan else day
            claims[f"{site}-{one}"] = Claim(
                f"{site}-{one}", (site,), kind, day.isoformat(), Bound.BY if plan else Bound.ON,
                chance.choice("ABC"), chance.randint(1, 3), "source", Window(said, said), "Text.",
                Standing.ANNOUNCED if plan else None,
            )  # fmt: skip
    public = Window(START, START)
    source = Source("source", "A paper", "A title", public, "2025-01-01", "page", "B")
    return Ledger(places, {}, claims, {"source": source})
