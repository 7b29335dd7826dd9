"""The timeline on the page: bars in the marks of the states, with the date as a rule."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial
from importlib.resources import files
from typing import Any

import streamlit as st

from geo import style, words
from geo.app.address import Choice
from geo.app.data import remembered
from geo.app.desk.handed import offer_caption
from geo.app.livemap import SLIDER
from geo.app.rendering import render
from geo.app.tongue import Tongue
from geo.ledger import Ledger
from geo.places import Region
from geo.snapshot import Selection, Snapshot
from geo.status import State
from geo.style import Fill, Mark
from geo.timeline import Bar, DeadlineMark, Mile, Strength, TimelineRow, timeline_rows
from geo.webmap import Span

WIRE = "timeline-wire"
_YEARS_IN_MONTHS = 4  # up to so many years the axis names months
_MOST_LABELS = 8
# In hundredths of an axis as wide as in a window of 1280 pixels:
_DIGIT = 0.8  # the width of a digit of days, which are bold
_ASIDE = 0.9  # from a deadline's mark to its days
_NARROWER = 2.6  # how many times the share of the axis that letters take on a phone
_HALF = 0.65  # half of a deadline's mark
_LETTER = 0.68  # the width of a letter of a strength
_GAP = 0.5  # between strengths
_SAMPLE = "\u2248100"  # a strength in the key

_component = st.components.v2.component(
    "drawdown_timeline",
    js=files("geo.app").joinpath("timeline.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show_timeline(ledger: Ledger, view: Snapshot, choice: Choice) -> None:
    """Show the timeline of the period; a click on it sets the date or chooses a site.

    Parameters
    ----------
    ledger
        The ledger.
    view
        The snapshot.
    choice
        What was asked.
    """
    say = choice.tongue.say
    span = choice.span
    selection = choice.selection(ledger)
    with st.container(key="timeline"):
        st.html(timeline_html(ledger, span, selection, choice.lang))
    with st.container(key=WIRE):
        data = {
            "first": span.first.isoformat(),
            "last": span.last.isoformat(),
            "slider": SLIDER,
            "lang": choice.lang,
        }
        _component(key="timeline-clicks", data=data, on_picked_change=_pick)
    name = f"drawdown-timeline-{choice.period.key}-{view.on}"
    with st.container(horizontal=True, key="timeline-files"):
        for fmt, kind in (("svg", "image/svg+xml"), ("png", "image/png")):
            st.download_button(
                say(f"timeline-{fmt}"),
                partial(_picture, ledger, view, choice, fmt),
                f"{name}.{fmt}",
                kind,
                on_click="ignore",
                key=f"timeline-{fmt}",
            )
        offer_caption(partial(_caption, ledger, view, choice), name, choice)


def _pick() -> None:
    picked = st.session_state["timeline-clicks"].get("picked")
    kind, _, value = picked.partition(":") if isinstance(picked, str) else ("", "", "")
    if kind == "day":
        st.session_state["on"] = dt.date.fromisoformat(value)
    elif kind == "site":
        st.session_state["site"] = value


def _picture(ledger: Ledger, view: Snapshot, choice: Choice, fmt: str) -> bytes:
    from geo.timeline.figure import timeline_bytes  # noqa: PLC0415 - matplotlib is slow to import

    period = choice.period
    return timeline_bytes(
        _rows(ledger, choice),
        view,
        fmt,
        first=period.first,
        last=period.last,
        lang=choice.lang,
        today=choice.now,
        then=choice.fixed is None,
    )


def _caption(ledger: Ledger, view: Snapshot, choice: Choice) -> str:
    from geo.timeline.caption import timeline_caption  # noqa: PLC0415 - matplotlib is slow to import

    rows, then = _rows(ledger, choice), choice.fixed is None
    return timeline_caption(ledger, rows, view, choice.lang, today=choice.now, then=then)


def _rows(ledger: Ledger, choice: Choice) -> tuple[TimelineRow, ...]:
    period = choice.period
    return timeline_rows(ledger, choice.fixed, period.first, period.last, choice.selection(ledger))


@remembered(32)
def timeline_html(ledger: Ledger, span: Span, selection: Selection, lang: str) -> str:
    """Give the timeline as HTML; the date is set by the script, so that nothing is sent anew.

    Parameters
    ----------
    ledger
        The ledger.
    span
        The period and whose knowledge is used.
    selection
        Which sites are in view and which evidence counts.
    lang
        The language.
    """
    rows = timeline_rows(ledger, span.known, span.first, span.last, selection)
    told = [row for row in rows if not row.silent]
    drawing = _Drawing(span, Tongue(lang))
    left = [drawing.tongue.name(row.site) for row in told if row.left and row.counted]
    shown = [row for row in told if not row.left]
    ahead = span.known and span.first <= span.known < span.last and drawing.share(span.known, 1)
    groups = drawing.groups(shown, ledger.regions.values())
    return render(
        "timeline.html",
        drawing.tongue,
        groups=groups,
        entry=groups[0][1][0]["id"] if groups else "",
        ticks=drawing.ticks(),
        legend=drawing.legend(shown),
        ahead=ahead or None,
        left=drawing.tongue.say("timeline-left", n=len(left), sites=drawing.tongue.listed(left))
        if left
        else "",
    )


class _Drawing:
    """Turns rows into what the template sets: shares of the axis, classes, words."""

    def __init__(self, span: Span, tongue: Tongue) -> None:
        self.first, self.last = span.first, span.last
        self.tongue = tongue
        self.days = (span.last - span.first).days + 1

    def share(self, day: dt.date, more: int = 0) -> float:
        """Give where a day begins, in hundredths of the axis."""
        return round(((day - self.first).days + more) / self.days * 100, 3)

    def groups(
        self, rows: Iterable[TimelineRow], regions: Iterable[Region]
    ) -> list[tuple[str, list[dict[str, Any]]]]:
        names = {region.id: self.tongue.name(region) for region in regions}
        found: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            name = names.get(row.site.layer, row.site.layer)
            found.setdefault(name, []).append(self.row(row))
        return list(found.items())

    def row(self, row: TimelineRow) -> dict[str, Any]:
        return {
            "id": row.site.id,
            "name": self.tongue.name(row.site),
            "counted": row.counted,
            "bars": [self.bar(bar) for bar in row.bars],
            "miles": self.miles(row.deadlines),
            "strengths": list(self.strengths(row.strengths)),
        }

    def bar(self, bar: Bar) -> dict[str, Any]:
        left = self.share(bar.first)
        comma = self.tongue.say("list-comma")
        told = comma.join((self.tongue.state(bar.status), self.tongue.basis(bar.status)))
        return {
            "day": bar.first,
            "left": left,
            "side": _side(left),
            "width": round(self.share(bar.last, 1) - left, 3),
            "look": _look(bar.mark),
            "ends": _colours(bar.mark),
            "title": f"{told}: \u2066{bar.first} \u2013 {bar.last}\u2069",
        }

    def miles(self, marks: Sequence[DeadlineMark]) -> list[dict[str, Any]]:
        """Give the deadlines; days that would run into the next mark stay in the label alone."""
        found = [self.mile(mark) for mark in marks]
        for one in found:
            needed = _ASIDE + len(one["days"]) * _DIGIT + _HALF
            after = min((o["at"] for o in found if o["at"] > one["at"]), default=200.0) - one["at"]
            if after < needed:
                one["days"] = ""
            one["tight"] = after < needed * _NARROWER
        return found

    def mile(self, mark: DeadlineMark) -> dict[str, Any]:
        told = self.tongue.say(f"timeline-{mark.mile.value}")
        number = "" if mark.days is None else words.digits(mark.days, self.tongue.lang)
        at = self.share(mark.day, 1)
        return {
            "day": mark.day,
            "at": at,
            "side": _side(at),
            "kind": mark.mile.value,
            "days": number,
            "title": f"\u2066{mark.day}\u2069: {told} {number} ({', '.join(mark.claims)})",
        }

    def strengths(self, found: Sequence[Strength]) -> Iterable[dict[str, Any]]:
        """Give the numbers that have room, after their day or, near another's day, before it."""
        told = [one for one in found if one.short]
        days = [self.share(one.day) for one in told]
        free = 0.0
        for one, at, after in zip(told, days, [*days[1:], 100.0], strict=False):
            width = len(one.short) * _LETTER + _GAP
            fits = at >= free and at + width <= after
            back = not fits and at - width >= free
            if fits or back:
                free = at + (_GAP if back else width)
                title = f"\u2066{one.day}\u2069: {one.text} ({one.claim})"
                yield {
                    "at": at,
                    "back": back,
                    "text": words.own_digits(one.short, self.tongue.lang),
                    "title": title,
                }

    def ticks(self) -> list[dict[str, Any]]:
        years = self.last.year - self.first.year + 1
        close = years <= _YEARS_IN_MONTHS
        every = 1 if close else max(1, -(-years // _MOST_LABELS))
        found = []
        for year in range(self.first.year, self.last.year + 1):
            for month in (1, 4, 7, 10) if close else (1,):
                day = dt.date(year, month, 1)
                named = month in {1, 7} and (year - self.first.year) % every == 0
                if self.first <= day <= self.last:
                    text = f"{day:%Y-%m}" if close else f"{day:%Y}"
                    label = text if named else ""
                    found.append({"at": self.share(day), "label": label, "minor": month == 7})  # noqa: PLR2004 - July
        return found

    def legend(self, rows: Sequence[TimelineRow]) -> list[dict[str, Any]]:
        say = self.tongue.say
        marks = {bar.mark for row in rows for bar in row.bars}
        plain = {Mark(m.fill, m.states, dashed=False, overdue=None) for m in marks}
        order = list(Fill)
        found = [
            {"look": _look(mark), "ends": _colours(mark), "text": self.words(mark)}
            for mark in sorted(plain, key=lambda m: (order.index(m.fill), m.states))
        ]
        for wanted, mark, key in (
            (any(m.dashed for m in marks), _PLANNED, "key-planned"),
            (any(m.overdue is not None for m in marks), _LATE, "timeline-overdue"),
        ):
            if wanted:
                found.append({"look": _look(mark), "ends": _colours(mark), "text": say(key)})
        miles = {mark.mile for row in rows for mark in row.deadlines}
        found += [
            {"mile": mile.value, "text": say(f"timeline-{mile.value}")}
            for mile in Mile
            if mile in miles
        ]
        if any(one.short for row in rows for one in row.strengths):
            found.append(
                {
                    "strength": words.own_digits(_SAMPLE, self.tongue.lang),
                    "text": say("timeline-strength"),
                }
            )
        return found

    def words(self, mark: Mark) -> str:
        names = [self.tongue.say(f"state-{state.value}") for state in mark.states]
        if mark.fill is Fill.SPLIT:
            return self.tongue.say("key-contested", states=self.tongue.say("and").join(names))
        if mark.fill is Fill.HATCHED:
            return self.tongue.say("key-doubt", states=self.tongue.say("or").join(names))
        return names[0]


_PLANNED = Mark(Fill.FULL, (State.OCCUPIED,), dashed=True, overdue=None)
_LATE = Mark(Fill.HALF, (State.REDUCED,), dashed=False, overdue=1)


def _side(at: float) -> str:
    """Give on which side there is more room for what a cell has to tell."""
    return "far" if at > 50 else "near"  # noqa: PLR2004 - the middle


def _look(mark: Mark) -> str:
    planned = " planned" if mark.dashed else ""
    late = "" if mark.overdue is None else " late"
    unknown = " vague" if State.UNKNOWN in mark.states else ""
    return f"{mark.fill.value}{planned}{late}{unknown}"


def _colours(mark: Mark) -> tuple[str, str]:
    return style.COLOURS[mark.states[0]], style.COLOURS[mark.states[-1]]
