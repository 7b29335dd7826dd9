"""Change tables: what the map shows over a period, as the few days on which it changes.

The browser restyles the map while the slider is dragged. It holds no rule of its own: it
looks the day up in a table that was made here from `geo.steps.runs`. The form:

``first``
    The day from which days are counted, as an ISO date.
``cap``
    The last day to which days overdue are counted, as an ISO date.
``sites``, ``regions``
    For each id a flat list ``[day, entry, day, entry, ...]``: from that day on, that entry.
``sentences``
    Such a list for the sentence that answers.
``marks``, ``tallies``, ``texts``
    The entries: what is drawn for a site, a region's fill and count, what fills in a sentence.
``forms``, ``knowns``
    The messages that sentences fill in, and the words for whose knowledge is shown. ``{day}`` and
    ``{late}`` stand for the day shown and for the note on what is overdue.
``differs``
    Only for a map that marks what is otherwise than planned: for each site that ever differs a
    list ``[day, 0 or 1, ...]``; see `geo.webmap.pairs`.
``beside``
    True for a map that stands beside another.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from geo import answers, words
from geo.claims import Party
from geo.dates import DAY
from geo.ledger import Ledger
from geo.places import Site
from geo.snapshot import (
    COALITION_BASES,
    Count,
    Row,
    Selection,
    Snapshot,
    counts,
    graded,
    mission_on,
    snapshot,
)
from geo.status import Basis, Status
from geo.steps import runs
from geo.style import mark_of, region_fill


@dataclass(frozen=True, slots=True)
class Span:
    """A period, and whose knowledge is shown over it.

    Attributes
    ----------
    first, last
        The period, inclusive.
    known
        The day of knowledge, or None for "as known on the day itself".
    now
        The present day; what follows it can be known no better than it is now.
    """

    first: dt.date
    last: dt.date
    known: dt.date | None
    now: dt.date

    def known_on(self, day: dt.date) -> dt.date:
        """Give the day of knowledge that goes with a day of the period."""
        return self.known or min(day, self.now)


def change_table(
    ledger: Ledger, span: Span, selection: Selection = COALITION_BASES, *, lang: str = "en"
) -> dict[str, Any]:
    """Give the change table of a period.

    Parameters
    ----------
    ledger
        The ledger.
    span
        The period and whose knowledge is shown.
    selection
        Which sites are in view and which evidence counts.
    lang
        The language.
    """
    ledger = graded(ledger, selection.min_grade)
    table = _Table(span.first, span.known or span.now, lang)
    base = snapshot(ledger, span.first, span.known_on(span.first), selection)
    rows: dict[str, Row] = {}
    for day, changed in sorted(steps(ledger, span, selection).items()):
        for row in changed:
            rows[row.site.id] = row
            table.put_site(day, row)
        table.put_counts(_counted(ledger, base, day, span, tuple(rows.values())), span.now)
    return table.record()


def table_of(view: Snapshot, *, today: dt.date | None = None, lang: str = "en") -> dict[str, Any]:
    """Give the change table of a single day.

    Parameters
    ----------
    view
        The day's snapshot.
    today
        The present day, when the sentence may say "as known today".
    lang
        The language.
    """
    table = _Table(view.on, view.known, lang)
    for row in view.rows:
        table.put_site(view.on, row)
    table.put_counts(view, today)
    return table.record()


# --- which days, and what changes on them -----------------------------------------------------


def steps(ledger: Ledger, span: Span, selection: Selection) -> dict[dt.date, list[Row]]:
    """Give for each day on which anything may change the rows that do; on the first day, all.

    Parameters
    ----------
    ledger
        The ledger, at the floor of the selection.
    span
        The period and whose knowledge is shown.
    selection
        Which sites are in view.
    """
    edges = {day for m in ledger.missions for day in (m.first, m.last and m.last + DAY) if day}
    # On the day of knowledge itself the sentence says so, and the days after it are planned.
    edges |= {day + more for day in (span.now, span.known or span.now) for more in (0 * DAY, DAY)}
    shared = {day for day in edges if span.first < day <= span.last}
    found: dict[dt.date, list[Row]] = {day: [] for day in (span.first, *shared)}
    for site in ledger.sites.values():
        if selection.shows(site):
            for day, row in _rows(ledger, site, span, shared):
                found.setdefault(day, []).append(row)
    return found


def _rows(
    ledger: Ledger, site: Site, span: Span, shared: Iterable[dt.date]
) -> Iterator[tuple[dt.date, Row]]:
    found = {status.on: status for status in _runs(ledger, site, span)}
    days = {*found, *shared}
    if span.known is None:
        # A publication may put a site among those counted without changing its state.
        public = {dt.date.fromordinal(claim.public) for _, claim in ledger.reaching[site.id]}
        days |= {day for day in public if span.first < day <= min(span.last, span.now)}
    status = found[span.first]
    before: tuple[Status, bool] | None = None
    for day in sorted(days):
        status = found.get(day, status)
        state = (status, counts(ledger, site, day, span.known_on(day)))
        if state != before:
            before = state
            yield day, Row(site, *state, ())


def _runs(ledger: Ledger, site: Site, span: Span) -> tuple[Status, ...]:
    if span.known is not None or span.last <= span.now:
        return runs(ledger, site.id, span.first, span.last, span.known)
    if span.first > span.now:
        return runs(ledger, site.id, span.first, span.last, span.now)
    past = runs(ledger, site.id, span.first, span.now, None)
    return (*past, *runs(ledger, site.id, span.now + DAY, span.last, span.now))


def _counted(
    ledger: Ledger, base: Snapshot, day: dt.date, span: Span, rows: tuple[Row, ...]
) -> Snapshot:
    """Give a snapshot with what the sentence and the regions need, and no evidence."""
    layers = {
        layer: _count(row for row in rows if row.site.layer == layer) for layer in ledger.layers
    }
    return replace(
        base,
        on=day,
        known=span.known_on(day),
        mission=mission_on(ledger, base.party or Party.COALITION, day),
        rows=rows,
        count=_count(rows),
        by_layer=layers,
    )


def _count(rows: Iterable[Row]) -> Count:
    there = [row.status.still_occupied for row in rows if row.counted]
    return Count(there.count("certain"), there.count("possible"), len(there))


def message(key: str, lang: str, **values: object) -> str:
    """Give a message, in English where a language has it not yet."""
    return words.say(key, lang if key in words.catalogue(lang) else "en", **values)


# --- the compact form -------------------------------------------------------------------------


_Entry = tuple[Any, ...]


@dataclass
class _Table:
    first: dt.date
    cap: dt.date
    lang: str
    sites: dict[str, list[int]] = field(default_factory=dict)
    regions: dict[str, list[int]] = field(default_factory=dict)
    sentences: list[int] = field(default_factory=list)
    marks: dict[_Entry, int] = field(default_factory=dict)
    tallies: dict[_Entry, int] = field(default_factory=dict)
    texts: dict[_Entry, int] = field(default_factory=dict)
    forms: dict[str, int] = field(default_factory=dict)
    knowns: dict[str, int] = field(default_factory=dict)

    def put_site(self, day: dt.date, row: Row) -> None:
        entry = mark_entry(row, self.lang)
        self._put(self.sites.setdefault(row.site.id, []), self.marks, day, entry)

    def put_counts(self, view: Snapshot, today: dt.date | None) -> None:
        for layer, count in view.by_layer.items():
            tally = answers.count_text(count, self.lang) if count.of else ""
            entry = (region_fill(count.certain, count.of), tally)
            self._put(self.regions.setdefault(layer, []), self.tallies, view.on, entry)
        self._put(self.sentences, self.texts, view.on, self._sentence(view, today))

    def _sentence(self, view: Snapshot, today: dt.date | None) -> _Entry:
        """Give ``(form, known, extra, n, of, key, late, since)``.

        The note on what is overdue has a place in ``extra``; its message, its count and since
        when its days run go along. There is one author of sentences: `geo.words`.
        """
        key, values = answers.sentence_parts(view, today, self.lang)
        form = words.say(key, self.lang, **{name: f"{{{name}}}" for name in values})
        form_code = self.forms.setdefault(form, len(self.forms))
        known = self.knowns.setdefault(values["known"], len(self.knowns))
        extra, late = _with_late(values.get("extra", ""), view, self.lang)
        return (form_code, known, extra, values.get("n", ""), values.get("of", ""), *late)

    def _put(
        self, into: list[int], entries: dict[_Entry, int], day: dt.date, entry: _Entry
    ) -> None:
        code = entries.setdefault(entry, len(entries))
        if not into or into[-1] != code:
            into += [(day - self.first).days, code]

    def record(self) -> dict[str, Any]:
        return {
            "first": self.first.isoformat(),
            "cap": self.cap.isoformat(),
            "sites": self.sites,
            "regions": self.regions,
            "sentences": self.sentences,
            "marks": [list(entry) for entry in self.marks],
            "tallies": [list(entry) for entry in self.tallies],
            "texts": [list(entry) for entry in self.texts],
            "forms": list(self.forms),
            "knowns": list(self.knowns),
        }


def mark_entry(row: Row, lang: str) -> _Entry:
    """Give ``(fill, most present, least present, dashed, since, weight, label)``.

    The weight is 2 for a site that is counted, 1 for another at which forces may be, 0 for
    the rest, which the map draws only when asked to: the same as on a plate.
    """
    status = row.status
    mark = mark_of(status)
    label = answers.possible_text(status, lang)
    if status.basis is Basis.PLANNED:
        label += words.say("list-comma", lang) + words.say("basis-planned", lang)
    since = status.overdue_since
    return (
        mark.fill.value,
        mark.states[0].value,
        mark.states[-1].value,
        int(mark.dashed),
        since and since.isoformat(),
        2 if row.counted else int(status.still_occupied != "no"),
        label,
    )


def _with_late(extra: str, view: Snapshot, lang: str) -> tuple[str, _Entry]:
    """Put a place where the notes say what is overdue; give it, and ``(key, count, since)``."""
    late = view.overdue
    if not late:
        return extra, (None, 0, None)
    status = late[0].status
    key = "note-overdue-one" if len(late) == 1 else "note-overdue"
    note = words.say(key, lang, n=len(late), days=status.overdue_days)
    since = status.overdue_since and status.overdue_since.isoformat()
    return extra.replace(note, "{late}", 1), (key, len(late), since)
