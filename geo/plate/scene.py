"""One map laid out: where its marks, labels, inset and furniture stand. Nothing is drawn here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry as Shape

from geo import style, words
from geo.places import Site
from geo.plate import lettering
from geo.plate.basemap import Basemap
from geo.plate.ground import in_view, shapes_on
from geo.plate.insets import Inset, beads, choose_inset
from geo.plate.labels import Anchor, Spot, place_labels, spread
from geo.plate.lettering import Style
from geo.plate.marks import RADIUS, reach
from geo.plate.names import Name, name_places, region_names
from geo.plate.paper import Rect
from geo.plate.projection import View
from geo.snapshot import Row, Snapshot

_NAME_ROOM = 10.0  # a longer name takes two lines, in sizes of its letters
_NAME_MOST = 14.0
_DOT = 2.6
_TINY = 30.0  # the area under which a region has no room for its name, in squares of a letter
_SECOND = 0.88
_NUMBER = 0.72


@dataclass(frozen=True, slots=True)
class Pin:
    """A site's mark on a map.

    Attributes
    ----------
    x, y
        Where the mark is drawn.
    at
        Its true place; the same unless it was moved aside.
    radius
        The radius of the disc.
    doubt
        The radius within which its position is right, in points; 0 where that is small.
    """

    row: Row
    x: float
    y: float
    at: tuple[float, float]
    radius: float
    doubt: float

    @property
    def moved(self) -> bool:
        """True when the mark stands aside from its true place."""
        return abs(self.x - self.at[0]) + abs(self.y - self.at[1]) > 1.0

    @property
    def box(self) -> Rect:
        """The square that the mark keeps free."""
        return Rect.around(self.x, self.y, reach(self.radius))


@dataclass(frozen=True, slots=True)
class SiteLabel:
    """A site's label: the lines of its name and the place kept for it."""

    site: str
    lines: tuple[str, ...]
    spot: Spot


@dataclass(frozen=True)
class Scene:
    """A map laid out.

    Attributes
    ----------
    view
        The map.
    pins, labels
        The marks, and the labels of those for which there was a place.
    names
        Regions, towns and countries.
    inset
        An enlarged part, or None; ``outline`` is its ground on this map.
    unit
        The size of a site's letters.
    """

    view: View
    pins: tuple[Pin, ...]
    labels: tuple[SiteLabel, ...]
    names: tuple[Name, ...]
    unit: float
    inset: "Scene | None" = None
    outline: Rect | None = None
    furniture: tuple[Rect, ...] = ()

    @property
    def named_regions(self) -> set[str]:
        """Ids of the regions whose names found a place here or in the enlargement."""
        own = {name.id for name in self.names if name.kind == "region"}
        return own | (self.inset.named_regions if self.inset else set())

    @property
    def unlabelled(self) -> tuple[Row, ...]:
        """The sites whose labels found no place, on this map and its inset."""
        have = {label.site for label in self.labels}
        own = tuple(pin.row for pin in self.pins if pin.row.site.id not in have)
        return own + (self.inset.unlabelled if self.inset else ())

    @property
    def all_pins(self) -> tuple[Pin, ...]:
        """The marks of this map and of its inset."""
        return self.pins + (self.inset.pins if self.inset else ())

    @property
    def parts(self) -> tuple["Scene", ...]:
        """The map and its inset."""
        return (self, self.inset) if self.inset else (self,)

    def boxes(self) -> list[tuple[str, Rect]]:
        """Give every rectangle that must touch no other, each with what it is."""
        found = [(f"label {label.site}", label.spot.box) for label in self.labels]
        found += [(f"{name.kind} {name.id}", name.box) for name in self.names]
        found += [(f"mark {pin.row.site.id}", pin.box) for pin in self.pins]
        found += [(f"furniture {i}", rect) for i, rect in enumerate(self.furniture)]
        if self.inset is not None:
            found.append(("inset", self.inset.view.rect))
        return found


def name_style(unit: float) -> Style:
    """Give the style of a site's name."""
    return Style(unit, "regular", style.INK, style.PAPER)


def late_style(unit: float) -> Style:
    """Give the style of the days overdue."""
    return Style(unit * _SECOND, "regular", style.OVERDUE, style.PAPER)


def number_style(unit: float) -> Style:
    """Give the style of the numbers of sources."""
    return Style(unit * _NUMBER, "regular", style.QUIET_TEXT, style.PAPER)


def name_lines(site: Site, lang: str, unit: float) -> tuple[str, ...]:
    """Give a site's name in one or two lines."""
    text = lettering.clean(words.name_of(site, lang))
    setting = name_style(unit)
    lines: tuple[str, ...] = (text,)
    whole = lettering.width(text, setting)
    if whole > _NAME_ROOM * unit:
        room = min(max(whole * 0.58, _NAME_ROOM * unit * 0.6), _NAME_MOST * unit)
        lines = lettering.wrapped(text, setting, room, 2)
        if any(line.endswith("…") for line in lines):
            lines = lettering.wrapped(text, setting, _NAME_MOST * unit, 2)
    return tuple(lettering.directed(line, lang) for line in lines)


def late_text(row: Row, lang: str) -> str:
    """Give the days overdue in words, or ""."""
    days = row.status.overdue_days
    if days is None:
        return ""
    return lettering.directed(words.say("overdue-by", lang, days=days), lang)


def longest_late(rows: Iterable[Row], lang: str) -> dict[str, str]:
    """Give by site the longest text on days overdue, so that labels stand alike on all maps.

    Parameters
    ----------
    rows
        The rows of all maps.
    lang
        The language.
    """
    longest: dict[str, Row] = {}
    for row in rows:
        days = row.status.overdue_days
        other = longest.get(row.site.id)
        if days is not None and (other is None or days > (other.status.overdue_days or 0)):
            longest[row.site.id] = row
    return {key: late_text(row, lang) for key, row in longest.items()}


def lay_out(  # noqa: PLR0913 - what a map is made of
    snapshot: Snapshot,
    rows: Sequence[Row],
    view: View,
    basemap: Basemap,
    *,
    lang: str,
    unit: float,
    furniture: Sequence[Rect] = (),
    inset: Inset | None = None,
    numbered: bool = True,
    seconds: Mapping[str, str] | None = None,
    dots: Sequence[Row] = (),
    near: bool = False,
) -> Scene:
    """Lay out a map.

    Parameters
    ----------
    snapshot
        Gives the regions and their counts.
    rows
        The sites shown, all with a position.
    view
        The map.
    basemap
        Gives the names of towns and countries.
    lang
        The language.
    unit
        The size of a site's letters.
    furniture
        Rectangles already taken on the map.
    inset
        The part that is enlarged, or None.
    numbered
        True when labels carry the numbers of sources.
    seconds
        By site: what stands below the name, in lines; the days overdue when None.
    dots
        Sites that are mere dots, which names must not cover.
    near
        True when a label is rather left out than set far from its mark.
    """
    rows = [row for row in rows if _on_map(row, view)]
    shapes = shapes_on(view, in_view(snapshot))
    if seconds is None:
        seconds = {row.site.id: late_text(row, lang) for row in rows}
    setting = _Setting(snapshot, basemap, lang, unit, numbered, seconds, dots, near)
    if inset is None:
        return _scene(setting, rows, view, shapes, furniture)
    inside = [inset.outline.holds_point(*_place(row, view)) for row in rows]
    inner = [row for row, there in zip(rows, inside, strict=True) if there]
    outer = [row for row, there in zip(rows, inside, strict=True) if not there]
    small = shapes_on(inset.view, in_view(snapshot))
    part = _scene(setting, inner, inset.view, small, (_scale_strip(inset.view, unit),))
    # A region that is small on the main map is named in the inset alone, others outside alone.
    tiny = {key for key, shape in shapes.items() if shape.area < _TINY * unit * unit}
    named = {name.id for name in part.names if name.kind == "region"} & tiny
    part = replace(part, names=tuple(n for n in part.names if n.kind != "region" or n.id in named))
    # Where there is no room there, it is named beside the ground that is enlarged.
    ground = shapely.box(*_corners(inset.outline))
    kept = {
        key: ground if key in tiny and ground.contains(shape) else shape
        for key, shape in shapes.items()
        if key not in named
    }
    links = tuple(bead for ends in inset.links for bead in beads(ends, 24))
    taken = (*furniture, inset.view.rect)
    main = _scene(setting, outer, view, kept, taken, part, inset.outline, links)
    return replace(main, furniture=tuple(furniture))


def _corners(rect: Rect) -> tuple[float, float, float, float]:
    return rect.x, rect.y, rect.right, rect.top


def plan_inset(
    snapshot: Snapshot, rows: Sequence[Row], view: View, unit: float, share: tuple[float, float]
) -> Inset | None:
    """Choose the cluster of sites that is enlarged, and where.

    Parameters
    ----------
    snapshot
        Gives the regions, which the inset should not cover.
    rows
        The sites shown, all with a position.
    view
        The map.
    unit
        The size of a site's letters.
    share
        The most of the map's width and height that the inset takes.
    """
    places = [(r.site.lon, r.site.lat) for r in rows if _on_map(r, view)]
    degrees = np.array(places, dtype=float).reshape(-1, 2)
    shapes = list(shapes_on(view, in_view(snapshot)).values())
    return choose_inset(view, degrees, 2.0 * reach(disc_radius(unit)), share, shapes)


def disc_radius(unit: float) -> float:
    """Give the radius of a site's disc for letters of a size."""
    return RADIUS * unit / 7.4


def _place(row: Row, view: View) -> tuple[float, float]:
    return view.point(row.site.lon or 0.0, row.site.lat or 0.0)


def _on_map(row: Row, view: View) -> bool:
    if row.site.lon is None or row.site.lat is None:
        return False
    return view.rect.grown(-1).holds_point(*_place(row, view))


def _scale_strip(view: View, unit: float) -> Rect:
    """Give the strip at the foot of an inset in which its scale bar stands."""
    rect = view.rect
    return Rect(rect.x + 4, rect.y + 4, rect.w * 0.42, unit * 1.9)


@dataclass(frozen=True)
class _Setting:
    snapshot: Snapshot
    basemap: Basemap
    lang: str
    unit: float
    numbered: bool
    seconds: Mapping[str, str]
    dots: Sequence[Row]
    near: bool

    @property
    def radius(self) -> float:
        return disc_radius(self.unit)


def _scene(
    setting: _Setting,
    rows: Sequence[Row],
    view: View,
    shapes: dict[str, Shape],
    furniture: Sequence[Rect] = (),
    inset: Scene | None = None,
    outline: Rect | None = None,
    links: tuple[Rect, ...] = (),
) -> Scene:
    pins = _pins(setting, rows, view)
    blocked = [*furniture, *([outline] if outline else [])]
    blocked += [Rect.around(*_place(row, view), _DOT) for row in setting.dots]
    labels = _placed(setting, pins, view.rect, tuple(blocked), links)
    marks = [pin.box for pin in pins]
    signs = [*marks, *(label.spot.box for label in labels)]
    taken = [*blocked, *links, *signs]
    taken += [box for label in labels if label.spot.leader for box in beads(label.spot.leader)]
    lang, unit = setting.lang, setting.unit
    grounds = shapes_on(view, in_view(setting.snapshot))
    names = list(region_names(setting.snapshot, view, shapes, grounds, taken, signs, lang, unit))
    taken += [name.box for name in names]
    sites = [*chain.from_iterable(label.lines for label in labels)]
    names += name_places(setting.basemap, view, taken, setting.lang, setting.unit, sites)
    return Scene(
        view,
        tuple(pins),
        tuple(labels),
        tuple(names),
        setting.unit,
        inset,
        outline,
        tuple(furniture),
    )


def _pins(setting: _Setting, rows: Sequence[Row], view: View) -> list[Pin]:
    if not rows:
        return []
    degrees = np.array([(row.site.lon, row.site.lat) for row in rows], dtype=float)
    points = view.project(degrees)
    keep = reach(setting.radius)
    moved = spread(points, 2 * keep - 1.0)
    rect = view.rect.grown(-keep - 1.0)
    moved[:, 0] = np.clip(moved[:, 0], rect.x, rect.right)
    moved[:, 1] = np.clip(moved[:, 1], rect.y, rect.top)
    per_km = view.points_per_km
    found = []
    for row, (x, y), (at_x, at_y) in zip(rows, moved, points, strict=True):
        doubt = row.site.uncertainty_km or 0.0
        wide = doubt * per_km if doubt > style.UNCERTAIN_FROM_KM else 0.0
        place = (float(at_x), float(at_y))
        found.append(Pin(row, float(x), float(y), place, setting.radius, wide))
    return found


def _placed(
    setting: _Setting,
    pins: Sequence[Pin],
    frame: Rect,
    blocked: tuple[Rect, ...],
    links: tuple[Rect, ...],
) -> list[SiteLabel]:
    """Place the labels: first as if none was overdue, then with the second lines there are.

    The first round depends on the set of sites alone, and in the second one labels stay where
    they are unless a second line needs the room: so they keep their place as dates go by.
    """
    rightward = setting.lang not in words.RIGHT_TO_LEFT
    pins = sorted(pins, key=lambda pin: (not pin.row.counted, pin.row.site.id))
    texts = {p.row.site.id: name_lines(p.row.site, setting.lang, setting.unit) for p in pins}
    frame = frame.grown(-2.5)
    bare = tuple(_anchor(setting, pin, texts[pin.row.site.id], "") for pin in pins)
    # Between mere dots a leader through another label would be read as that one's.
    place = partial(
        place_labels, links=links, rightward=rightward, strict=bool(setting.dots), near=setting.near
    )
    found = place(bare, frame, blocked)
    full = tuple(
        _anchor(setting, pin, texts[pin.row.site.id], setting.seconds.get(pin.row.site.id, ""))
        for pin in pins
    )
    if full != bare:
        kept = tuple((key, spot.order) for key, spot in found.items())
        found = place(full, frame, blocked, kept=kept)
    return [SiteLabel(key, texts[key], spot) for key, spot in sorted(found.items())]


def _anchor(setting: _Setting, pin: Pin, lines: tuple[str, ...], late: str) -> Anchor:
    unit = setting.unit
    widths = [lettering.width(line, name_style(unit)) for line in lines]
    if setting.numbered:
        # Room for two numbers, used or not: they differ from date to date.
        widths[-1] += lettering.width("00,00", number_style(unit)) + 1.5
    step = unit * lettering.LEADING * 0.92
    high = step * len(lines)
    below = late.split("\n") if late else []
    widths += [lettering.width(line, late_style(unit)) for line in below]
    second = unit * _SECOND * 1.27 * len(below)
    key, free = pin.row.site.id, reach(setting.radius) - 1.0
    return Anchor(key, pin.x, pin.y, free, max(widths), high + second, high)
