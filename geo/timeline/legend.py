"""The key of a timeline: the states and deadlines that occur, each once, in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from geo import style, words
from geo.plate import lettering
from geo.plate.ink import Line, Sheet
from geo.plate.lettering import Style
from geo.plate.paper import Rect
from geo.status import State
from geo.style import Fill, Mark
from geo.timeline.bars import draw_bar, draw_mile
from geo.timeline.rows import Mile, TimelineRow

_WIDE, _HIGH = 22.0, 8.5
_ORDER = list(Fill)


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    width: float
    draw: Callable[[Sheet, float, float], None]


class Legend:
    """Entries that flow into lines.

    Parameters
    ----------
    rows
        What is drawn.
    lang
        The language.
    room
        The width of a line in points.
    unit
        The size of running text.
    """

    def __init__(self, rows: Iterable[TimelineRow], lang: str, room: float, unit: float) -> None:
        self.lang, self.room, self.unit = lang, room, unit
        self.style = Style(unit * 0.92, "regular", style.INK)
        self._lines = self._flow(self._entries(list(rows)))

    @property
    def height(self) -> float:
        """The height in points."""
        return len(self._lines) * self.unit * 1.75

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        """Draw it from a point down.

        Parameters
        ----------
        sheet
            The sheet.
        x, top
            The upper left corner.
        """
        mirrored = self.lang in words.RIGHT_TO_LEFT
        for number, line in enumerate(self._lines):
            y = top - (number + 0.8) * self.unit * 1.75
            at = 0.0
            for entry in line:
                left = x + self.room - at - _WIDE if mirrored else x + at
                entry.draw(sheet, left, y)
                text = x + self.room - at - _WIDE - 6 if mirrored else x + at + _WIDE + 6
                shown = lettering.directed(entry.text, self.lang)
                sheet.text(Line(text, y, shown, self.style, lettering.start(self.lang)))
                at += entry.width

    def _flow(self, entries: Iterable[_Entry]) -> list[list[_Entry]]:
        lines: list[list[_Entry]] = [[]]
        used = 0.0
        for entry in entries:
            if lines[-1] and used + entry.width > self.room:
                lines.append([])
                used = 0.0
            lines[-1].append(entry)
            used += entry.width
        return lines

    def _entries(self, rows: list[TimelineRow]) -> list[_Entry]:
        marks = {bar.mark for row in rows for bar in row.bars}
        plain = {replace(mark, dashed=False, overdue=None) for mark in marks}
        ordered = sorted(plain, key=lambda m: (_ORDER.index(m.fill), _places(m)))
        found = [self._bar(mark, self._state(mark)) for mark in ordered]
        if any(mark.dashed for mark in marks):
            planned = Mark(Fill.FULL, (State.OCCUPIED,), dashed=True, overdue=None)
            found.append(self._bar(planned, words.say("key-planned", self.lang)))
        if any(mark.overdue is not None for mark in marks):
            late = Mark(Fill.HALF, (State.REDUCED,), dashed=False, overdue=1)
            found.append(self._bar(late, words.say("timeline-overdue", self.lang)))
        miles = {mark.mile for row in rows for mark in row.deadlines}
        found += [self._mile(mile) for mile in Mile if mile in miles]
        if any(one.short for row in rows for one in row.strengths):
            found.append(self._strength())
        return found

    def _state(self, mark: Mark) -> str:
        names = [words.say(f"state-{state.value}", self.lang) for state in mark.states]
        if mark.fill is Fill.SPLIT:
            both = words.say("and", self.lang).join(names)
            return words.say("key-contested", self.lang, states=both)
        if mark.fill is Fill.HATCHED:
            both = words.say("or", self.lang).join(names)
            return words.say("key-doubt", self.lang, states=both)
        return names[0]

    def _entry(self, text: str, draw: Callable[[Sheet, float, float], None]) -> _Entry:
        shown = lettering.clean(text)
        return _Entry(shown, _WIDE + 6 + lettering.exact_width(shown, self.style) + 20, draw)

    def _bar(self, mark: Mark, text: str) -> _Entry:
        def draw(sheet: Sheet, x: float, y: float) -> None:
            draw_bar(sheet, mark, Rect(x, y - 1, _WIDE, _HIGH))

        return self._entry(text, draw)

    def _mile(self, mile: Mile) -> _Entry:
        def draw(sheet: Sheet, x: float, y: float) -> None:
            draw_mile(sheet, mile, x + _WIDE / 2, y - 0.8, 8.0)

        return self._entry(words.say(f"timeline-{mile.value}", self.lang), draw)

    def _strength(self) -> _Entry:
        sample = "≈" + words.digits(300, self.lang)
        small = Style(self.unit * 0.8, "regular", style.INK)

        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.segment((x + 1, y - 1, x + 1, y + 6), style.INK, 0.7)
            sheet.text(Line(x + 3, y, sample, small))

        return self._entry(words.say("timeline-strength", self.lang), draw)


def _places(mark: Mark) -> list[int]:
    return [list(State).index(state) for state in mark.states]
