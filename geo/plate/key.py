"""The key: the marks that occur on a plate, each once, in words."""

from collections.abc import Iterable, Sequence

from geo import style, words
from geo.plate.column import Column, Swatch
from geo.plate.ground import has_uncounted
from geo.plate.ink import Line
from geo.plate.lettering import Style, directed, width
from geo.plate.paper import Rect
from geo.plate.scene import Scene
from geo.snapshot import Row, Snapshot
from geo.status import State, Status
from geo.style import Fill, Mark, mark_of

_ORDER = {
    Fill.FULL: 0,
    Fill.HALF: 1,
    Fill.HOLLOW: 2,
    Fill.DOTTED: 3,
    Fill.HATCHED: 4,
    Fill.SPLIT: 5,
}


_AROUND = 4.6  # the height of heading and ramp, in sizes of running text
_CLOSEST = 1.3


def entries(
    statuses: Iterable[Status],
    scenes: Sequence[Scene],
    views: Sequence[Snapshot],
    lang: str,
    beside: Sequence[Row] = (),
) -> list[tuple[Swatch, str]]:
    """List the rows of the key.

    Parameters
    ----------
    statuses
        The answers that are drawn.
    scenes
        The maps, asked which other signs occur on them.
    views
        What the maps show, asked for regions in which nothing is counted.
    lang
        The language.
    beside
        Sites that are listed with their marks beside the maps.
    """
    marks = {mark_of(status) for status in statuses}
    kinds = {(mark.fill, mark.states) for mark in marks}
    found: list[tuple[Swatch, str]] = []
    for fill, states in sorted(kinds, key=lambda kind: (_ORDER[kind[0]], kind[1])):
        text = _state_words(fill, states, lang)
        found.append((Swatch(Mark(fill, states, dashed=False, overdue=None)), text))
    planned = (mark for mark in marks if mark.dashed)
    # An empty ring would not be known for what it is from a full disc; the reverse can be guessed.
    for dashed in sorted(planned, key=lambda m: (m.states != (State.WITHDRAWN,), repr(m)))[:1]:
        plain = Mark(dashed.fill, dashed.states, dashed=True, overdue=None)
        found.append((Swatch(plain), words.say("key-planned", lang)))
    if any(mark.overdue is not None for mark in marks):
        ring = Mark(Fill.HALF, (State.REDUCED,), dashed=False, overdue=1)
        late = next(m for m in sorted(marks, key=repr) if m.overdue is not None)
        ring = Mark(late.fill, late.states, late.dashed, 1)
        found.append((Swatch(ring), words.say("key-overdue", lang)))
    found += _other(scenes, lang, beside)
    if any(has_uncounted(view) for view in views):
        found.append((Swatch(other="land"), words.say("key-uncounted-region", lang)))
    return found


def _other(scenes: Sequence[Scene], lang: str, beside: Sequence[Row]) -> list[tuple[Swatch, str]]:
    pins = [pin for scene in scenes for pin in scene.all_pins]
    found = []
    if any(pin.doubt for pin in pins):
        found.append((Swatch(other="circle"), words.say("key-uncertain", lang)))
    if any(pin.moved for pin in pins):
        found.append((Swatch(other="leader"), words.say("key-moved", lang)))
    if not all(row.counted for row in (*(pin.row for pin in pins), *beside)):
        found.append((Swatch(other="small"), words.say("key-uncounted", lang)))
    return found


def _state_words(fill: Fill, states: tuple[State, ...], lang: str) -> str:
    names = [words.say(f"state-{state.value}", lang) for state in states]
    if fill is Fill.SPLIT:
        return words.say("key-contested", lang, states=words.say("and", lang).join(names))
    if fill is Fill.HATCHED:
        return words.say("key-doubt", lang, states=words.say("or", lang).join(names))
    return names[0]


def set_key(
    columns: Sequence[Column], rows: Sequence[tuple[Swatch, str]], *, regions: bool
) -> None:
    """Set the key in one column, or spread it over several.

    Parameters
    ----------
    columns
        The columns.
    rows
        What the marks mean.
    regions
        True when regions are filled by how many of their sites are still occupied.
    """
    each = -(-len(rows) // len(columns)) or 1
    for i, column in enumerate(columns):
        text = Style(column.unit * 0.96, "regular", style.INK)
        # A long key is set closer, down to the height of its letters.
        wanted = (column.free / column.unit - _AROUND) / each
        column.pitch = max(_CLOSEST, min(column.pitch, wanted))
        if i == 0:
            column.heading(words.say("plate-key", column.lang))
        else:
            column.gap(column.unit * 1.6)
        for swatch, meaning in rows[i * each : (i + 1) * each]:
            column.entry(swatch, meaning, text)
    if regions:
        _set_ramp(columns[-1])


def _set_ramp(column: Column) -> None:
    """Set the fills of regions, from none to all."""
    lang, unit = column.lang, column.unit
    column.gap(unit * 0.35)
    small = Style(unit * 0.86, "regular", style.QUIET_TEXT)
    column.write(words.say("key-regions", lang), small, most=1)
    column.gap(unit * 1.25)
    ends = [directed(words.say(key, lang), lang) for key in ("key-none", "key-all")]
    wide = [width(end, small) for end in ends]
    base = column.y + unit * 0.2
    column.lines.append(_line(column, ends[0], base, small, 0.0))
    bar = unit * 7.0
    begin = wide[0] + 5
    left = column.at(begin) - (bar if column.align == "right" else 0.0)
    column.ramps.append(Rect(left, column.y, bar, unit * 0.9))
    column.lines.append(_line(column, ends[1], base, small, begin + bar + 5))


def _line(column: Column, text: str, y: float, setting: Style, indent: float) -> Line:
    return Line(column.at(indent), y, text, setting, column.align)
