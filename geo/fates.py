"""What became of a promise at one site: kept, missed by how many days, or not for reports to say.

A promise is set against what reports settle, as known on a day. Days are proleptic ordinals.
"""

from dataclasses import dataclass
from enum import StrEnum

from geo.claims import DEPARTURES, Claim, Kind
from geo.history import OCCUPIED, PRESENT, REDUCED, UNKNOWN, History
from geo.plans import Outlook

Ids = tuple[str, ...]


class Outcome(StrEnum):
    """What became of a promise.

    ``early`` is before the window in which it falls due, and ``cut-short`` the same of a
    promise to stay. ``overturned`` is replaced before it fell due, ``undated`` has no day to be
    measured against, and of ``unclear`` no report tells.
    """

    KEPT = "kept"
    EARLY = "early"
    MISSED = "missed"
    CUT_SHORT = "cut-short"
    OPEN = "open"
    OVERTURNED = "overturned"
    UNDATED = "undated"
    UNCLEAR = "unclear"


MET = frozenset({Outcome.KEPT, Outcome.EARLY, Outcome.MISSED})


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a promise at one site.

    Attributes
    ----------
    site
        The site, or the region where only reports on the region itself tell.
    outcome
        What became of it.
    days
        Days from the due day to the day on which it was met; negative before. Where it has not
        been met yet, the days since. None where there are none to count.
    ended
        The day, as an ordinal, after which nobody was left, or on which the cut was made; None
        where none is told of. It need not be the day that was promised (`met`).
    claims
        Ids of the reports that say so.
    """

    site: str
    outcome: Outcome
    days: int | None = None
    ended: int | None = None
    claims: Ids = ()

    @property
    def met(self) -> int | None:
        """The day on which the promise was met; None where it was not, or nobody can tell."""
        return self.ended if self.outcome in MET else None


def fate(view: Outlook, site: str, claim: Claim, known: int) -> Fate:
    """Say what became of a promise at a site, whatever was promised after it.

    Parameters
    ----------
    view
        What is known of the site.
    site
        Its id.
    claim
        The promise.
    known
        The day whose knowledge is used.
    """
    if claim.last is None or claim.kind is Kind.NO_DATE:
        return Fate(site, Outcome.UNDATED)
    if claim.kind is Kind.REDUCE_BY:
        return _reduced(view, site, claim, known)
    left, ids = _left(view.history, _made(claim))
    if left is None and known <= claim.last:
        return Fate(site, Outcome.OPEN)
    if left is not None and (claim.kind is Kind.STAY_UNTIL or left <= claim.last):
        return _measured(site, claim, left, ids)
    return _overstayed(view, site, claim, (left, ids), known)


def _overstayed(
    view: Outlook, site: str, claim: Claim, left: tuple[int | None, Ids], known: int
) -> Fate:
    """Say what became of a promise of which no departure tells by the day it fell due."""
    last, (day, ids) = claim.last or 0, left
    if claim.kind is Kind.STAY_UNTIL:
        base = view.base(last)
        there = not base.states & ~PRESENT
        return Fate(site, Outcome.KEPT if there else Outcome.UNCLEAR, None, None, base.ids)
    seen = _seen_after(view.history, last, day)
    if not seen or (day is None and view.base(known).states & ~PRESENT):
        # Nobody says whether they were still there on the day after.
        return Fate(site, Outcome.UNCLEAR, None, day, ids)
    return Fate(site, Outcome.MISSED, (day or known) - last, day, ids or seen)


def _measured(site: str, claim: Claim, day: int, ids: Ids) -> Fate:
    """Set the day on which a place was left, or cut, against the window of a promise."""
    last = claim.last or 0
    first = last if claim.first is None else claim.first
    if claim.kind is Kind.STAY_UNTIL:
        short = day < first
        # Counted like a slip, from the date that is told: the end of a window.
        days = day - last if short else max(0, day - last)
        return Fate(site, Outcome.CUT_SHORT if short else Outcome.KEPT, days, day, ids)
    if day > last:
        return Fate(site, Outcome.MISSED, day - last, day, ids)
    early = day < first and claim.kind is Kind.LEAVE_BY
    return Fate(
        site, Outcome.EARLY if early else Outcome.KEPT, day - last if early else 0, day, ids
    )


def there_for(view: Outlook, claim: Claim, known: int) -> bool:
    """Tell whether reports put forces at a site by the day on which a region's plan falls due.

    Parameters
    ----------
    view
        What is known of the site.
    claim
        The plan.
    known
        The day whose knowledge is used.
    """
    history = view.history
    until = known if claim.last is None else min(known, claim.last)
    first = history.first_presence(history.stay(min(_made(claim), until)))
    return first is not None and first <= until


def _made(claim: Claim) -> int:
    first = claim.published.earliest
    return first.toordinal() if first else claim.public


def _left(history: History, start: int) -> tuple[int | None, Ids]:
    """Give the first day from a day on after which nobody is left, with the reports."""
    for day in history.ends:
        if day >= start:
            step = history.step(day)
            return day, step.ids if step else ()
    return None, ()


def _seen_after(history: History, due: int, left: int | None) -> Ids:
    """Give what shows forces on the due day or later, in the stay that the promise ends."""
    stay = history.stay(due)
    first = history.first_presence(stay)
    if first is None or first > due:
        return ()
    for seen in history.presence:
        same = history.stay(seen.first) == stay and not history.returned(due, seen.end)
        if seen.first >= due and same:
            return (seen.claim.id,)
    for gone in history.departures:
        # Who left on a day was there the day before, unless they had come back in between.
        there = gone.first > due and gone.last == left and not history.returned(due, gone.last)
        if gone.rank == 0 and gone.dated and there:
            return (gone.claim.id,)
    return ()


def _reduced(view: Outlook, site: str, claim: Claim, known: int) -> Fate:
    due = claim.last or 0
    if known <= due:
        return Fate(site, Outcome.OPEN)
    base, states = view.base(due), _possible(view, due)
    if states == OCCUPIED:
        # It was a number that was promised: a later cut need not be the one that was meant.
        return Fate(site, Outcome.MISSED, None, None, base.ids)
    day = _below(view, due)
    already = day is not None and day < _made(claim) and states & REDUCED
    if day is None or already:  # a cut of those who were left after another shows in no state
        return Fate(site, Outcome.UNCLEAR)
    ids = view.base(day).ids
    if claim.first is not None and day < claim.first:
        return Fate(site, Outcome.EARLY, day - due, day, ids)
    return Fate(site, Outcome.KEPT, None, day, ids)


def _possible(view: Outlook, day: int) -> int:
    """Give the states of a day as bits, with the doubts that may keep a cut from being sure."""
    return view.base(day).states | view.history.doubts(day)[0]


def _below(view: Outlook, due: int) -> int | None:
    """Give the first day since when, up to the due day, a full force is excluded; or None."""
    found = None
    for day in reversed([edge for edge in view.edges if 0 < edge <= due]):
        if _possible(view, day) & (OCCUPIED | UNKNOWN):
            break
        found = day
    return found


def region_fate(region: str, claim: Claim, reports: list[Claim], known: int) -> Fate:
    """Say what became of a promise by the reports that name the very region.

    Parameters
    ----------
    region
        Its id.
    claim
        The promise.
    reports
        The settling reports that name the region.
    known
        The day whose knowledge is used.
    """
    if claim.last is None or claim.kind is Kind.NO_DATE:
        return Fate(region, Outcome.UNDATED)
    unknown = Fate(region, Outcome.OPEN if known <= claim.last else Outcome.UNCLEAR)
    telling = [r for r in reports if r.last and r.last >= _made(claim)]
    if claim.kind is Kind.REDUCE_BY:
        # It was a number that was promised: a later cut need not be the one that was meant.
        kinds = {Kind.REDUCED, *DEPARTURES}
        cuts = [r for r in telling if r.kind in kinds and (r.first or r.last or 0) <= claim.last]
        if not cuts:
            return unknown
        cut = min(cuts, key=lambda r: (r.last or 0, r.id))
        return Fate(region, Outcome.KEPT, None, min(cut.last or 0, claim.last), (cut.id,))
    days = [(r.last or 0, r.id) for r in telling if r.kind in DEPARTURES]
    if not days:
        return unknown
    day, key = min(days)
    return _measured(region, claim, day, (key,))
