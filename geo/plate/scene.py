"""One map laid out: where its marks, labels, inset and furniture stand. Nothing is drawn here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import shapely

from geo import style, words
from geo.places import Site
from geo.plate import lettering
from geo.plate.basemap import Basemap
from geo.plate.ground import in_view, shapes_on
from geo.plate.insets import choose_inset
from geo.plate.labels import Anchor, Spot, place_labels, spread
from geo.plate.lettering import Style
from geo.plate.marks import RADIUS, reach
from geo.plate.names import Name, name_places, region_names
from geo.plate.paper import Rect
from geo.plate.projection import View
from geo.snapshot import Row, Snapshot

_NAME_ROOM = 13.5  # the widest line of a site's name, in sizes of its letters
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
        return abs(self.x - self.at[0]) + abs(self.y - self.at[1]) > 1.0  # noqa: PLR2004

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
    def unlabelled(self) -> tuple[Row, ...]:
        """The sites whose labels found no place, on this map and its inset."""
        have = {label.site for label in self.labels}
        own = tuple(pin.row for pin in self.pins if pin.row.site.id not in have)
        return own + (self.inset.unlabelled if self.inset else ())

    @property
    def all_pins(self) -> tuple[Pin, ...]:
        """The marks of this map and of its inset."""
        return self.pins + (self.inset.pins if self.inset else ())

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
    lines = lettering.wrapped(text, name_style(unit), _NAME_ROOM * unit, 2)
    return tuple(lettering.directed(line, lang) for line in lines)


def late_text(row: Row, lang: str) -> str:
    """Give the days overdue in words, or ""."""
    days = row.status.overdue_days
    if days is None:
        return ""
    return lettering.directed(words.say("overdue-by", lang, days=days), lang)


def lay_out(  # noqa: PLR0913 - what a map is made of
    snapshot: Snapshot,
    rows: Sequence[Row],
    view: View,
    basemap: Basemap,
    *,
    lang: str,
    unit: float,
    furniture: Sequence[Rect] = (),
    inset_share: float = 0.31,
    numbered: bool = True,
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
    inset_share
        The inset's part of the map's width; 0 for no inset.
    numbered
        True when labels carry the numbers of sources.
    """
    rows = [row for row in rows if _on_map(row, view)]
    shapes = shapes_on(view, in_view(snapshot))
    setting = _Setting(snapshot, basemap, lang, unit, numbered)
    degrees = np.array([(r.site.lon, r.site.lat) for r in rows], dtype=float).reshape(-1, 2)
    enlarged = None
    if inset_share:
        least = 2.0 * reach(setting.radius)
        enlarged = choose_inset(view, degrees, least, inset_share, list(shapes.values()), furniture)
    if enlarged is None:
        return _scene(setting, rows, view, shapes, furniture, None, None)
    points = view.project(degrees)
    inside = [enlarged.outline.holds_point(*point) for point in points]
    inner = [row for row, there in zip(rows, inside, strict=True) if there]
    outer = [row for row, there in zip(rows, inside, strict=True) if not there]
    small = shapes_on(enlarged.view, in_view(snapshot))
    part = _scene(setting, inner, enlarged.view, small, (_caption_strip(enlarged.view, unit),))
    done = frozenset(name.id for name in part.names if name.kind == "region")
    taken = (*furniture, enlarged.view.rect)
    # A region named in the inset, where it is large, is not named again.
    tiny = {key for key in done if shapes[key].area < 30 * unit * unit}
    kept = {key: shape for key, shape in shapes.items() if key not in tiny}
    part = _without_regions(part, done - tiny)
    main = _scene(setting, outer, view, kept, taken, part, enlarged.outline)
    return replace(main, furniture=tuple(furniture))


def _on_map(row: Row, view: View) -> bool:
    if row.site.lon is None or row.site.lat is None:
        return False
    return view.rect.grown(-1).holds_point(*view.point(row.site.lon, row.site.lat))


def _caption_strip(view: View, unit: float) -> Rect:
    """Give the strip at the foot of an inset in which its scale bar stands."""
    rect = view.rect
    return Rect(rect.x + 4, rect.y + 4, rect.w * 0.42, unit * 1.9)


def _without_regions(scene: Scene, gone: frozenset[str]) -> Scene:
    names = tuple(n for n in scene.names if n.kind != "region" or n.id not in gone)
    return replace(scene, names=names)


@dataclass(frozen=True)
class _Setting:
    snapshot: Snapshot
    basemap: Basemap
    lang: str
    unit: float
    numbered: bool

    @property
    def radius(self) -> float:
        return RADIUS * self.unit / 7.4


def _scene(  # noqa: PLR0913 - the parts of a map
    setting: _Setting,
    rows: Sequence[Row],
    view: View,
    shapes: dict[str, shapely.Geometry],
    furniture: Sequence[Rect] = (),
    inset: Scene | None = None,
    outline: Rect | None = None,
) -> Scene:
    pins = _pins(setting, rows, view)
    blocked = [*furniture, *([outline] if outline else [])]
    labels = _labels(setting, pins, view.rect, tuple(blocked))
    marks = [pin.box for pin in pins]
    taken = [*blocked, *marks, *(label.spot.box for label in labels)]
    taken += [box for label in labels if label.spot.leader for box in _beads(label.spot.leader)]
    names = list(region_names(setting.snapshot, view, shapes, taken, setting.lang, setting.unit))
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


def _beads(ends: tuple[float, float, float, float]) -> list[Rect]:
    """Give small squares along a leader, for what must not lie on it."""
    steps = np.linspace(0.0, 1.0, 8)
    return [
        Rect.around(ends[0] + (ends[2] - ends[0]) * t, ends[1] + (ends[3] - ends[1]) * t, 0.8)
        for t in steps
    ]


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


def _labels(
    setting: _Setting, pins: Sequence[Pin], frame: Rect, blocked: tuple[Rect, ...]
) -> list[SiteLabel]:
    lang, unit = setting.lang, setting.unit
    # Room for the longest second line and two numbers, used or not: dates change no layout.
    late = lettering.width(words.say("overdue-by", lang, days=888), late_style(unit))
    numbers = lettering.width(" 00,00", number_style(unit)) if setting.numbered else 0.0
    anchors, texts = [], {}
    for pin in sorted(pins, key=lambda p: (not p.row.counted, p.row.site.id)):
        key = pin.row.site.id
        texts[key] = lines = name_lines(pin.row.site, lang, unit)
        widths = [lettering.width(line, name_style(unit)) for line in lines]
        widths[-1] += numbers
        step = unit * lettering.LEADING * 0.92
        high = step * len(lines) + unit * _SECOND * 1.12
        free = reach(setting.radius) - 1.0
        anchors.append(Anchor(key, pin.x, pin.y, free, max(*widths, late), high, step * len(lines)))
    rightward = lang not in words.RIGHT_TO_LEFT
    found = place_labels(tuple(anchors), frame.grown(-2.5), blocked, rightward=rightward)
    return [SiteLabel(key, texts[key], spot) for key, spot in sorted(found.items())]
