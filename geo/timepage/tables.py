"""All that the page looks up, as plain data.

``sites``
    For each id a list ``[known, run, evidence, known, run, evidence ...]``: from that day of
    knowledge on, that run of steps and that list of claims.
``runs``
    Lists ``[day, entry, day, entry ...]``. Days are counted from ``first``.
``entries``
    ``[mark, detail, answer, states]``: what is drawn, what the panel says, a number that is the
    same for answers between which there is no change day, and one for the same possible states.
``marks``
    As in `geo.webmap.tables`, and whether forces are still there: 2 certain, 1 possible, 0 no.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from geo import words
from geo.claims import Party
from geo.grounds import OLD_DAYS
from geo.ledger import Ledger
from geo.periods import periods, turning_points
from geo.places import Region, Site
from geo.snapshot import Row, Selection, graded, mission_on
from geo.status import State
from geo.steps import shown
from geo.style import REGION_FILLS, region_fill
from geo.timepage.evidence import Evidence
from geo.timepage.knowledge import Frame, Pool, Reading, mission_days, readings
from geo.webmap.tables import mark_entry

_STILL = {"certain": 2, "possible": 1, "no": 0}


def frame_of(ledger: Ledger, known: dt.date | None, now: dt.date) -> Frame:
    """Give the days that a page of a ledger can show: its whole period.

    Parameters
    ----------
    ledger
        The ledger.
    known
        The only day of knowledge that is carried; None for all.
    now
        The present day.
    """
    whole = periods(ledger, now)[-1]
    return Frame(whole.first, whole.last, known, known or now)


def page_tables(
    ledger: Ledger, selection: Selection, frame: Frame, lang: str = "en"
) -> dict[str, Any]:
    """Give all that the page looks up.

    Parameters
    ----------
    ledger
        The ledger.
    selection
        Which sites are in view and which evidence counts.
    frame
        The days that the page can show.
    lang
        The language.
    """
    ledger = graded(ledger, selection.min_grade)
    book = _Book(lang, Evidence(ledger, lang))
    sites = [site for site in ledger.sites.values() if selection.shows(site)]
    places: list[Site | Region] = [*ledger.regions.values(), *ledger.sites.values()]
    for site in sites:
        book.put(site.id, readings(ledger, site, frame, book.enter))
    return {
        "first": frame.first.isoformat(),
        "last": frame.last.isoformat(),
        "now": frame.now.isoformat(),
        "fixed": frame.known and frame.known.isoformat(),
        "missions": _missions(ledger, selection.party or Party.COALITION, frame),
        "old": OLD_DAYS,
        "fills": list(REGION_FILLS),
        "uncounted": region_fill(0, 0),
        "layers": [layer for layer in ledger.layers if layer in {s.layer for s in sites}],
        "periods": [
            [period.key, period.first.isoformat(), period.last.isoformat()]
            for period in periods(ledger, frame.now)
        ],
        "turning": _turning(ledger, frame, lang),
        "people": {site.id: book.evidence.site(site) for site in sites},
        "places": {place.id: words.name_of(place, lang) for place in places},
        **book.record(),
    }


def _turning(ledger: Ledger, frame: Frame, lang: str) -> list[list[str]]:
    if frame.known:
        return []
    points = turning_points(ledger, lang)
    return [[day.isoformat(), text] for day, text in points.items() if day <= frame.now]


def _missions(ledger: Ledger, party: Party, frame: Frame) -> list[int]:
    """Give a list ``[day, held, day, held ...]``: whether a mission holds the day."""
    days = {frame.first, *(d for d in mission_days(ledger) if frame.first < d <= frame.last)}
    return [
        number
        for day in sorted(days)
        for number in (frame.offset(day), int(mission_on(ledger, party, day) is not None))
    ]


@dataclass
class _Book:
    lang: str
    evidence: Evidence
    sites: dict[str, list[int]] = field(default_factory=dict)
    runs: Pool[tuple[int, ...]] = field(default_factory=Pool)
    lists: Pool[tuple[int, ...]] = field(default_factory=Pool)
    entries: Pool[tuple[int, int, int, int]] = field(default_factory=Pool)
    marks: Pool[tuple[Any, ...]] = field(default_factory=Pool)
    answers: Pool[tuple[object, ...]] = field(default_factory=Pool)
    states: Pool[tuple[State, ...]] = field(default_factory=Pool)

    def enter(self, row: Row) -> int:
        """Take down an answer."""
        mark = (*mark_entry(row, self.lang), _STILL[row.status.still_occupied])
        return self.entries.number(
            (
                self.marks.number(mark),
                self.evidence.detail(row.status),
                self.answers.number(shown(row.status)),
                self.states.number(row.status.possible),
            )
        )

    def put(self, site: str, found: list[Reading]) -> None:
        """Take down the readings of a site."""
        flat = self.sites[site] = []
        for reading in found:
            run = tuple(number for step in reading.steps for number in step)
            listed = self.evidence.claim_numbers(reading.evidence)
            flat += [reading.known, self.runs.number(run), self.lists.number(listed)]

    def record(self) -> dict[str, Any]:
        """Give all that was taken down."""
        return {
            "sites": self.sites,
            "runs": self.runs.values(),
            "lists": self.lists.values(),
            "entries": self.entries.values(),
            "marks": self.marks.values(),
            **self.evidence.record(),
        }
