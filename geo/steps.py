"""Answers over time: the days on which they change."""

import datetime as dt
import itertools
from dataclasses import dataclass

from geo.dates import DAY, EARLIEST, LATEST
from geo.ledger import Ledger
from geo.snapshot import COALITION_BASES, Selection, graded
from geo.status import Deadline, Status, answer, outlook


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which the answer for a site changes."""

    day: dt.date
    site: str
    before: Status
    after: Status


def shown(status: Status) -> tuple[object, ...]:
    """Give the parts of an answer that a change of makes a change day."""
    return (
        status.possible,
        status.basis,
        status.contested,
        status.overdue_since,
        _moment(status.deadline),
        _moment(status.reduce_deadline),
        _moment(status.missed),
    )


def _moment(deadline: Deadline | None) -> dt.date | None:
    return deadline.date if deadline else None


def edges(ledger: Ledger, site: str, known: dt.date | None) -> list[dt.date]:
    """Give the days on which the answer for a site can change.

    Parameters
    ----------
    ledger
        The ledger.
    site
        A site's id.
    known
        The day of knowledge, or None when it goes along with the date shown.
    """
    if known is not None:
        days = {*outlook(ledger, site, known.toordinal()).edges, known.toordinal() + 1}
    else:
        public = {claim.public for _, claim in ledger.reaching[site]}
        days = set(public)
        for day in public:
            days.update(outlook(ledger, site, day).edges)
    first, last = EARLIEST.toordinal(), LATEST.toordinal()
    return [dt.date.fromordinal(day) for day in sorted(days) if first <= day <= last]


def runs(
    ledger: Ledger, site: str, first: dt.date, last: dt.date, known: dt.date | None
) -> tuple[Status, ...]:
    """Give the answers for a site over a period: each holds from its ``on`` to the next.

    Parameters
    ----------
    ledger
        The ledger.
    site
        A site's id.
    first, last
        The period, inclusive.
    known
        The day of knowledge, or None for "as known on the day itself".
    """
    days = [first, *(day for day in edges(ledger, site, known) if first < day <= last)]
    found: list[Status] = []
    for day in days:
        status = answer(ledger, site, day, known or day)
        if not found or shown(status) != shown(found[-1]):
            found.append(status)
    return tuple(found)


def since(ledger: Ledger, status: Status) -> dt.date | None:
    """Give the day from which the states of an answer are possible, without a break until then.

    Parameters
    ----------
    ledger
        The ledger.
    status
        The answer.

    Returns
    -------
    The day, as known on the answer's day of knowledge; None where it was ever so.
    """
    for day in reversed(edges(ledger, status.site, status.known)):
        if EARLIEST < day <= status.on:
            before = answer(ledger, status.site, day - DAY, status.known)
            if before.possible != status.possible:
                return day
    return None


def changes(
    ledger: Ledger,
    first: dt.date,
    last: dt.date,
    known: dt.date | None,
    selection: Selection = COALITION_BASES,
) -> tuple[Change, ...]:
    """List the days on which the answer for any site changes, in the order of days.

    Parameters
    ----------
    ledger
        The ledger.
    first, last
        The period, inclusive; a change on ``first`` itself is against the day before.
    known
        The day of knowledge, or None for "as known on the day itself".
    selection
        Which sites are in view and which evidence counts.
    """
    ledger = graded(ledger, selection.min_grade)
    found: list[Change] = []
    for site in ledger.sites.values():
        if selection.shows(site):
            steps = runs(ledger, site.id, max(first, EARLIEST) - DAY, last, known)
            found += [Change(b.on, site.id, a, b) for a, b in itertools.pairwise(steps)]
    return tuple(sorted(found, key=lambda c: (c.day, c.site)))
