"""Features and their files: GeoJSON (RFC 7946) whose bytes hang on nothing but the content."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from tools.basemap.geometry import as_geojson


@dataclass(frozen=True)
class Feature:
    """One feature to write: id, properties, and a shape in degrees."""

    id: str
    properties: Mapping[str, Any]
    shape: BaseGeometry


def dump_features(features: Sequence[Feature]) -> bytes:
    """Give a FeatureCollection with sorted keys and one feature to a line.

    One line each, so that a difference between two versions names the feature that changed.
    """
    lines = [_dump(_as_mapping(feature)) for feature in features]
    body = ",\n".join(lines)
    return f'{{"features":[\n{body}\n],"type":"FeatureCollection"}}\n'.encode()


def _as_mapping(feature: Feature) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": feature.id,
        "properties": feature.properties,
        "geometry": as_geojson(feature.shape),
    }


def _dump(content: Mapping[str, Any]) -> str:
    return json.dumps(
        content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def digest(content: bytes) -> str:
    """Give the sha256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path` whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
