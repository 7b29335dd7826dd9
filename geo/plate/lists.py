"""The lists beside a map: sites without a place on it, and the numbered sources."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate

from geo import answers, style, words
from geo.plate import lettering
from geo.plate.column import Column, Swatch
from geo.plate.ground import in_view
from geo.plate.lettering import Style
from geo.plate.names import count_text
from geo.plate.remarks import legend_of_grades
from geo.plate.roster import ON_LABEL, Cited, Roster
from geo.plate.scene import Scene
from geo.snapshot import Row, Snapshot

_NAMES = 4  # the most lines of names that found no place on the map
_LINES = 3  # the most lines of a site without a position
_PRODUCER = 36.0  # what a producer has in a narrow list, in points
_NARROW = 24.0  # the width below which most sites take several lines, in sizes of running text


def set_lists(
    column: Column,
    snapshot: Snapshot,
    roster: Roster,
    scene: Scene,
    cites: Callable[[Row], Sequence[int]],
) -> None:
    """List the sites without a position, and those whose labels found no place.

    Parameters
    ----------
    column
        The column.
    snapshot
        Gives the regions.
    roster
        The sites.
    scene
        The map, asked which labels found no place.
    cites
        Gives the numbers of the sources of a site.
    """
    lang, unit = column.lang, column.unit
    text = Style(unit * 0.96, "regular", style.INK)
    comma = words.say("list-comma", lang)
    unnamed = [words.name_of(row.site, lang) for row in scene.unlabelled]
    unnamed += _unnamed_regions(snapshot, scene, lang)
    names = comma.join(unnamed)
    if not roster.rows:
        column.write(words.say("plate-no-sites", lang), text)
        column.gap(unit * 0.8)
    if roster.unplaced:
        column.heading(words.say("plate-unplaced", lang, n=len(roster.unplaced)))
        said = [_told(column, row, text, cites(row)[:ON_LABEL]) for row in roster.unplaced]
        room = column.free - unit * 0.6 - _names_height(column, names, text)
        fits = _how_many([_entry_height(column, one, text) for one in said], room, unit)
        for row, one in list(zip(roster.unplaced, said, strict=True))[:fits]:
            mark = Swatch(style.mark_of(row.status), small=not row.counted)
            column.entry(mark, one, text, _LINES)
            column.gap(_between(column))
        if fits < len(said):
            more = words.say("plate-sources-more", lang, n=len(said) - fits)
            column.write(more, text, most=2)
        column.gap(unit * 0.6)
    if names:
        column.heading(words.say("plate-unlabelled", lang))
        column.write(names, text, most=_NAMES)
        column.gap(unit * 0.6)


def _unnamed_regions(snapshot: Snapshot, scene: Scene, lang: str) -> list[str]:
    """Give the regions whose names found no place on the map, with their counts."""
    left = [region for region in in_view(snapshot) if region.id not in scene.named_regions]
    counts = (count_text(snapshot.by_layer.get(region.layer), lang) for region in left)
    names = (words.name_of(region, lang) for region in left)
    return [
        f"{name} ({count})" if count else name for name, count in zip(names, counts, strict=True)
    ]


def _how_many(heights: Sequence[float], room: float, unit: float) -> int:
    """Tell how many rows find room, with what is said of the others."""
    if sum(heights) <= room:
        return len(heights)
    room -= 2 * unit * lettering.LEADING
    return sum(height <= room for height in accumulate(heights))


def _entry_height(column: Column, said: str, text: Style) -> float:
    room = column.rect.w - column.entry_indent
    lines = len(lettering.wrapped(lettering.clean(said, text.face), text, room, _LINES))
    return column.entry_height(lines, text) + _between(column)


def _between(column: Column) -> float:
    """Give the room between rows that may take several lines."""
    return column.unit * 0.2 if column.rect.w < column.unit * _NARROW else 0.0


def _names_height(column: Column, names: str, text: Style) -> float:
    """Give the height of the names that found no place on the map, with their heading."""
    if not names:
        return 0.0
    lines = len(lettering.wrapped(lettering.clean(names, text.face), text, column.rect.w, _NAMES))
    return (column.unit * 1.02 + lines * text.size) * lettering.LEADING + column.unit * 0.85


def _told(column: Column, row: Row, text: Style, numbers: Sequence[int]) -> str:
    """Give a site with its state and its sources, whose name is cut before its state is."""
    room = column.rect.w - column.entry_indent
    state = answers.state_text(row.status, column.lang)
    if numbers:
        state += f" [{words.number_list(numbers, column.lang)}]"
    name = lettering.clean(words.name_of(row.site, column.lang))
    for part in (1.0, 0.8, 0.65, 0.5, 0.4, 0.3, 0.2):
        long = lettering.width(name, text) if part == 1.0 else room * _LINES * part
        said = f"{lettering.shortened(name, text, long)}: {state}"
        whole = lettering.wrapped(said, text, room)
        if len(whole) <= _LINES and not any(line.endswith("…") for line in whole):
            return said
    return said


def set_sources(column: Column, cited: Sequence[Cited], snapshot: Snapshot) -> Sequence[Cited]:
    """Set the numbered sources, and how many more there are than find room.

    Parameters
    ----------
    column
        The column.
    cited
        The sources.
    snapshot
        Says whether there is anything to cite.

    Returns
    -------
    The sources that found room.
    """
    lang, unit = column.lang, column.unit
    small = Style(unit * 0.84, "regular", style.INK)
    quiet = Style(unit * 0.84, "regular", style.QUIET_TEXT)
    step = small.size * lettering.LEADING
    if column.free < 6 * step:
        return ()
    column.heading(words.say("plate-sources", lang))
    if not cited:
        key = "plate-no-sources" if snapshot.rows else "plate-no-sites"
        column.write(words.say(key, lang), quiet)
        return ()
    room = column.rect.w - small.size * 1.9
    texts = [source_text(item, lang, small, room) for item in cited]
    legend = legend_of_grades(cited, lang)
    grades = len(lettering.wrapped(legend, quiet, column.rect.w, 2))
    lines = int((column.free - unit * 0.4) / step) - grades
    # The last line tells how many are left out.
    fits = len(cited) if len(cited) <= lines else lines - 1
    spare = lines - fits - (fits < len(cited))
    for item, text in list(zip(cited, texts, strict=True))[:fits]:
        needed = _height(text, small, column)
        most = 1 + min(spare, needed - 1)
        spare -= most - 1
        column.numbered(words.digits(item.number, lang), text, small, most)
    if fits < len(cited):
        more = words.say("plate-sources-more", lang, n=len(cited) - fits)
        column.write(more, quiet, small.size * 1.9, most=1)
    column.gap(unit * 0.3)
    column.write(legend, quiet, most=2)
    return cited[:fits]


def _height(text: str, setting: Style, column: Column) -> int:
    """Give how many lines a source takes, two at most."""
    room = column.rect.w - setting.size * 1.9
    return len(lettering.wrapped(lettering.clean(text), setting, room, 2))


def source_text(item: Cited, lang: str, setting: Style, room: float) -> str:
    """Give a source on one line: who, what, when, and the grades of what was used.

    Parameters
    ----------
    item
        The source.
    lang
        The language.
    setting, room
        How it is set, and the width of a line: a long producer leaves half of it to the others,
        and room for day and grades.
    """
    source = item.source
    day = words.date_text(source.published_text, lang)
    grades = words.grades_text(item.grades, source, lang)
    told = partial(words.say, "plate-source", lang, day=day, grades=grades)
    needed = lettering.width(told(producer="", title="\u2026"), setting)
    producer = lettering.clean(source.producer)
    producer = lettering.shortened(producer, setting, min(room / 2, max(_PRODUCER, room - needed)))
    return told(producer=producer, title=source.title)
