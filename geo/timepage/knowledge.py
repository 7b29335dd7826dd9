"""What every site was on every day, as known on every day, as the few points where it changes.

For one day of knowledge the answers over time are a few steps. Between two days of knowledge
on which nothing is published and no window opens or closes, those steps stay what they are but
for one: what lies behind the day of knowledge is reported, what lies ahead is planned. So the
page carries for each site a short list of *readings*: from that day of knowledge on, these
steps. All of them are answers of `geo.status`; the browser only looks them up.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from geo.dates import DAY
from geo.ledger import Ledger
from geo.places import Site
from geo.snapshot import Row, counts, mission_on
from geo.status import answer, outlook
from geo.steps import edges

T = TypeVar("T")
Steps = list[tuple[int, int]]  # (day, number of an entry): from that day on, that entry
Enter = Callable[[Row], int]


@dataclass(frozen=True)
class Frame:
    """The days that the page can show.

    Attributes
    ----------
    first, last
        The days shown, inclusive.
    known
        The only day of knowledge that is carried; None for all.
    now
        The last day of knowledge.
    """

    first: dt.date
    last: dt.date
    known: dt.date | None
    now: dt.date

    def offset(self, day: dt.date) -> int:
        """Give a day as the number of days from the first."""
        return (day - self.first).days


@dataclass
class Pool(Generic[T]):
    """Values that are written once and named by their number."""

    numbers: dict[T, int] = field(default_factory=dict)

    def number(self, value: T) -> int:
        """Give the number of a value, a new one for a new value."""
        return self.numbers.setdefault(value, len(self.numbers))

    def values(self) -> list[T]:
        """Give the values in the order of their numbers."""
        return list(self.numbers)


@dataclass(frozen=True, slots=True)
class Reading:
    """The answers for a site as known from a day on.

    Attributes
    ----------
    known
        That day, counted from the first day of the page.
    steps
        The answers; those after ``known`` look ahead.
    evidence
        Ids of the claims that name the site and are visible, newest first.
    """

    known: int
    steps: Steps
    evidence: tuple[str, ...]


def readings(ledger: Ledger, site: Site, frame: Frame, enter: Enter) -> list[Reading]:
    """Give the readings of a site, the earliest day of knowledge first.

    Parameters
    ----------
    ledger
        The ledger.
    site
        The site.
    frame
        The days that the page can show.
    enter
        Takes down an answer and gives its number.
    """
    reader = _Reader(ledger, site, frame, enter)
    found: list[Reading] = []
    for known in reader.known_days():
        reading = reader.reading(known)
        if not (found and _says(found[-1], reading)):
            found.append(reading)
    return found


def _says(earlier: Reading, later: Reading) -> bool:
    same = earlier.evidence == later.evidence
    return same and moved(earlier, later.known) == later.steps


def moved(reading: Reading, known: int) -> Steps:
    """Give the steps of a reading at a later day of knowledge, with nothing new in between.

    Parameters
    ----------
    reading
        The reading.
    known
        The later day, counted from the first day of the page.

    Notes
    -----
    The browser does the same (``readings.js``): what the reading says of its own day holds
    up to the later one; after that day its steps go on.
    """
    kept = [step for step in reading.steps if step[0] <= max(0, reading.known)]
    ahead = max(0, known + 1)
    then = [code for day, code in reading.steps if day <= ahead][-1]
    kept += [(ahead, then), *(step for step in reading.steps if step[0] > ahead)]
    return merged(kept)


def merged(steps: Iterable[tuple[int, int]]) -> Steps:
    """Leave out steps that change nothing; of two on the same day the later one holds."""
    kept: Steps = []
    for day, code in dict(steps).items():
        if not kept or kept[-1][1] != code:
            kept.append((day, code))
    return kept


def mission_days(ledger: Ledger) -> set[dt.date]:
    """Give the days on which a mission begins, and those after one has ended."""
    return {day for m in ledger.missions for day in (m.first, m.last and m.last + DAY) if day}


@dataclass
class _Reader:
    ledger: Ledger
    site: Site
    frame: Frame
    enter: Enter
    seen: dict[object, int] = field(default_factory=dict)

    def known_days(self) -> list[dt.date]:
        """Give the days of knowledge on which anything about the site may change."""
        if self.frame.known:
            return [self.frame.known]
        public = sorted({claim.public for _, claim in self.ledger.reaching[self.site.id]})
        days = {dt.date.fromordinal(public[0]) - DAY} if public else {self.frame.first}
        days |= mission_days(self.ledger)
        ends = [*public[1:], self.frame.now.toordinal() + 1]
        for start, end in zip(public, ends, strict=False):
            laid = outlook(self.ledger, self.site.id, start).edges
            days |= {dt.date.fromordinal(day) for day in (start, *laid) if start <= day < end}
        return sorted(day for day in days if day <= self.frame.now)

    def reading(self, known: dt.date) -> Reading:
        """Give the answers as known on a day."""
        frame = self.frame
        days = {*edges(self.ledger, self.site.id, known), *mission_days(self.ledger)}
        asked = [frame.first, *sorted(day for day in days if frame.first < day <= frame.last)]
        steps = merged((frame.offset(day), self._entry(day, known)) for day in asked)
        view = outlook(self.ledger, self.site.id, known.toordinal())
        return Reading(frame.offset(known), steps, view.evidence)

    def _entry(self, on: dt.date, known: dt.date) -> int:
        view = outlook(self.ledger, self.site.id, known.toordinal())
        ahead = on > known
        asked = view.span(on.toordinal())
        mission = mission_on(self.ledger, self.site.party, on)
        key = (id(view), view.span(min(on, known).toordinal()), asked if ahead else -1, mission)
        if key not in self.seen:
            counted = counts(self.ledger, self.site, on, known)
            row = Row(self.site, answer(self.ledger, self.site.id, on, known), counted, ())
            self.seen[key] = self.enter(row)
        return self.seen[key]
