"""Labels touch nothing, on any date and in any language; scale and projection are right."""

import datetime as dt
import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from pyproj import Geod
from shapely import LineString, Point

from geo import answers, words
from geo.ledger import Ledger
from geo.plate.basemap import NOTHING
from geo.plate.chart import label_lines
from geo.plate.ground import shape_on
from geo.plate.labels import Spot
from geo.plate.marks import RADIUS, RING
from geo.plate.paper import FORMATS, Rect
from geo.plate.projection import Extent, extent_of, projection_for, scale_bar, view_of
from geo.plate.roster import roster_of
from geo.plate.scene import Scene
from geo.plate.single import Plate, lay_out_plate
from geo.snapshot import EVERYTHING, Selection, snapshot
from geo.steps import changes
from geo.words import LANGUAGES
from tests.variants import rest_long

NOW = dt.date(2026, 11, 24)
FIRST, LAST = dt.date(2003, 1, 1), dt.date(2027, 1, 1)
TURNING = ("2010-08-31", "2020-03-20", "2024-09-27", "2025-10-15", "2026-09-30")


def lay_out(
    ledger: Ledger,
    day: dt.date,
    lang: str,
    size: str = "a4",
    selection: Selection | None = None,
    known: dt.date = NOW,
) -> Plate:
    view = snapshot(ledger, day, known, selection or Selection())
    return lay_out_plate(view, size=size, lang=lang)


def texts_of(plate: Plate, part: Scene) -> list[tuple[str, Rect]]:
    """Give the boxes of all that is written on a map, as it will be drawn."""
    found = []
    for label in part.labels:
        said = plate.said[label.site]
        lines = label_lines(label, said, part.unit, plate.lang)
        found += [(f"label {label.site}", line.box) for line in lines]
    for name in part.names:
        found += [(f"name {name.id}", line.box) for line in name.lines]
    return found


def faults_of(plate: Plate) -> list[str]:
    """List everything that touches what it should not."""
    found = []
    for part in plate.scene.parts:
        texts = texts_of(plate, part)
        for (one, a), (two, b) in itertools.combinations(texts, 2):
            if one != two and a.grown(-0.3).meets(b.grown(-0.3)):
                found.append(f"{one} meets {two}")
        for what, box in texts:
            if not part.view.rect.holds(box):
                found.append(f"{what} leaves the frame")
            found += [
                f"{what} meets the mark of {pin.row.site.id}"
                for pin in part.pins
                if touches(box, pin.x, pin.y, pin.radius * (1 + RING / RADIUS))
            ]
            blocks = [*part.furniture, *([part.inset.view.rect] if part.inset else [])]
            blocks += [part.outline] if part.outline else []
            if any(box.grown(-0.3).meets(other) for other in blocks):
                found.append(f"{what} meets furniture or inset")
        found += marks_at_fault(part)
        found += leaders_at_fault(part)
    return found


def touches(box: Rect, x: float, y: float, radius: float) -> bool:
    dx = max(box.x - x, 0.0, x - box.right)
    dy = max(box.y - y, 0.0, y - box.top)
    return math.hypot(dx, dy) < radius - 0.2


def marks_at_fault(part: Scene) -> Iterator[str]:
    for one, two in itertools.combinations(part.pins, 2):
        if math.hypot(one.x - two.x, one.y - two.y) < one.radius + two.radius:
            yield f"marks of {one.row.site.id} and {two.row.site.id} overlap"
    for pin in part.pins:
        if not part.view.rect.holds(Rect.around(pin.x, pin.y, pin.radius)):
            yield f"the mark of {pin.row.site.id} leaves the frame"


def leaders_at_fault(part: Scene) -> Iterator[str]:
    led = {label.site: line_of(label.spot) for label in part.labels if label.spot.leader}
    for one, two in itertools.combinations(led, 2):
        if led[one].crosses(led[two]):
            yield f"the leaders of {one} and {two} cross"


def line_of(spot: Spot) -> LineString:
    assert spot.leader
    return LineString([spot.leader[:2], spot.leader[2:]])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("day", TURNING)
def test_nothing_touches_on_the_turning_points(ledger: Ledger, day: str, lang: str) -> None:
    plate = lay_out(ledger, dt.date.fromisoformat(day), lang)
    assert faults_of(plate) == []
    assert plate.scene.unlabelled == ()


@pytest.mark.parametrize("size", FORMATS)
def test_nothing_touches_in_any_format(ledger: Ledger, size: str) -> None:
    assert faults_of(lay_out(ledger, dt.date(2025, 10, 15), "en", size)) == []


def test_nothing_touches_with_every_party_and_site(ledger: Ledger) -> None:
    assert faults_of(lay_out(ledger, dt.date(2019, 10, 15), "en", "a4", EVERYTHING)) == []


@pytest.mark.long
@pytest.mark.parametrize("size", FORMATS)
@pytest.mark.parametrize(
    ("lang", "known"),
    [*((lang, NOW) for lang in LANGUAGES), ("en", None)],
    ids=[*LANGUAGES, "en-then"],
)
def test_nothing_touches_on_any_change_date(
    ledger: Ledger, lang: str, size: str, known: dt.date | None
) -> None:
    days = sorted({change.day for change in changes(ledger, FIRST, LAST, known)})
    assert len(days) > 20
    found = {
        str(day): faults
        for day in days
        if (faults := faults_of(lay_out(ledger, day, lang, size, known=known or day)))
    }
    assert found == {}


def test_labels_keep_their_place_from_date_to_date(ledger: Ledger) -> None:
    days = [change.day for change in changes(ledger, dt.date(2024, 9, 1), NOW, NOW)]
    kept = moved = 0
    before: dict[str, Rect] = {}
    for day in sorted(set(days)):
        scene = lay_out(ledger, day, "en").scene
        now = {label.site: label.spot.box for part in scene.parts for label in part.labels}
        for site in now.keys() & before.keys():
            near = abs(now[site].x - before[site].x) + abs(now[site].top - before[site].top)
            kept, moved = kept + (near < 12), moved + (near >= 12)
        before = now
    assert kept > 100
    assert moved <= 0.03 * kept


# --- projection and scale ------------------------------------------------------------------

PLACES = {
    "Iraq": [(38.8, 29.1), (48.6, 37.4)],
    "Niger, wide": [(0.2, 11.7), (16.0, 23.5)],
    "the Philippines, tall": [(117.0, 5.0), (126.6, 20.9)],
    "Aleutians, over 180": [(172.4, 51.2), (-163.0, 55.0)],
    "Djibouti, one point": [(42.9, 11.55)],
    "Thule, far north": [(-70.0, 76.0), (-66.0, 77.2)],
}


@pytest.mark.parametrize("place", PLACES)
def test_the_scale_bar_is_right_to_one_percent_at_the_centre(place: str) -> None:
    view = view_of(np.array(PLACES[place]), Rect(30, 40, 500, 420), pad=12)
    bar = scale_bar(view, 120)
    rect = view.rect
    west = view.position(rect.cx - bar.points / 2, rect.cy)
    east = view.position(rect.cx + bar.points / 2, rect.cy)
    metres = Geod(ellps="WGS84").inv(*west, *east)[2]
    assert metres / 1000 == pytest.approx(bar.km, rel=0.01)
    assert 20 < bar.points <= 120


@pytest.mark.parametrize("place", PLACES)
def test_positions_come_back_and_lie_in_the_frame(place: str) -> None:
    view = view_of(np.array(PLACES[place]), Rect(30, 40, 500, 420), pad=12)
    for lon, lat in PLACES[place]:
        x, y = view.point(lon, lat)
        assert view.rect.holds_point(x, y)
        back = view.position(x, y)
        assert math.cos(math.radians(back[0] - lon)) == pytest.approx(1.0, abs=1e-9)
        assert back[1] == pytest.approx(lat, abs=1e-6)


def test_the_projection_fits_the_extent() -> None:
    assert "lcc" in projection_for(Extent(38.8, 29.1, 48.6, 37.4))
    assert "tmerc" in projection_for(Extent(117.0, 5.0, 126.6, 20.9))
    assert "stere" in projection_for(Extent(-70.0, 76.0, -66.0, 80.0))
    assert "laea" in projection_for(Extent(-20.0, -35.0, 55.0, 60.0))


def test_an_extent_over_the_antimeridian_is_the_narrow_one() -> None:
    extent = extent_of(np.array([[179.0, 1.0], [-178.0, 2.0]]))
    assert (extent.west, extent.east) == (179.0, 182.0)


def test_scale_hardly_changes_over_the_map() -> None:
    view = view_of(np.array(PLACES["Iraq"]), Rect(0, 0, 500, 500), pad=10)
    geod = Geod(ellps="WGS84")
    scales = []
    for x, y in itertools.product((60, 250, 440), repeat=2):
        metres = geod.inv(*view.position(x - 5, y), *view.position(x + 5, y))[2]
        scales.append(10 / metres)
    assert max(scales) / min(scales) < 1.01


# --- what is shown -------------------------------------------------------------------------


def test_sites_without_position_are_listed_and_never_placed(ledger: Ledger) -> None:
    view = snapshot(ledger, dt.date(2010, 6, 1), NOW)
    plate = lay_out_plate(view)
    shown = {pin.row.site.id for pin in plate.scene.all_pins}
    assert all(row.site.placed for row in view.rows if row.site.id in shown)
    counted = {row.site.id for row in view.rows if row.counted and row.site.placed}
    assert counted <= shown


def test_a_cluster_is_enlarged_without_changing_who_is_shown(ledger: Ledger) -> None:
    plate = lay_out(ledger, dt.date(2025, 10, 15), "en")
    assert plate.scene.inset is not None
    inner = {pin.row.site.id for pin in plate.scene.inset.pins}
    outer = {pin.row.site.id for pin in plate.scene.pins}
    assert {"union-iii", "victoria-base", "taji"} <= inner
    assert not inner & outer


@pytest.mark.parametrize("lang", rest_long(LANGUAGES))
@pytest.mark.parametrize("size", FORMATS)
def test_a_region_s_name_outside_of_it_is_led_to_it_past_the_marks(
    ledger: Ledger, size: str, lang: str
) -> None:
    for day in ("2011-12-05", "2025-10-15"):
        plate = lay_out(ledger, dt.date.fromisoformat(day), lang, size)
        for part in plate.scene.parts:
            for name in part.names:
                if name.lead is None:
                    continue
                assert name.kind == "region"
                *_, x, y = name.lead
                shape = shape_on(part.view, ledger.regions[name.id])
                assert shape.distance(Point(x, y)) < 2.0, (day, name.id)
                line = LineString([name.lead[:2], name.lead[2:]])
                near = [line.distance(Point(pin.x, pin.y)) for pin in part.pins]
                assert min(near, default=99.0) > pin_radius(part), (day, name.id)


def pin_radius(part: Scene) -> float:
    return max(pin.radius for pin in part.pins)


@pytest.mark.parametrize("size", FORMATS)
def test_a_region_without_room_for_its_name_is_listed(ledger: Ledger, size: str) -> None:
    chosen = Selection(party=None, layers=("kurdistan-region", "baghdad"))
    plate = lay_out(ledger, dt.date(2025, 10, 15), "en", size, chosen)
    left = {"kurdistan-region", "baghdad"} - plate.scene.named_regions
    beside = [line.text for line in plate.columns[3].lines]
    assert sum("Baghdad (" in text for text in beside) == ("baghdad" in left)
    assert left or size != "16x9"


def test_every_region_in_view_is_named(ledger: Ledger) -> None:
    plate = lay_out(ledger, dt.date(2025, 10, 15), "en")
    named = {n.id for part in plate.scene.parts for n in part.names if n.kind == "region"}
    assert named == {"anbar", "baghdad", "kurdistan-region", "rest-of-iraq"}


def test_without_a_basemap_the_same_sites_are_there(ledger: Ledger) -> None:
    view = snapshot(ledger, dt.date(2025, 10, 15), NOW)
    bare = lay_out_plate(view, basemap=NOTHING)
    assert {pin.row.site.id for pin in bare.scene.all_pins} == {
        pin.row.site.id for pin in lay_out_plate(view).scene.all_pins
    }
    assert bare.furniture.locator is None
    assert faults_of(bare) == []


def test_a_very_long_name_is_cut_and_touches_nothing(ledger: Ledger) -> None:
    sites = dict(ledger.sites)
    sites["harir"] = replace(sites["harir"], name="Camp " + "Very Long Name " * 20)
    sites["balad"] = replace(sites["balad"], name="x" * 300)
    long = replace(ledger, sites=sites, memory={})
    for size in FORMATS:
        plate = lay_out(long, dt.date(2025, 10, 15), "en", size)
        assert faults_of(plate) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", FORMATS)
def test_of_a_site_without_a_position_the_state_is_never_cut(
    ledger: Ledger, size: str, lang: str
) -> None:
    for day in ("2008-01-01", "2025-10-01"):
        view = snapshot(ledger, dt.date.fromisoformat(day), NOW, EVERYTHING)
        lists = lay_out_plate(view, size=size, lang=lang).columns[3]
        written = " ".join(line.text for line in lists.lines)
        written = written.replace("\u200f", "").replace("\u200e", "")
        rows = roster_of(view).unplaced
        assert len(rows) > 3
        more = [words.say("plate-sources-more", lang, n=n) for n in range(len(rows))]
        left = next((n for n, text in enumerate(more) if n and text in written), 0)
        states = [f": {answers.state_text(row.status, lang)}" for row in rows[: len(rows) - left]]
        assert states
        assert all(written.count(state) >= states.count(state) for state in states)


@pytest.mark.parametrize("lang", rest_long(LANGUAGES))
@pytest.mark.parametrize("size", FORMATS)
@pytest.mark.parametrize(
    "selection",
    rest_long([Selection(), EVERYTHING]),
    ids=["bases", "all"],
)
def test_what_stands_beside_the_map_keeps_its_place(
    ledger: Ledger, selection: Selection, size: str, lang: str
) -> None:
    for day in (*TURNING, "2008-01-01", "2026-11-01"):
        _, foot, *columns = lay_out(
            ledger, dt.date.fromisoformat(day), lang, size, selection
        ).columns
        for column in columns:
            # Rows of the key may be as close as their letters; nothing reaches what is below.
            assert all(line.y >= foot.rect.top for line in column.lines), (day, column)
            assert column.y >= column.rect.y - column.unit, day


def test_the_lists_stand_below_a_key_that_leaves_them_room(ledger: Ledger) -> None:
    short = lay_out(ledger, dt.date(2026, 11, 1), "en")
    assert short.columns[3] is short.columns[2]
    full = lay_out(ledger, dt.date(2025, 10, 15), "en", selection=EVERYTHING)
    assert full.columns[3] is not full.columns[2]
    wide, narrow = (plate.columns[4].rect.w for plate in (short, full))
    assert wide > 1.3 * narrow
    titles = [line.text for line in short.columns[4].lines]
    assert sum(text.endswith("…") for text in titles) < len(titles) / 4
