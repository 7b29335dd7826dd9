"""Faults sown into a sound project, one at a time: what their tests share.

Each kind of fault is a small change of a sound project, of the layers made of it, or of the
data that come with the program, with the place at which it must be told: file, where, field,
JSON pointer. The broken files of ``tests/faulty`` (``tests/test_broken_layers.py`` and
``tests/test_broken_sources.py``) add their own.
"""

import datetime as dt
from pathlib import Path
from typing import Any

from geo.files import Finding

ROOT = Path(__file__).resolve().parents[1]
TODAY = dt.date(2026, 11, 24)
LAYER = "data/layers/the-valley.geojson"
PLAN = "seeds/sources/2024-09-06-ministry-plan.toml"
HAND = "seeds/sources/2025-01-31-agency-handover.toml"
PLACES, REGIONS = "seeds/places.geojson", "seeds/regions.geojson"
MISSIONS = "seeds/missions.toml"
Told = tuple[str, str, str]  # where, field, pointer
Content = dict[str, Any]


def told(found: tuple[Finding, ...], *, warnings: bool = False) -> list[tuple[str, *Told]]:
    return [
        (one.file.removeprefix("p/"), one.where, one.field, one.pointer)
        for one in found
        if one.warning is warnings and "drawdown build" not in one.allowed
    ]
