"""A project just begun, and a source and a claim to add to it."""

import datetime as dt
from pathlib import Path

import pytest

TODAY = dt.date(2026, 11, 24)
Capture = pytest.CaptureFixture[str]
SOURCE = {
    "producer": "An eye-witness",
    "title": "Still there",
    "published": "2025-03-05",
    "published_basis": "page",
    "reliability": "A",
}
CLAIM: dict[str, object] = {
    "places": ("south-field",),
    "kind": "in-use",
    "when": "2025-03-04",
    "bound": "on",
    "credibility": 1,
    "text": 'They are still there, "all of them".',
}


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
