"""Drawing a map that was laid out: ground, marks, labels, inset, scale bar and arrow."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.path import Path

from geo import style, words
from geo.plate import lettering
from geo.plate.basemap import Basemap
from geo.plate.column import draw_doubt
from geo.plate.ground import draw_ground
from geo.plate.ink import Line, Sheet
from geo.plate.insets import links
from geo.plate.lettering import Align, Style
from geo.plate.paper import Rect
from geo.plate.projection import ScaleBar, View, scale_bar
from geo.plate.roster import ON_LABEL
from geo.plate.scene import (
    Pin,
    Scene,
    SiteLabel,
    late_style,
    late_text,
    name_style,
    number_style,
)
from geo.snapshot import Row, Snapshot
from geo.style import Mark, mark_of

_SMALL = 0.72  # the mark of a site that is not counted


@dataclass(frozen=True)
class Words:
    """What is written at a site beside its name.

    Attributes
    ----------
    mark
        Its mark.
    second
        What stands below it, in lines, or "".
    numbers
        The numbers of sources, or "".
    second_style
        How the second line is set; None for the days overdue.
    """

    mark: Mark
    second: str = ""
    numbers: str = ""
    second_style: Style | None = None


def words_of(row: Row, lang: str, numbers: Sequence[int] = ()) -> Words:
    """Give what is written at a site: days overdue and two numbers of sources at most."""
    text = words.number_list(numbers[:ON_LABEL], lang)
    return Words(mark_of(row.status), late_text(row, lang), text)


def draw_base(sheet: Sheet, snapshot: Snapshot, basemap: Basemap, scene: Scene, lang: str) -> None:
    """Draw what does not change with the date, except the fills of regions and their counts.

    Parameters
    ----------
    sheet
        Where to draw.
    snapshot
        Gives the regions.
    basemap
        What lies around.
    scene
        The map laid out.
    lang
        The language.
    """
    draw_ground(sheet, snapshot, basemap, scene.view)
    _draw_names(sheet, scene)
    if scene.inset is not None and scene.outline is not None:
        for ends in links(scene.outline, scene.inset.view.rect):
            sheet.segment(ends, style.LEADER, 0.45, clip=scene.view.rect)
        sheet.rect(scene.outline, face=style.PAPER, alpha=0.35)
        sheet.rect(scene.outline, edge=style.INK, width=0.8)
        draw_ground(sheet, snapshot, basemap, scene.inset.view)
        _draw_names(sheet, scene.inset)
        rect = scene.inset.view.rect
        sheet.rect(rect, edge=style.INK, width=0.8)
        draw_scale(sheet, scene.inset.view, rect.x + 7, rect.y + 6, lang, scene.unit * 0.86)
    sheet.rect(scene.view.rect, edge=style.INK, width=0.9)


def _draw_names(sheet: Sheet, scene: Scene) -> None:
    for name in scene.names:
        if name.dot is not None:
            sheet.disc(*name.dot, 1.15, face=style.QUIET_TEXT)
        if name.lead is not None:
            sheet.segment(name.lead, style.REGION_TEXT, 0.5, clip=scene.view.rect)
        sheet.texts(name.lines)


def draw_sites(sheet: Sheet, scene: Scene, said: Mapping[str, Words], lang: str) -> None:
    """Draw the marks and labels of a map and of its inset.

    Parameters
    ----------
    sheet
        Where to draw.
    scene
        The map laid out.
    said
        By site: the mark and what is written beside the name.
    lang
        The language.
    """
    draw_pin_grounds(sheet, scene)
    draw_marks(sheet, scene, said)
    draw_labels(sheet, scene, said, lang)


def draw_pin_grounds(sheet: Sheet, scene: Scene) -> None:
    """Draw what lies under the marks: circles of doubt, true places, leaders."""
    for part in scene.parts:
        for pin in part.pins:
            _draw_pin_ground(sheet, pin, part.view.rect)
        for label in part.labels:
            if label.spot.leader:
                sheet.segment(label.spot.leader, style.LEADER, 0.45)


def draw_marks(sheet: Sheet, scene: Scene, said: Mapping[str, Words]) -> None:
    """Draw the marks."""
    for part in scene.parts:
        for pin in part.pins:
            radius = pin.radius * (1.0 if pin.row.counted else _SMALL)
            sheet.mark(said[pin.row.site.id].mark, pin.x, pin.y, radius)


def draw_labels(
    sheet: Sheet, scene: Scene, said: Mapping[str, Words], lang: str, *, named: bool = True
) -> None:
    """Draw the labels, or what stands in them besides the names.

    Parameters
    ----------
    sheet
        Where to draw.
    scene
        The map laid out.
    said
        By site: what is written beside the name.
    lang
        The language.
    named
        False to leave out the names, which do not change.
    """
    for part in scene.parts:
        for label in part.labels:
            sheet.texts(label_lines(label, said[label.site], part.unit, lang, named=named))


def _draw_pin_ground(sheet: Sheet, pin: Pin, frame: Rect) -> None:
    if pin.doubt:
        draw_doubt(sheet, *pin.at, pin.doubt, frame)
    if pin.moved:
        sheet.segment((*pin.at, pin.x, pin.y), style.LEADER, 0.6, clip=frame)
        sheet.disc(*pin.at, 1.0, face=style.LEADER, clip=frame)


def label_lines(
    label: SiteLabel, said: Words, unit: float, lang: str, *, named: bool = True
) -> list[Line]:
    """Give the lines of a site's label inside the place kept for it.

    Parameters
    ----------
    label
        The label.
    said
        What is written beside the name.
    unit
        The size of the name's letters.
    lang
        The language.
    named
        False to leave out the name itself.
    """
    name, box, align = name_style(unit), label.spot.box, label.spot.align
    late = said.second_style or late_style(unit)
    step = unit * lettering.LEADING * 0.92
    count = len(label.lines)
    below = said.second.split("\n") if said.second else []
    high = step * count + late.size * 1.27 * len(below)
    top = box.top if label.spot.from_top else min(box.top, box.y + high)
    start = {"left": box.x, "right": box.right, "center": box.cx}[align]
    found = []
    for i, text in enumerate(label.lines):
        base = top - step * i - unit * 0.93
        numbers = said.numbers if i == count - 1 else ""
        found += _with_numbers(text, numbers, (start, base, align), name, lang, named=named)
    for i, text in enumerate(below):
        base = top - step * count - late.size * (0.86 + 1.27 * i)
        found.append(Line(start, base, text, late, align))
    return found


def _with_numbers(
    text: str,
    numbers: str,
    at: tuple[float, float, Align],
    name: Style,
    lang: str,
    *,
    named: bool,
) -> list[Line]:
    """Set a name with its numbers raised behind its end, which is left in Arabic."""
    start, base, align = at
    if not numbers:
        return [Line(start, base, text, name, align)] if named else []
    small = number_style(name.size)
    wide, extra = lettering.exact_width(text, name), lettering.width(numbers, small) + 1.5
    whole = wide + extra
    left = start - {"left": 0.0, "center": whole / 2, "right": whole}[align]
    backward = lang in words.RIGHT_TO_LEFT
    name_at = left + extra if backward else left
    numbers_at = left if backward else left + wide + 1.5
    raised = Line(numbers_at, base + name.size * 0.34, numbers, small)
    return [Line(name_at, base, text, name), raised] if named else [raised]


def draw_scale(sheet: Sheet, view: View, x: float, y: float, lang: str, unit: float) -> None:
    """Draw a scale bar that is right at the middle of its map.

    Parameters
    ----------
    sheet
        Where to draw.
    view
        The map.
    x, y
        Its lower left corner.
    lang
        The language.
    unit
        The size of its letters.
    """
    bar = scale_bar_of(view, unit)
    half = bar.points / 2
    high = unit * 0.36
    sheet.rect(Rect(x, y, bar.points, high), face=style.PAPER, edge=style.INK, width=0.5)
    sheet.rect(Rect(x, y, half, high), face=style.INK, edge=style.INK, width=0.5)
    setting = Style(unit * 0.92, "regular", style.INK, style.PAPER)
    km = int(bar.km) if bar.km >= 1 else bar.km
    text = lettering.directed(words.say("km", lang, n=km), lang)
    sheet.text(Line(x, y + high + unit * 0.42, words.digits(0, lang), setting, "center"))
    sheet.text(Line(x + bar.points, y + high + unit * 0.42, text, setting, "center"))


def scale_bar_of(view: View, unit: float) -> ScaleBar:
    """Give the scale bar of a map for letters of a size."""
    return scale_bar(view, min(view.rect.w * 0.24, unit * 13))


def draw_north(sheet: Sheet, x: float, y: float, lang: str, unit: float) -> None:
    """Draw a slender arrow to the north.

    Parameters
    ----------
    sheet
        Where to draw.
    x, y
        The middle of its foot.
    lang
        The language.
    unit
        The size of its letter.
    """
    high, wide = unit * 2.1, unit * 0.42
    tip, foot, notch = (x, y + high), y, y + high * 0.24
    left = Path(np.array([tip, (x - wide, foot), (x, notch), tip]), closed=True)
    right = Path(np.array([tip, (x + wide, foot), (x, notch), tip]), closed=True)
    sheet.path(left, face=style.PAPER, edge=style.INK, width=0.5)
    sheet.path(right, face=style.INK, edge=style.INK, width=0.5)
    setting = Style(unit * 0.9, "bold", style.INK, style.PAPER)
    sheet.text(Line(x, y + high + unit * 0.3, words.say("north", lang), setting, "center"))


def day_of(snapshot: Snapshot, lang: str, today: dt.date | None) -> str:
    """Say whose knowledge a plate uses, with the day."""
    key = "plate-known-today" if today and snapshot.known >= today else "plate-known-on"
    return words.say(key, lang, day=words.day_text(snapshot.known, lang))
