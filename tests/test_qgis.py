"""What QGIS, where it is installed, makes of our layers and of our GeoPackage."""

import datetime as dt
import json
import os
import subprocess
from pathlib import Path

import pytest

import geo
from geo import outgoing
from geo.layers import default_data
from geo.ledger import Ledger
from geo.snapshot import COALITION_BASES, snapshot
from geo.steps import changes

NOW, LAST = dt.date(2026, 11, 24), dt.date(2027, 6, 1)
SYSTEM = Path("/usr/bin/python3")  # the one that QGIS's own modules are made for
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not Path("/usr/bin/qgis").exists(), reason="QGIS is not installed"),
]

GEOPACKAGE = """
import os, sys
from qgis.core import (
    QgsApplication, QgsDateTimeRange, QgsFeatureRequest, QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDateTime, Qt
app = QgsApplication([], False)
app.initQgis()
options = QgsVectorLayer.LayerOptions()
options.loadDefaultStyle = False
layer = QgsVectorLayer(sys.argv[1] + "|layername=sites", "sites", "ogr", options)
layer.loadDefaultStyle()
time = layer.temporalProperties()
print(
    layer.isValid(), layer.featureCount(), time.isActive(), int(time.mode()), time.startField(),
    time.endField(), layer.renderer().type(), layer.labelsEnabled(), layer.crs().authid(),
)
context = QgsVectorLayerTemporalContext()
context.setLayer(layer)
for text in sys.argv[2:]:
    day = QDateTime.fromString(text + "T00:00:00", Qt.ISODate)
    frame = QgsDateTimeRange(day, day.addDays(1), True, False)
    request = QgsFeatureRequest().setFilterExpression(time.createFilterString(context, frame))
    print(*sorted(f["id"] + "=" + f["possible"] for f in layer.getFeatures(request)))
sys.stdout.flush()
os._exit(0)
"""

LAYER = """
import json, os, sys
from qgis.PyQt.QtCore import Qt
from qgis.core import QgsApplication, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
found = {"name": QgsVectorLayer(sys.argv[1], "all", "ogr").displayExpression()}
for form in ("Point", "Polygon"):
    layer = QgsVectorLayer(sys.argv[1] + "|geometrytype=" + form, form, "ogr")
    assert layer.isValid() and layer.crs().authid() == "EPSG:4326", form
    for one in layer.getFeatures():
        day = one["deadline"]
        told = [
            one["name"],
            day.toString(Qt.ISODate) if day else None,
            one["state_note"] or None,
            one.geometry().isGeosValid(),
        ]
        found[form] = found.get(form, {}) | {one["id"]: told}
print(json.dumps(found))
sys.stdout.flush()
os._exit(0)
"""


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return geo.load()


def by_qgis(program: str, home: Path, *given: object) -> list[str]:
    done = subprocess.run(
        [SYSTEM, "-c", program, *map(str, given)],
        env={"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout.splitlines()


def test_the_geopackage_opens_with_style_and_time(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "all.gpkg"
    sheet = outgoing.of_all_dates(ledger, NOW, COALITION_BASES)
    outgoing.save(sheet, path)
    first = min(str(row["valid_from"]) for row in sheet.rows)
    found = {one.day for one in changes(ledger, dt.date.fromisoformat(first), LAST, NOW)}
    before = {day - dt.timedelta(days=1) for day in found}
    days = sorted(day for day in found | before if day.isoformat() >= first)
    told, *frames = by_qgis(GEOPACKAGE, tmp_path, path, *days)[-len(days) - 1 :]
    assert told == f"True {len(sheet.rows)} True 2 starts ends categorizedSymbol True EPSG:4326"
    for day, frame in zip(days, frames, strict=True):
        view = snapshot(ledger, day, NOW)
        states = ["|".join(state.value for state in row.status.possible) for row in view.rows]
        shown = [f"{r.site.id}={text}" for r, text in zip(view.rows, states, strict=True)]
        assert frame.split() == sorted(shown), day


@pytest.mark.parametrize("file", sorted((default_data() / "layers").glob("*.geojson")), ids=str)
def test_a_layer_alone_makes_sense(file: Path, tmp_path: Path) -> None:
    found = json.loads(by_qgis(LAYER, tmp_path, file)[-1])
    assert found["name"] == '"name"'
    for feature in json.loads(file.read_text("utf-8"))["features"]:
        form, raw = (feature["geometry"] or {}).get("type"), feature["properties"]
        if form:
            wanted = [raw["name"], raw.get("deadline"), raw.get("state_note"), True]
            assert found[form].pop(feature["id"]) == wanted
    assert not found.get("Point")
    assert not found["Polygon"]
