"""Sharing: check of many claims, uploads, exports, hostile files."""

import datetime as dt
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.ledgers import NOW, scattered
from bench.timing import Figure, timed
from geo import outgoing
from geo.intake.opening import Asked
from geo.intake.shaping import Members
from geo.snapshot import EVERYTHING, Snapshot, snapshot
from geo.uploads import open_upload
from tests.hostile import LARGE, SMALL

_SECONDS, _MEGABYTES = 2.0, 300.0  # what is aimed at for a hostile file; tests stop far above
_MEASURED = """
import json, sys, time
from geo.cli import run
start = time.perf_counter()
run(json.loads(sys.argv[1]))
# The peak of this process alone: what the system counts begins with that of its parent.
with open("/proc/self/status") as file:
    peak = int(file.read().split("VmHWM:")[1].split()[0]) / 1000
print(json.dumps([time.perf_counter() - start, peak]), file=sys.stderr)
"""
_IMPORTED = (".csv", ".xlsx", ".kml", ".kmz", ".shp")


def figures() -> Iterator[Figure]:
    """Measure what comes in and what goes out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from _checks(folder)
        yield from _uploads()
        yield from _exports(folder)
        yield from _hostile(folder)


def measured(*arguments: str) -> tuple[float, float]:
    """Give the seconds and the peak megabytes of a command in a process of its own."""
    command = [sys.executable, "-c", _MEASURED, json.dumps(arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, peak = json.loads(done.stderr.splitlines()[-1])
    return float(seconds), float(peak)


def _own(layer: str, sites: int, each: int) -> str:
    """Make a layer of our own format: so many sites with so many reports each."""
    source = {
        "producer": "P", "title": "T", "published": "2024-12-31", "published_basis": "page",
        "reliability": "B",
    }  # fmt: skip
    features = []
    for number in range(sites):
        key = f"{layer}-{number}"
        reports = [
            {
                "id": f"{key}-{one}", "source": "s", "kind": "in-use", "bound": "on",
                "when": f"2024-{1 + one % 12:02}-{1 + number % 28:02}", "credibility": 2,
                "text": "Somebody is there, says the ministry.",
            }
            for one in range(each)
        ]  # fmt: skip
        place = {"id": key, "name": f"Site {number}", "kind": "camp", "layer": layer}
        features.append({
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [44.1, 33.3]},
            "properties": place | {"deadlines": [], "reports": reports},
        })  # fmt: skip
    head = {"type": "FeatureCollection", "drawdown": "1", "layer": layer, "sources": {"s": source}}
    return json.dumps(head | {"features": features})


def _seeds(project: Path, sources: int, each: int) -> None:
    """Make a project of many sources with so many claims each."""
    folder = project / "seeds" / "sources"
    folder.mkdir(parents=True)
    place = {"id": "x", "name": "X", "kind": "camp", "layer": "l", "within": ["l"]}
    region = {"id": "l", "name": "L", "kind": "region", "layer": "l"}
    made = [{"type": "Feature", "geometry": None, "properties": p} for p in (region, place)]
    content = json.dumps({"type": "FeatureCollection", "features": made})
    (project / "seeds" / "places.geojson").write_text(content)
    for number in range(sources):
        key = f"2024-12-31-p-{number}"
        head = (
            f'id = "{key}"\nproducer = "P"\ntitle = "T"\npublished = "2024-12-31"\n'
            'published_basis = "page"\nreliability = "B"\n'
        )
        claims = "".join(
            f'\n[[claim]]\nid = "{number}-{one}"\nplaces = ["x"]\nkind = "in-use"\n'
            f'when = "2024-{1 + one % 12:02}-{1 + number % 28:02}"\nbound = "on"\ncredibility = 2\n'
            'text = "Somebody is there, says the ministry."\n'
            for one in range(each)
        )
        (folder / f"{key}.toml").write_text(head + claims)


def _checks(folder: Path) -> Iterator[Figure]:
    layers = folder / "layers"
    layers.mkdir()
    for number in range(5):
        (layers / f"l{number}.geojson").write_text(_own(f"l{number}", 2000, 10))
    seconds, peak = measured("check", "-q", str(layers))
    yield Figure("check of 100,000 claims in layers", seconds, "s", 20)
    yield Figure("  its memory", peak, "MB", 1000)
    _seeds(folder / "project", 1000, 100)
    seconds, peak = measured("check", "-q", str(folder / "project"))
    yield Figure("check of 100,000 claims in seeds", seconds, "s", 20)
    yield Figure("  its memory", peak, "MB", 1000)


def _uploads() -> Iterator[Figure]:
    asked = Asked({}, Members(grade="B2"))
    own = _own("own", 2600, 10).encode()
    name = f"load of an upload of {len(own) / 1e6:.1f} MB, our own format"
    yield Figure(name, timed(lambda: open_upload("own.geojson", own, asked), 1)[0], "s", 2)
    day = dt.date(2014, 1, 1)
    rows = [
        f"Camp number {n},{33 + n % 97 / 97:.4f},{44 + n % 89 / 89:.4f},"
        f"{day + dt.timedelta(n % 999)},{day + dt.timedelta(1000 + n % 999)},"
        f"{'A remark that makes the row long enough. ' * 10}"
        for n in range(9_990)
    ]
    text = "\n".join(["name,lat,lon,since,until,colour", *rows]).encode()
    name = f"load of an upload of {len(text) / 1e6:.1f} MB, CSV of 9,990 sites"
    yield Figure(name, timed(lambda: open_upload("a.csv", text, asked), 1)[0], "s", 2)


def _exports(folder: Path) -> Iterator[Figure]:
    ledger = scattered(10_000, 3)
    view = snapshot(ledger, dt.date(2025, 10, 15), NOW, EVERYTHING)
    few = snapshot(scattered(1, 1), NOW, NOW, EVERYTHING)
    for form in outgoing.FORMATS:
        path = folder / f"day.{form}"
        _export(few, path)  # its libraries are there now
        seconds = timed(partial(_export, view, path), 1)[0]
        limit = 5.0 if form == "gpkg" else None
        yield Figure(f"export of 10,000 sites, .{form}", seconds, "s", limit)
    fresh = scattered(10_000, 3)
    seconds = timed(lambda: snapshot(fresh, dt.date(2025, 10, 15), NOW, EVERYTHING), 1)[0]
    yield Figure("  the snapshot of 10,000 sites before it", seconds, "s")


def _export(view: Snapshot, path: Path) -> None:
    outgoing.save(outgoing.of_snapshot(view), path)


def _hostile(folder: Path) -> Iterator[Figure]:
    worst = [0.0, 0.0]
    for number, (name, (make, _)) in enumerate((SMALL | LARGE).items()):
        place = folder / f"hostile-{number}"
        place.mkdir()
        path = make(place)
        if path.suffix in _IMPORTED:
            seconds, peak = measured("import", str(path), "-o", str(place / "out"))
        else:
            seconds, peak = measured("check", str(path))
        worst = [max(worst[0], seconds), max(worst[1], peak)]
        if name in LARGE:
            yield Figure(f"hostile: {name}", seconds, "s", _SECONDS)
            yield Figure("  its memory", peak, "MB", _MEGABYTES)
    yield Figure(f"hostile: the slowest of {len(SMALL | LARGE)}", worst[0], "s", _SECONDS)
    yield Figure("  the largest memory", worst[1], "MB", _MEGABYTES)
