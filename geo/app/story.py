"""The story that a ledger tells: the first plan that named a site, and its deadline."""

import datetime as dt

from geo.app.periods import Period
from geo.claims import Kind
from geo.dates import DAY
from geo.ledger import Ledger


def story(ledger: Ledger, period: Period, now: dt.date) -> tuple[dt.date, dt.date] | None:
    """Give the day of the first plan in a period that names a site, and its first day after.

    A deadline binds at the end of its day, so the day after shows whether it was kept.

    Parameters
    ----------
    ledger
        The ledger.
    period
        The period in which both days lie.
    now
        The present day; a deadline that has not passed is no story yet.
    """
    found = [
        (dt.date.fromordinal(claim.public), claim.due + DAY)
        for claim in ledger.claims.values()
        if claim.kind is Kind.LEAVE_BY
        and claim.settles
        and claim.due
        and period.holds(claim.due)
        and claim.due < now
        and not ledger.sites.keys().isdisjoint(claim.places)
    ]
    return min((one for one in found if period.holds(one[0]) and one[0] < one[1]), default=None)
