"""The basemap: what lies under the sites. Each file may be missing; the plate is then plainer."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from geo.errors import CannotRead
from geo.places import Region
from geo.snapshot import Snapshot

Box = tuple[float, float, float, float]

FILES = ("neighbours", "iraq", "rivers", "lakes", "towns")
_HOME = Path(__file__).resolve().parents[1]
_FOLDERS = (_HOME.parent / "data" / "basemap", _HOME / "_data" / "basemap")


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Feature:
    """One thing on the basemap: its names and a GeoJSON geometry in degrees."""

    id: str
    names: Mapping[str, str]
    shape: Mapping[str, Any]
    rank: int

    def name(self, lang: str) -> str:
        """Give its name in a language, or the English one."""
        return self.names.get(f"name_{lang}") or self.names.get("name", "")


@dataclass(frozen=True, eq=False)
class Basemap:
    """The layers under the sites; any of them may be empty."""

    neighbours: tuple[Feature, ...] = ()
    iraq: tuple[Feature, ...] = ()
    rivers: tuple[Feature, ...] = ()
    lakes: tuple[Feature, ...] = ()
    towns: tuple[Feature, ...] = ()

    @property
    def empty(self) -> bool:
        """True when nothing at all is there."""
        return not any(getattr(self, name) for name in FILES)


NOTHING = Basemap()


def read_basemap(folder: str | Path | None = None) -> Basemap:
    """Read a basemap.

    Parameters
    ----------
    folder
        A folder with ``neighbours.geojson`` and so on; the one that comes with the program
        when None. A file that is missing leaves its layer empty.

    Raises
    ------
    CannotRead
        When a file is there but is no GeoJSON.
    """
    if folder is None:
        found = next((path for path in _FOLDERS if path.is_dir()), None)
        if found is None:
            return NOTHING
        folder = found
    stamps = tuple(_stamp(Path(folder) / f"{name}.geojson") for name in FILES)
    return _read(str(folder), stamps)


def basemap_under(snapshot: Snapshot, given: Basemap | None = None) -> Basemap:
    """Give what lies under the sites of a snapshot.

    Parameters
    ----------
    snapshot
        What is shown.
    given
        A basemap that was asked for; else the one that comes with the program, where it reaches,
        and none elsewhere: land that it does not know must not be painted, nor its makers named.
    """
    if given is not None:
        return given
    found = read_basemap()
    places = [box for box in map(_box_of, snapshot.regions) if box]
    places += [(s.lon, s.lat, s.lon, s.lat) for s in _placed(snapshot)]
    west, south, east, north = _reach(found)
    reached = [w < east and e > west and s < north and n > south for w, s, e, n in places]
    return found if any(reached) or not places else NOTHING


def _placed(snapshot: Snapshot) -> Iterator[Any]:
    return (row.site for row in snapshot.rows if row.site.placed)


def _box_of(region: Region) -> Box | None:
    return shape(dict(region.shape)).bounds if region.shape else None


@lru_cache(maxsize=8)
def _reach(basemap: Basemap) -> Box:
    areas = [shape(dict(one.shape)) for one in (*basemap.iraq, *basemap.neighbours)]
    west, south, east, north = shapely.total_bounds(areas)  # not a number where there are none
    return float(west), float(south), float(east), float(north)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=8)
def _read(folder: str, stamps: tuple[tuple[int, int], ...]) -> Basemap:
    return Basemap(
        **{
            name: _features(Path(folder) / f"{name}.geojson") if stamp != (0, 0) else ()
            for name, stamp in zip(FILES, stamps, strict=True)
        }
    )


def _features(path: Path) -> tuple[Feature, ...]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Feature(
                str(item.get("id", "")),
                {k: str(v) for k, v in item["properties"].items() if k.startswith("name") and v},
                item["geometry"],
                int(item["properties"].get("rank", 0)),
            )
            for item in content["features"]
            if item.get("geometry")
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{path}: not a basemap layer: {error}"
        raise CannotRead(msg) from error
