"""What a timeline shows, as data: stretches of one state, deadlines, numbers of people."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from geo.claims import Claim, Kind
from geo.dates import DAY
from geo.fates import Outcome
from geo.history import visible_claims
from geo.ledger import Ledger
from geo.places import Site
from geo.promises import Promise, promises
from geo.snapshot import COALITION_BASES, Selection, counts, graded
from geo.status import Basis, State, Status
from geo.steps import runs
from geo.strengths import number_of
from geo.style import Mark, mark_of

_CODES = {State.OCCUPIED: "o", State.REDUCED: "r", State.WITHDRAWN: "w", State.UNKNOWN: "u"}


class Mile(StrEnum):
    """What a deadline's mark says of it."""

    PROMISED = "promised"
    MOVED = "moved"
    MET = "met"
    MISSED = "missed"
    UNCLEAR = "unclear"


_MILES = {
    Outcome.OPEN: Mile.PROMISED,
    Outcome.OVERTURNED: Mile.MOVED,
    Outcome.KEPT: Mile.MET,
    Outcome.EARLY: Mile.MET,
    Outcome.MISSED: Mile.MISSED,
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of days on which the answer for a site stays the same.

    Attributes
    ----------
    first, last
        Days, inclusive.
    status
        The answer on the first of them.
    """

    first: dt.date
    last: dt.date
    status: Status

    @property
    def mark(self) -> Mark:
        """The mark of the state, the same as on the map."""
        return mark_of(self.status)

    @property
    def code(self) -> str:
        """The state in letters: o, r, w, u; then ! contested, ~ planned, + overdue."""
        status = self.status
        letters = "".join(_CODES[state] for state in status.possible)
        planned = "~" if status.basis is Basis.PLANNED else ""
        late = "+" if status.overdue_since else ""
        return f"{letters}{'!' if status.contested else ''}{planned}{late}"


@dataclass(frozen=True, slots=True)
class DeadlineMark:
    """A day by which a site was to be left, as the plan in force had it for some time.

    Attributes
    ----------
    day
        The day.
    mile
        Whether it stands, was moved, met or missed.
    days
        Days by which it was missed, else None.
    claims
        Ids of the promises for this day, in the order in which they were made.
    """

    day: dt.date
    mile: Mile
    days: int | None
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strength:
    """How many were there, as a claim tells it.

    Attributes
    ----------
    day
        The day for which it is told.
    text
        The words of the claim.
    short
        The number with a sign, such as ``≈300``; "" where the text gives none for the site.
    claim
        Its id.
    """

    day: dt.date
    text: str
    short: str
    claim: str


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One site.

    Attributes
    ----------
    counted
        True when the site is one of the "m" in "n of m" on the last day.
    bars
        They follow each other without gaps.
    """

    site: Site
    counted: bool
    bars: tuple[Bar, ...]
    deadlines: tuple[DeadlineMark, ...]
    strengths: tuple[Strength, ...]

    @property
    def silent(self) -> bool:
        """True when nothing is known of the site on any of the days."""
        return all(bar.status.possible == (State.UNKNOWN,) for bar in self.bars)

    @property
    def left(self) -> bool:
        """True when nobody was there on any of the days, so that a bar would say nothing."""
        gone = {State.WITHDRAWN, State.UNKNOWN}
        return not self.deadlines and all(gone.issuperset(b.status.possible) for b in self.bars)


def shown_of(rows: Iterable[TimelineRow]) -> list[TimelineRow]:
    """Give the rows that are drawn."""
    return [row for row in rows if not row.silent and not row.left]


def left_of(rows: Iterable[TimelineRow]) -> list[TimelineRow]:
    """Give the rows that are only named: counted sites at which nobody was on any of the days."""
    return [row for row in rows if not row.silent and row.left and row.counted]


def timeline_rows(
    ledger: Ledger,
    known: dt.date | None,
    first: dt.date,
    last: dt.date,
    selection: Selection = COALITION_BASES,
) -> tuple[TimelineRow, ...]:
    """Give the timeline of all sites in view, layer by layer.

    Parameters
    ----------
    ledger
        The ledger.
    known
        The day whose knowledge is used, or None for "as known on the day itself".
    first, last
        The period, inclusive.
    selection
        Which sites are in view and which evidence counts.
    """
    ledger = graded(ledger, selection.min_grade)
    sites = [site for site in ledger.sites.values() if selection.shows(site)]
    sites.sort(key=lambda site: ledger.layers.index(site.layer))
    return tuple(_row(ledger, site, known, first, last) for site in sites)


def _row(
    ledger: Ledger, site: Site, known: dt.date | None, first: dt.date, last: dt.date
) -> TimelineRow:
    steps = runs(ledger, site.id, first, last, known)
    seen = last if known is None else known
    made = promises(ledger, seen, site.id)
    return TimelineRow(
        site,
        counts(ledger, site, last, seen),
        tuple(_bars(steps, last)),
        tuple(mark for mark in _deadlines(made) if first <= mark.day <= last),
        tuple(s for s in _strengths(ledger, site, seen) if first <= s.day <= last),
    )


def _bars(steps: Sequence[Status], last: dt.date) -> Iterable[Bar]:
    """Join the steps that differ in deadlines alone."""
    starts: list[Status] = []
    for step in steps:
        if not starts or _look(step) != _look(starts[-1]):
            starts.append(step)
    ends = [step.on - DAY for step in starts[1:]] + [last]
    for step, end in zip(starts, ends, strict=True):
        yield Bar(step.on, end, step)


def _look(status: Status) -> tuple[object, ...]:
    return status.possible, status.contested, status.basis, status.overdue_since


def _deadlines(made: Iterable[Promise]) -> list[DeadlineMark]:
    """Give one mark for each day; where one promise for it stands, the day was not moved.

    A day for a whole region says nothing of a site that was left long before.
    """
    by_day: dict[dt.date, list[Promise]] = {}
    for one in made:
        apart = one.rank and one.outcome is Outcome.EARLY
        if one.in_force and one.due and one.claim.kind is Kind.LEAVE_BY and not apart:
            by_day.setdefault(one.due, []).append(one)
    marks = []
    for day, group in sorted(by_day.items()):
        standing = [one for one in group if one.outcome is not Outcome.OVERTURNED] or group
        told = standing[-1]
        mile = _MILES.get(told.outcome, Mile.UNCLEAR)
        days = told.days if mile is Mile.MISSED else None
        marks.append(DeadlineMark(day, mile, days, tuple(one.claim.id for one in group)))
    return marks


def _strengths(ledger: Ledger, site: Site, known: dt.date) -> list[Strength]:
    seen = visible_claims(ledger.reaching[site.id], known.toordinal())
    found = [
        Strength(_told(claim), claim.strength, number_of(claim, site.name), claim.id)
        for rank, claim in seen
        if rank == 0 and claim.strength and not claim.dissents
    ]
    return sorted(found, key=lambda one: (one.day, one.claim))


def _told(claim: Claim) -> dt.date:
    return dt.date.fromordinal(claim.public if claim.is_plan else claim.first or claim.last or 1)


# --- plain records ------------------------------------------------------------------------


def rows_record(rows: Iterable[TimelineRow]) -> list[dict[str, Any]]:
    """Give rows as plain data; the form is described in ``docs/formats.md``."""
    return [
        {
            "site": row.site.id,
            "layer": row.site.layer,
            "counted": row.counted,
            "bars": [
                {
                    "from": bar.first.isoformat(),
                    "to": bar.last.isoformat(),
                    "code": bar.code,
                    "claims": list(bar.status.claims),
                }
                for bar in row.bars
            ],
            "deadlines": [
                {
                    "day": mark.day.isoformat(),
                    "mark": mark.mile.value,
                    "days": mark.days,
                    "claims": list(mark.claims),
                }
                for mark in row.deadlines
            ],
            "strengths": [
                {"day": s.day.isoformat(), "text": s.text, "short": s.short, "claim": s.claim}
                for s in row.strengths
            ],
        }
        for row in rows
    ]
